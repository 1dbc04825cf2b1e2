/// How text for people is laid out: how wide, and with or without color.
public struct TextStyle: Sendable {
    public let width: Int
    public let isColored: Bool

    public init(width: Int, isColored: Bool) {
        self.width = width
        self.isColored = isColored
    }

    public enum Ink: String, Sendable {
        case bold = "1"
        case dim = "2"
        case red = "31"
        case green = "32"
        case yellow = "33"
        case blue = "34"
        case alarm = "1;97;41"
    }

    /// For files and pipes.
    public static let plain = TextStyle(width: 100, isColored: false)

    public func paint(_ text: String, _ ink: Ink) -> String {
        isColored ? "\u{1B}[\(ink.rawValue)m\(text)\u{1B}[0m" : text
    }

    /// The text in lines that fit, each after `indent`; the first after `lead`, which is as wide as `indent`.
    ///
    /// Breaks at spaces. A word that is too long for a line, such as a command to copy, stays in one piece.
    public func wrap(_ text: String, lead: String = "", indent: Int) -> [String] {
        let margin = String(repeating: " ", count: indent)
        let room = max(20, width - indent)
        var lines: [String] = []
        for paragraph in text.split(separator: "\n", omittingEmptySubsequences: false) {
            var current = ""
            for word in paragraph.split(separator: " ", omittingEmptySubsequences: true) {
                if current.isEmpty {
                    current = String(word)
                } else if current.count + 1 + word.count <= room {
                    current += " " + word
                } else {
                    lines.append(current)
                    current = String(word)
                }
            }
            lines.append(current)
        }
        return lines.enumerated().map { index, line in
            index == 0 ? padded(lead, to: indent) + line : line.isEmpty ? "" : margin + line
        }
    }

    public func padded(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}
