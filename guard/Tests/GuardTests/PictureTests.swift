import Foundation
import OutputFilter
import Testing

/// Pictures in base64, in which anything can stand.
@Suite struct PictureTests {
    /// Bytes that are no text, always the same.
    private static let picture: String = {
        var state: UInt64 = 7
        let bytes = (0..<3000).map { _ -> UInt8 in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: state >> 33)
        }
        return Data(bytes).base64EncodedString()
    }()

    /// What has the form of a key of a vendor, in letters and digits alone.
    private static let key = "AQE" + picture.filter { $0 != "+" && $0 != "/" && $0 != "=" }.prefix(97)

    private func cleaned(_ text: String) -> String? {
        Planted.secrecy.cleaned(Array(text.utf8)).map { String(decoding: $0.bytes, as: UTF8.self) }
    }

    @Test func `what has the form of a key in the middle of a picture stays`() {
        #expect(cleaned("the key \(Self.key) is here") != nil)
        #expect(cleaned("\(Self.picture.prefix(2000))\(Self.key)\(Self.picture.suffix(2000))") == nil)
        // With something else around it, it is no picture.
        #expect(cleaned("\(Self.picture.prefix(2000)) \(Self.key) \(Self.picture.suffix(2000))") != nil)
    }

    @Test func `what is coded in something long is found, and a known value anywhere`() {
        let token = "ghp_" + "016C7y8Xk2Lm4Nn6Pp8Qq0Rr2Ss4Tt" + "3mrmjZ"
        let text = String(repeating: "All of this is a long letter. ", count: 80) + "key=\(Planted.value) " + token
        let coded = Data(text.utf8).base64EncodedString()
        #expect(cleaned(coded) != nil)
    }
}
