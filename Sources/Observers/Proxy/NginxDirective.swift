/// Directives of one nginx configuration file, as a tree.
struct NginxDirective: Sendable {
    let words: [String]
    let line: Int
    /// What stands in its braces; none where it ends with a semicolon.
    var children: [NginxDirective]?

    var name: String { words.first ?? "" }

    /// The directives of a file; what is not closed ends with the file, as this only has to read what nginx accepted.
    static func parse(_ text: String) -> [NginxDirective] {
        // Each level: the directive that opened it, and what it holds so far.
        var open: [(words: [String], line: Int, inside: [NginxDirective])] = [([], 0, [])]
        var words: [String] = []
        var line = 0
        func close() {
            guard open.count > 1 else { return }
            let (words, line, inside) = open.removeLast()
            open[open.count - 1].inside.append(NginxDirective(words: words, line: line, children: inside))
        }
        for (word, at) in NginxWords(text) {
            switch word {
            case .text(let text):
                if words.isEmpty { line = at }
                words.append(text)
            case .end:
                if !words.isEmpty { open[open.count - 1].inside.append(NginxDirective(words: words, line: line)) }
                words = []
            case .open where open.count < depthLimit:
                open.append((words, words.isEmpty ? at : line, []))
                words = []
            case .open: return []
            case .close:
                close()
                words = []
            }
        }
        while open.count > 1 { close() }
        return open[0].inside
    }

    private static let depthLimit = 64
}

/// Words, quoted strings and the signs `{`, `}` and `;` of a file, each with its line.
struct NginxWords: Sequence, IteratorProtocol {
    enum Word: Equatable {
        case text(String)
        case open, close, end
    }

    private var rest: Substring.UnicodeScalarView
    private var line = 1

    init(_ text: String) { rest = text[...].unicodeScalars }

    mutating func next() -> (Word, Int)? {
        while let first = rest.first {
            if first.properties.isWhitespace {
                take()
            } else if first == "#" {
                while let character = rest.first, character != "\n" { take() }
            } else {
                break
            }
        }
        guard let first = rest.first else { return nil }
        let start = line
        if let sign: Word = first == "{" ? .open : first == "}" ? .close : first == ";" ? .end : nil {
            take()
            return (sign, start)
        }
        var text = String.UnicodeScalarView()
        if first == "\"" || first == "'" {
            take()
            while let character = rest.first, character != first {
                if character == "\\" { take() }
                if let literal = rest.first { text.append(literal) }
                take()
            }
            take()
            return (.text(String(text)), start)
        }
        while let character = rest.first, !character.properties.isWhitespace, character != ";" {
            // `${name}` is part of a word, another brace is not.
            if character == "{", text.last != "$" { break }
            if character == "}", !text.contains("{") { break }
            if character == "\\" {
                text.append(character)
                take()
                guard let escaped = rest.first else { break }
                text.append(escaped)
            } else {
                text.append(character)
            }
            take()
        }
        return (.text(String(text)), start)
    }

    private mutating func take() {
        guard let character = rest.popFirst() else { return }
        if character == "\n" { line += 1 }
    }
}
