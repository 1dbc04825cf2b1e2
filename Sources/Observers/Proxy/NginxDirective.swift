/// Directives of one nginx configuration file, as a tree.
struct NginxDirective: Sendable {
    let words: [String]
    let line: Int
    /// What stands in its braces; none where it ends with a semicolon.
    var children: [NginxDirective]?

    var name: String { words.first ?? "" }

    /// The directives of a file; what is not closed ends with the file.
    static func parse(_ text: String) -> [NginxDirective] { read(text).directives }

    /// The directives of a file, and whether it is whole, as all are that nginx takes.
    ///
    /// A block of Lua has a grammar of its own: what a quotation mark or a brace is inside it cannot be told here.
    static func read(_ text: String) -> (directives: [NginxDirective], isWhole: Bool) {
        var isWhole = true
        // Each level: the directive that opened it, and what it holds so far.
        var open: [(words: [String], line: Int, inside: [NginxDirective])] = [([], 0, [])]
        var words: [String] = []
        var line = 0
        func close() {
            guard open.count > 1 else {
                isWhole = false
                return
            }
            let (words, line, inside) = open.removeLast()
            open[open.count - 1].inside.append(NginxDirective(words: words, line: line, children: inside))
        }
        var signs = NginxWords(text)
        while let (word, at) = signs.next() {
            switch word {
            case .text(let text):
                if words.isEmpty { line = at }
                words.append(text)
            case .end:
                if !words.isEmpty { open[open.count - 1].inside.append(NginxDirective(words: words, line: line)) }
                words = []
            case .open where open.count < depthLimit:
                if words.first?.hasSuffix("_by_lua_block") == true { isWhole = false }
                open.append((words, words.isEmpty ? at : line, []))
                words = []
            case .open: return ([], false)
            case .close:
                close()
                words = []
            }
        }
        isWhole = isWhole && open.count == 1 && words.isEmpty && !signs.isCut
        while open.count > 1 { close() }
        return (open[0].inside, isWhole)
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
    /// Whether a quotation mark had no end.
    private(set) var isCut = false

    init(_ text: String) { rest = text[...].unicodeScalars }

    mutating func next() -> (Word, Int)? {
        while let first = rest.first {
            if Self.isBlank(first) {
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
            isCut = isCut || rest.isEmpty
            take()
            return (.text(String(text)), start)
        }
        while let character = rest.first, !Self.isBlank(character), character != ";" {
            // `${name}` is part of a word, another brace is not; one that closes ends no word.
            if character == "{", text.last != "$" { break }
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

    /// Other white space is part of a word.
    private static func isBlank(_ character: Unicode.Scalar) -> Bool { [" ", "\t", "\r", "\n"].contains(character) }

    private mutating func take() {
        guard let character = rest.popFirst() else { return }
        if character == "\n" { line += 1 }
    }
}
