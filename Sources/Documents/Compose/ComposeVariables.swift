/// A file of variables as compose reads it, which is not how dotenv reads one, nor a shell nor systemd.
///
/// After `dotenv` of compose-go, and held against it.
public struct ComposeVariables: Sendable {
    public private(set) var values: [String: String] = [:]
    /// Why compose refuses the file, and starts nothing.
    public private(set) var refusal: String?

    /// Here `expand` gives what a value's variables stand for, from those that were set before.
    public init(_ text: String, expand: (String, [String: String]) -> String) {
        var rest = Substring(text.replacing("\r\n", with: "\n"))
        if rest.first == "\u{FEFF}" { rest.removeFirst() }
        while let start = rest.firstIndex(where: { !$0.isWhitespace }) {
            rest = rest[start...]
            if rest.first == "#" {
                rest = rest.drop { !Self.isLineEnd($0) }
                continue
            }
            let line = rest.prefix { !Self.isLineEnd($0) }
            if line.hasPrefix("export"), line.dropFirst(6).first.map(Self.isBlank) ?? false {
                rest = rest.dropFirst(6).drop(while: Self.isBlank)
            }
            let end = rest.firstIndex { $0 == "=" || $0 == ":" || Self.isLineEnd($0) } ?? rest.endIndex
            let name = rest[..<end].trimmed
            if let wrong = name.first(where: { !Self.isOfName($0) }) {
                refusal = "\(wrong) in the name of a variable"
                return
            }
            guard end < rest.endIndex, !Self.isLineEnd(rest[end]) else {
                // A name alone is taken from whoever calls compose.
                rest = rest[end...]
                continue
            }
            rest = rest[rest.index(after: end)...].drop(while: Self.isBlank)
            guard let quote = rest.first, quote == "\"" || quote == "'" else {
                let line = rest.prefix { !Self.isLineEnd($0) }
                rest = rest[line.endIndex...]
                let value = line.firstRange(of: " #").map { line[..<$0.lowerBound] } ?? line
                values[name] = expand(value.trimmed, values)
                continue
            }
            guard let (inner, after) = Self.quoted(rest) else {
                refusal = "a quotation mark that nothing closes"
                return
            }
            rest = after
            values[name] = quote == "\"" ? expand(Self.unescaped(inner), values) : inner
        }
    }

    /// What stands between the quotation mark that the text begins with and the next one that is not escaped.
    private static func quoted(_ text: Substring) -> (String, Substring)? {
        guard let quote = text.first else { return nil }
        var inner = ""
        var isEscaped = false
        for index in text.indices.dropFirst() {
            let character = text[index]
            if character == quote, !isEscaped { return (inner, text[text.index(after: index)...]) }
            if character == "\\", !isEscaped {
                isEscaped = true
                continue
            }
            if isEscaped, character != quote { inner.append("\\") }
            isEscaped = false
            inner.append(character)
        }
        return nil
    }

    private static func unescaped(_ text: String) -> String {
        let meanings: [Character: String] = [
            "n": "\n", "t": "\t", "r": "\r", "a": "\u{7}", "b": "\u{8}", "f": "\u{c}", "v": "\u{b}", "\\": "\\",
            "$": "$$",
        ]
        var result = ""
        var rest = Substring(text)
        while let character = rest.popFirst() {
            guard character == "\\", let next = rest.first, let meaning = meanings[next] else {
                result.append(character)
                continue
            }
            result += meaning
            rest.removeFirst()
        }
        return result
    }

    private static func isLineEnd(_ character: Character) -> Bool { character == "\n" }

    private static func isBlank(_ character: Character) -> Bool { character.isWhitespace && !isLineEnd(character) }

    private static func isOfName(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || "_.-[] ".contains(character)
    }
}
