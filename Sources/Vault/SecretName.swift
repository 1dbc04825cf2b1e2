/// What a secret is called, which is also the id that OpenClaw asks for: letters, digits and `/_.-`, in parts between
/// slashes of which none is `.` or `..`.
///
/// Every version of OpenClaw takes such an id; some refuse others.
public struct SecretName: Hashable, Sendable, Comparable, CustomStringConvertible {
    public static let longest = 200
    public let text: String

    /// - Throws: `badName`, with what is wrong.
    public init(_ text: String) throws(VaultFailure) {
        guard !text.isEmpty else { throw .badName("a secret needs a name") }
        guard text.utf8.count <= Self.longest else { throw .badName("a name is at most \(Self.longest) bytes long") }
        guard text.utf8.allSatisfy(Self.isAllowed) else {
            throw .badName("a name holds only letters, digits and / _ . -")
        }
        guard let first = text.utf8.first, Self.isAlphanumeric(first) else {
            throw .badName("a name begins with a letter or a digit")
        }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." }) else {
            throw .badName("each part of a name between slashes says something")
        }
        self.text = text
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        isAlphanumeric(byte) || "/_.-".utf8.contains(byte)
    }

    public var description: String { text }
    public static func < (one: Self, other: Self) -> Bool { one.text < other.text }
}
