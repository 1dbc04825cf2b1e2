/// A command in lines that fit, which a shell reads as one: broken between words, and a word that is too long where the
/// next line begins at the very left.
struct ShellLines {
    let width: Int
    let indent: Int

    /// The first line is without its margin.
    func lines(of command: String) -> [String] {
        guard indent + command.count > width else { return [command] }
        let margin = String(repeating: " ", count: indent + 2)
        var lines: [String] = []
        var current = ""
        var used = indent
        for word in Self.words(command) {
            if !current.isEmpty, used + 1 + word.count + 2 > width {
                lines.append(current + " \\")
                (current, used) = (margin, indent + 2)
            } else if !current.isEmpty {
                (current, used) = (current + " ", used + 1)
            }
            for piece in pieces(word, after: used) {
                if piece.begins {
                    lines.append(current + "\\")
                    (current, used) = ("", 0)
                }
                current += piece.text
                used += piece.text.count
            }
        }
        return lines + [current]
    }

    private struct Piece {
        let text: String
        /// At the very left of a line.
        let begins: Bool
    }

    /// A word in pieces that fit; quotation marks are closed and opened again.
    private func pieces(_ word: String, after used: Int) -> [Piece] {
        guard used + word.count + 2 > width else { return [Piece(text: word, begins: false)] }
        // Of what is quoted otherwise, nothing is known that is safe to break.
        let isQuoted =
            word.count > 2 && word.hasPrefix("'") && word.hasSuffix("'") && !word.dropFirst().dropLast().contains("'")
        guard isQuoted || !word.contains(where: { "'\"\\$(".contains($0) }) else {
            return [Piece(text: word, begins: false)]
        }
        let mark = isQuoted ? "'" : ""
        var rest = word[...]
        if isQuoted { rest = word.dropFirst().dropLast() }
        var pieces: [Piece] = []
        var room = width - used - 3
        while rest.count > room, room > 8 {
            // After a separator where there is one, else anywhere.
            let part = rest.prefix(room)
            let end = part.lastIndex { " ,/.".contains($0) }.map { part.index(after: $0) } ?? part.endIndex
            pieces.append(Piece(text: "\(mark)\(rest[..<end])\(mark)", begins: !pieces.isEmpty))
            rest = rest[end...]
            room = width - 3
        }
        return pieces + [Piece(text: "\(mark)\(rest)\(mark)", begins: !pieces.isEmpty)]
    }

    /// What a shell would take for one word each.
    private static func words(_ command: String) -> [String] {
        var words = [""]
        var quote: Character?
        for character in command {
            if let open = quote {
                if character == open { quote = nil }
            } else if character == "'" || character == "\"" {
                quote = character
            } else if character == " " {
                words.append("")
                continue
            }
            words[words.count - 1].append(character)
        }
        return words.filter { !$0.isEmpty }
    }
}
