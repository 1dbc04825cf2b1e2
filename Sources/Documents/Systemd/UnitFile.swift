/// A systemd unit file or drop-in: sections of `Key=value` lines.
///
/// After systemd.syntax(7): a backslash at the end of a line continues it, lines that begin with `#` or `;` are
/// comments, also between continued lines.
public struct UnitFile: Sendable {
    public struct Entry: Hashable, Sendable {
        public let section: String
        public let key: String
        public let value: String
        /// Counted from 1; the first of a continued line.
        public let line: Int
    }

    public let entries: [Entry]

    /// Lines that are neither a section nor an assignment are passed over.
    public init(_ text: String) {
        var entries: [Entry] = []
        var section = ""
        var pending: (text: String, line: Int)?
        for (number, line) in TextLines(text) {
            let start = line.drop { $0 == " " || $0 == "\t" }
            if start.hasPrefix("#") || start.hasPrefix(";") { continue }
            let isContinued = line.hasSuffix("\\")
            let part = isContinued ? line.dropLast() : line
            if pending == nil { pending = (String(part), number) } else { pending?.text += " " + part }
            guard !isContinued, let whole = pending else { continue }
            pending = nil
            Self.take(whole, into: &entries, section: &section)
        }
        if let pending { Self.take(pending, into: &entries, section: &section) }
        self.entries = entries
    }

    private static func take(_ line: (text: String, line: Int), into entries: inout [Entry], section: inout String) {
        let text = trimmed(Substring(line.text))
        if text.hasPrefix("["), text.hasSuffix("]") {
            section = String(text.dropFirst().dropLast())
        } else if let equals = text.firstIndex(of: "=") {
            entries.append(
                Entry(
                    section: section,
                    key: String(trimmed(text[..<equals])),
                    value: String(trimmed(text[text.index(after: equals)...])),
                    line: line.line
                )
            )
        }
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var rest = text.drop { $0.isWhitespace }
        while let last = rest.last, last.isWhitespace { rest.removeLast() }
        return rest
    }

    /// The values of a key in a section; an empty assignment forgets those before it.
    public func values(_ key: String, in section: String) -> [String] {
        entries.filter { $0.section == section && $0.key == key }
            .reduce(into: []) { values, entry in
                if entry.value.isEmpty { values = [] } else { values.append(entry.value) }
            }
    }

    /// The words of a value: separated by blanks, kept together by quotes, with backslashes before single characters.
    public static func words(_ value: some StringProtocol) -> [String] {
        var words: [String] = []
        var word: String?
        var quote: Character?
        var isEscaped = false
        for character in value {
            if isEscaped {
                word = (word ?? "") + String(character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else if let open = quote {
                if character == open { quote = nil } else { word = (word ?? "") + String(character) }
            } else if character == "\"" || character == "'" {
                quote = character
                word = word ?? ""
            } else if character.isWhitespace {
                if let done = word { words.append(done) }
                word = nil
            } else {
                word = (word ?? "") + String(character)
            }
        }
        if let word { words.append(word) }
        return words
    }
}
