import Archives
import Detection
import Testing

@testable import Leaks

@Suite struct LeakScanTests {
    /// What a scan tells of bytes that come in pieces.
    private func look(_ bytes: [UInt8], by size: Int = 1000, known: KnownValues? = nil) -> (
        leaks: [Leak], leftOut: [String]
    ) {
        var leaks: [Leak] = []
        var leftOut: [String] = []
        let scan = LeakScan(
            known: known,
            secrets: ["one": KnownSecret("web/key", isInForce: false)],
            fingerprint: { "\($0.count):\($0.reduce(0) { ($0 &* 31) &+ Int($1) })" },
            leftOut: { leftOut.append("\($0.place): \($0.why)") },
            tell: { leaks.append($0) }
        )
        scan.look(at: "f") { take in
            var place = 0
            while place < bytes.count {
                let next = min(bytes.count, place + size)
                take(bytes.span.bytes.extracting(place..<next))
                place = next
            }
        }
        return (leaks, leftOut)
    }

    private static let key = "gl" + "pat-" + Sample.text(20)

    @Test(arguments: [1, 77, 100_000])
    func `a key is told with its line, and without itself`(_ size: Int) throws {
        let (leaks, leftOut) = look(Array("one\ntwo\nkey \(Self.key) and more\n".utf8), by: size)
        let leak = try #require(leaks.first)
        #expect(leaks.count == 1 && leftOut.isEmpty)
        #expect(leak.place == LeakPlace("f", line: 3, offset: 12))
        #expect(leak.masked == "glpa… (26 characters)")
        #expect(!"\(leak)".contains(Self.key.dropFirst(4)))
    }

    @Test func `bytes that are no text have an offset and no line`() throws {
        let (leaks, _) = look([0, 10, 10] + Array(" \(Self.key) ".utf8))
        #expect(leaks.map(\.place) == [LeakPlace("f", line: nil, offset: 4)])
    }

    @Test func `the same secret has the same name wherever it lies`() {
        let (leaks, _) = look(Array("\(Self.key)\n\(Self.key)\n".utf8))
        #expect(leaks.count == 2 && Set(leaks.map(\.fingerprint)).count == 1)
        #expect(leaks.map(\.place.line) == [1, 2])
    }

    @Test(arguments: [1, 77, 100_000])
    func `a value of the vault has the line that it begins in`(_ size: Int) throws {
        var known = KnownValues()
        let value = Array(Sample.text(30).utf8)
        try unsafe value.withUnsafeBytes { try unsafe known.add($0, named: "one") }
        let text = Array(String(repeating: "a line\n", count: 90_000).utf8) + value
        #expect(look(text, by: max(size, 50), known: known).leaks.map(\.place.line) == [90_001])
        #expect(look([0] + text, by: max(size, 50), known: known).leaks.map(\.place.line) == [nil])
    }

    @Test func `what its own bytes say is certain, and what only a name says is not`() {
        let (leaks, _) = look(Array("\(Self.key)\ntoken=\(Sample.text(32))\n".utf8))
        #expect(leaks.map(\.isCertain) == [true, false])
    }

    @Test func `values of the vault are told by their names, and their length is not`() throws {
        var known = KnownValues()
        let value = Array(Sample.text(30).utf8)
        try unsafe value.withUnsafeBytes { try unsafe known.add($0, named: "one") }
        let (leaks, _) = look(Array("x ".utf8) + value, known: known)
        let leak = try #require(leaks.first { $0.known != nil })
        #expect(leak.known == KnownSecret("web/key", isInForce: false))
        #expect(leak.kind == .known && leak.masked.isEmpty && leak.place.offset == 2)
    }

    @Test func `what is words of secrets alone is passed over in good time, and named`() {
        let words = String(repeating: "password1=Secret2=tokEn=apikey9=\"PuTTY-User-Key-File-", count: 40_000)
        let clock = ContinuousClock()
        var result: (leaks: [Leak], leftOut: [String]) = ([], [])
        let time = clock.measure { result = look(Array(words.utf8), by: 1 << 16) }
        #expect(result.leftOut.count == 1)
        // Without an end to it, minutes.
        #expect(time < .seconds(30))
        // What follows is looked at as ever.
        let (leaks, _) = look(
            Array((words.prefix(400_000) + String(repeating: "plain text\n", count: 4000) + Self.key).utf8)
        )
        #expect(leaks.contains { $0.masked.hasPrefix("glpa") })
    }

    @Test func `offsets go on behind a hole`() {
        var leaks: [Leak] = []
        let scan = LeakScan(fingerprint: { "\($0.count)" }, leftOut: { _ in }, tell: { leaks.append($0) })
        scan.lookIntoHoles(at: "f") { taker in
            taker.take(Array("x \(Self.key)".utf8).span.bytes)
            taker.skip(1 << 40)
            taker.take(Array("y \(Self.key)".utf8).span.bytes)
        }
        #expect(leaks.map(\.place.offset) == [2, 2 + 26 + (1 << 40) + 2])
        #expect(leaks.last?.place.line == nil)
    }
}

/// Letters and digits that look random and are always the same, so that no scanner takes this file for a leak.
enum Sample {
    static func text(_ count: Int) -> String {
        var state: UInt64 = 0x9E37_79B9_7F4A_7C15
        let letters = Array("abcdefghkmnpqrstuvwxyzABCDEFGHKLMNPQRSTUVWXYZ23456789")
        return String(
            (0..<count).map { _ in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return letters[Int(state >> 33) % letters.count]
            }
        )
    }
}
