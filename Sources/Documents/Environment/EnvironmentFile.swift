/// A `.env` file: `NAME=value` lines, with comments, quotes and an optional `export`.
public struct EnvironmentFile: Sendable {
    public struct Entry: Sendable {
        public let name: String
        public let value: String
        /// Counted from 1.
        public let line: Int
    }

    public let entries: [Entry]

    /// Lines that set nothing are passed over.
    public init(_ text: String) {
        entries = TextLines(text).compactMap { Self.entry($0.line, number: $0.number) }
    }

    /// The last value of each name.
    public var values: [String: String] {
        Dictionary(entries.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
    }

    private static func entry(_ line: Substring, number: Int) -> Entry? {
        var rest = line.drop { $0 == " " || $0 == "\t" }
        if rest.hasPrefix("export ") { rest = rest.dropFirst(7).drop { $0 == " " } }
        let name = rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
        rest = rest[name.endIndex...].drop { $0 == " " || $0 == "\t" }
        guard !name.isEmpty, rest.first == "=" else { return nil }
        return Entry(name: String(name), value: value(rest.dropFirst()), line: number)
    }

    private static func value(_ text: Substring) -> String {
        let rest = text.drop { $0 == " " || $0 == "\t" }
        if let quote = rest.first, quote == "\"" || quote == "'" || quote == "`" {
            let inner = rest.dropFirst()
            if let end = inner.firstIndex(of: quote) { return String(inner[..<end]) }
        }
        var end = rest.firstRange(of: " #")?.lowerBound ?? rest.endIndex
        while end > rest.startIndex {
            let before = rest.index(before: end)
            guard rest[before].isWhitespace else { break }
            end = before
        }
        return String(rest[..<end])
    }
}
