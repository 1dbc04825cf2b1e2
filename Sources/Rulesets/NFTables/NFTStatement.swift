/// One statement of a file for nft, with those in its braces.
struct NFTStatement: Hashable, Sendable {
    var words: [String]
    var inside: [NFTStatement]?

    private static let blocks: Set<String> = ["table", "chain"]

    static func all(in text: String) -> [NFTStatement] {
        var tokens = tokens(text)[...]
        return list(&tokens, depth: 0)
    }

    /// Whether each brace has its other.
    static func isBalanced(_ text: String) -> Bool {
        var depth = 0
        for token in tokens(text) where depth >= 0 {
            if token == "{" { depth += 1 } else if token == "}" { depth -= 1 }
        }
        return depth == 0
    }

    /// Statements up to the closing brace; braces that open no table and no chain are sets, and part of a rule.
    private static func list(_ tokens: inout ArraySlice<String>, depth: Int) -> [NFTStatement] {
        var found: [NFTStatement] = []
        var words: [String] = []
        func end() {
            if !words.isEmpty { found.append(NFTStatement(words: words)) }
            words = []
        }
        while let token = tokens.popFirst() {
            switch token {
            case ";", "\n": end()
            case "}":
                end()
                return found
            case "{":
                let verbs: Set<String> = ["add", "create"]
                let head = words.first { !verbs.contains($0) } ?? ""
                if depth < 8, blocks.contains(head) {
                    found.append(NFTStatement(words: words, inside: list(&tokens, depth: depth + 1)))
                    words = []
                } else {
                    words.append("{")
                    var open = 1
                    while open > 0, let inner = tokens.popFirst() {
                        if inner == "{" { open += 1 } else if inner == "}" { open -= 1 }
                        // A line in a set ends a statement of its own.
                        if inner != "\n" { words.append(inner) } else if head == "set", open == 1 { words.append(";") }
                    }
                }
            default: words.append(token)
            }
        }
        end()
        return found
    }

    private static func tokens(_ text: String) -> [String] {
        var found: [String] = []
        var word = ""
        var isQuoted = false
        var isComment = false
        func end() {
            if !word.isEmpty { found.append(word) }
            word = ""
        }
        for character in text.replacing("\\\n", with: " ") {
            if isComment, character != "\n" { continue }
            isComment = false
            if isQuoted {
                word.append(character)
                if character == "\"" { isQuoted = false }
                continue
            }
            switch character {
            case "\"":
                word.append(character)
                isQuoted = true
            case "#":
                end()
                isComment = true
            case " ", "\t", "\r": end()
            case "\n", ";", "{", "}", ",":
                end()
                found.append(String(character))
            default: word.append(character)
            }
        }
        end()
        return found
    }
}
