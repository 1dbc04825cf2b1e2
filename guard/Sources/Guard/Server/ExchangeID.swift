/// What an exchange is called: in refusals, in the journal, and for `nacre-guard explain`.
public struct ExchangeID: Hashable, Sendable, CustomStringConvertible {
    private static let alphabet = Array("abcdefghjkmnpqrstuvwxyz23456789".utf8)
    private static let length = 10

    public let description: String

    /// A new one.
    init() {
        let letters = (0..<Self.length).map { _ in Self.alphabet[Int.random(in: Self.alphabet.indices)] }
        description = "X-" + String(decoding: letters, as: UTF8.self)
    }

    /// Reads one; nothing where it is none.
    public init?(_ text: String) {
        guard text.hasPrefix("X-"), text.utf8.count == 2 + Self.length,
            text.utf8.dropFirst(2).allSatisfy(Self.alphabet.contains)
        else { return nil }
        description = text
    }

    /// For the end of what an agent is told.
    var reference: String { " (reference \(description))" }
}
