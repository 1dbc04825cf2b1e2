/// A `.env` file, as the `dotenv` of Node reads it, and so OpenClaw.
///
/// Its grammar is one regular expression, not lines: a name and its value may stand on two of them, a value in quotes
/// goes over many, and `NAME: value` is as good as `NAME=value`. systemd reads its files otherwise: `EnvironmentFile`.
public struct DotenvFile: Sendable {
    public struct Entry: Hashable, Sendable {
        public let name: String
        public let value: String
        /// The bytes from the name, or the `export` before it, to the end of the value.
        public let range: Range<Int>
    }

    public let entries: [Entry]

    /// What sets nothing is passed over.
    public init(_ text: String) {
        entries = DotenvReader(text).entries()
    }

    /// What is no UTF-8 becomes the sign that stands for it, as Node has it.
    public init(_ bytes: [UInt8]) { self.init(String(decoding: bytes, as: UTF8.self)) }

    /// The last value of each name.
    public var values: [String: String] { entries.values }
}

extension [DotenvFile.Entry] {
    /// The last value of each name.
    var values: [String: String] { Dictionary(map { ($0.name, $0.value) }, uniquingKeysWith: { $1 }) }
}
