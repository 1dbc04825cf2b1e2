/// Makes any text safe to show: secrets are masked, and nothing in it steers a terminal or misleads a reader.
///
/// Every text of a report passes through here once, in `ReportModel`; views only see what came out.
public struct Sanitizer: Sendable {
    /// Replaces what looks like a secret.
    public let redact: @Sendable (String) -> String
    /// Characters beyond which a text is cut.
    public let limit: Int

    public init(limit: Int = 2000, redact: @escaping @Sendable (String) -> String) {
        self.limit = limit
        self.redact = redact
    }

    /// One line: line breaks and every other control become visible escapes.
    public func line(_ text: String) -> String { cut(redact(text)) { Self.visible($0, keepingBreaks: false) } }

    /// One line of what was written on several: a cause is told in a sentence, and nothing in it is hidden.
    public func sentence(_ text: String) -> String {
        let lines = text.split(whereSeparator: \.isNewline).map(Self.withoutBlanksAround).filter { !$0.isEmpty }
        return line(
            lines.reduce("") { told, next in
                guard let end = told.last else { return next }
                return told + (".:;,!?".contains(end) ? " " : "; ") + next
            }
        )
    }

    private static func withoutBlanksAround(_ text: Substring) -> String {
        var rest = text.drop { $0 == " " || $0 == "\t" || $0 == "\r" }
        while let last = rest.last, last == " " || last == "\t" || last == "\r" { rest.removeLast() }
        return String(rest)
    }

    /// Several lines: line breaks stay.
    public func block(_ text: String) -> String { cut(redact(text)) { Self.visible($0, keepingBreaks: true) } }

    private func cut(_ text: String, _ clean: (Substring) -> String) -> String {
        // No text has more characters than bytes.
        if text.utf8.count <= limit { return clean(text[...]) }
        guard let end = text.index(text.startIndex, offsetBy: limit, limitedBy: text.endIndex), end < text.endIndex
        else { return clean(text[...]) }
        return clean(text[..<end]) + "…"
    }

    /// Controls (Cc), invisible formatting such as bidirectional overrides (Cf) and line separators never reach a
    /// reader as they are: a terminal would obey the first, a person would be misled by the second.
    private static func visible(_ text: Substring, keepingBreaks: Bool) -> String {
        // Most texts are letters of ASCII alone, of which none needs a look at Unicode's tables.
        if text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) { return String(text) }
        var shown = ""
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control where scalar == "\n" && keepingBreaks: shown += "\n"
            case .control where scalar == "\n": shown += "\\n"
            case .control where scalar == "\t": shown += " "
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned, .privateUse:
                shown += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
            default: shown.unicodeScalars.append(scalar)
            }
        }
        return shown
    }
}
