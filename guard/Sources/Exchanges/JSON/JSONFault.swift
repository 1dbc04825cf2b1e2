/// Why a text is not the JSON that a model's API or client sends, and where.
public struct JSONFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was wrong.
    public enum Cause: String, Hashable, Sendable {
        case tooDeep = "nested too deeply"
        case tooMany = "more values than are taken"
        case unexpected = "unexpected byte"
        case unfinished = "it ends too early"
        case trailing = "something follows its end"
        case badNumber = "not a number"
        case badEscape = "not an escape"
        case badEncoding = "not UTF-8"
        case control = "control character in a string"
        case repeatedKey = "a key that stands twice"
    }

    public let cause: Cause
    /// Bytes before the place.
    public let offset: Int
    /// From 1.
    public let line: Int
    /// In bytes, from 1.
    public let column: Int

    init(_ cause: Cause, at offset: Int, in bytes: [UInt8]) {
        (self.cause, self.offset) = (cause, offset)
        let before = bytes[..<min(offset, bytes.count)]
        line = 1 + before.count { $0 == 0x0A }
        column = 1 + before.count - (before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0)
    }

    public var description: String { "line \(line), column \(column): \(cause.rawValue)" }
}
