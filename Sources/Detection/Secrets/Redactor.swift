/// Takes secrets out of text before it leaves the program.
///
/// Each is replaced by what it is, such as `‹Telegram bot token›`; not one of its characters stays.
public struct Redactor: Sendable {
    private let scanner = SecretScanner()

    public init() {}

    public func redact(_ text: String) -> String {
        // Most texts are short and hold no secret.
        let bytes = Array(text.utf8)
        let found = scanner.scan(bytes, limit: .max)
        return found.isEmpty ? text : Self.replace(found.map { ($0.kind, $0.range) }, in: bytes)
    }

    /// A text with what is found in it replaced by what it is; finds are in the order they begin.
    public static func replace(_ found: [(kind: SecretKind, range: Range<Int>)], in bytes: [UInt8]) -> String {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var place = 0
        for secret in found {
            // A token's number may begin before the secret that was found last.
            let start = max(place, secret.range.lowerBound)
            guard start < secret.range.upperBound else { continue }
            result += bytes[place..<start]
            result += "‹\(secret.kind)›".utf8
            place = secret.range.upperBound
        }
        result += bytes[place...]
        return String(decoding: result, as: UTF8.self)
    }
}
