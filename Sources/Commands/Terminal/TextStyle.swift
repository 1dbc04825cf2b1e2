/// How text for people is laid out: how wide, and with or without colour.
struct TextStyle: Sendable {
    let width: Int
    let isColoured: Bool

    enum Ink: String, Sendable {
        case bold = "1"
        case dim = "2"
        case red = "31"
        case green = "32"
        case yellow = "33"
        case blue = "34"
        case alarm = "1;97;41"
    }

    /// For files and pipes.
    static let plain = TextStyle(width: 100, isColoured: false)

    func paint(_ text: String, _ ink: Ink) -> String {
        isColoured ? "\u{1B}[\(ink.rawValue)m\(text)\u{1B}[0m" : text
    }

    /// The text in lines that fit, each after `indent`; the first after `lead`, which is as wide as `indent`.
    ///
    /// Breaks at spaces. A word that is too long for a line, such as a command to copy, stays in one piece.
    func wrap(_ text: String, lead: String = "", indent: Int) -> [String] {
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

    func padded(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}
