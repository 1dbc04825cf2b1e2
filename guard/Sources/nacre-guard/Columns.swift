/// Lines that fit a terminal of 80 columns.
enum Columns {
    static let count = 80

    /// How wide a character is shown: letters of East Asia and pictures take two columns.
    private static func width(_ character: Character) -> Int {
        character.unicodeScalars.contains { $0.value >= 0x1100 } ? 2 : 1
    }

    /// A sentence in lines that are broken at blanks, and in the middle of words that are longer than a line.
    ///
    /// - Parameters:
    ///   - text: the sentence.
    ///   - first: what stands before the first line.
    ///   - rest: what stands before the others.
    /// - Returns: the lines.
    static func wrapped(_ text: String, first: String = "", rest: String = "") -> [String] {
        var lines: [String] = []
        var line = first
        var isEmpty = true
        func room() -> Int { count - line.reduce(0) { $0 + width($1) } }
        for word in text.split(separator: " ") {
            let needed = word.reduce(isEmpty ? 0 : 1) { $0 + width($1) }
            if needed > room(), !isEmpty {
                lines.append(line)
                (line, isEmpty) = (rest, true)
            }
            let pieces = broken(String(word), first: room() - (isEmpty ? 0 : 1), others: count - rest.count)
            line += (isEmpty ? "" : " ") + (pieces.first ?? "")
            isEmpty = false
            for piece in pieces.dropFirst() {
                lines.append(line)
                line = rest + piece
            }
        }
        return lines + [line]
    }

    /// What a person decides about: every character of it, and lines are broken wherever they are full.
    static func whole(_ text: String, before: String) -> [String] {
        let room = count - before.count
        return broken(text, first: room, others: room).map { before + $0 }
    }

    private static func broken(_ text: String, first: Int, others: Int) -> [String] {
        var pieces = [""]
        var left = first
        for character in text {
            if width(character) > left {
                pieces.append("")
                left = others
            }
            pieces[pieces.count - 1].append(character)
            left -= width(character)
        }
        return pieces
    }
}
