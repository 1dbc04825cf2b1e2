import Documents

/// One word of a rule, and whether it was written in quotes.
public struct Word: Hashable, Sendable {
    public let text: String
    public let isQuoted: Bool

    public init(_ text: String, isQuoted: Bool = false) {
        self.text = text
        self.isQuoted = isQuoted
    }
}

extension Word: CustomStringConvertible {
    /// As `xtables_save_string` writes it: a backslash before quotes and backslashes.
    public var description: String {
        guard isQuoted else { return text }
        var quoted = "\""
        for character in text.unicodeScalars {
            if character == "\"" || character == "\\" || character == "'" { quoted += "\\" }
            quoted.unicodeScalars.append(character)
        }
        return quoted + "\""
    }
}

extension SavedRules.Line {
    init(_ bytes: [UInt8], number: Int) throws(SyntaxError) {
        func fail(_ message: String, _ column: Int = 0) -> SyntaxError {
            SyntaxError(message, at: SourcePosition(line: number, column: column + 1))
        }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw fail("not UTF-8") }
        switch bytes.first {
        case nil, UInt8(ascii: "#"): self = .note(text)
        case UInt8(ascii: "*"):
            guard bytes.count > 1, !bytes.contains(UInt8(ascii: " ")) else { throw fail("a table without a name") }
            self = .table(String(text.dropFirst()))
        case UInt8(ascii: ":"):
            let parts = text.dropFirst().split(separator: " ", omittingEmptySubsequences: false).map(String.init)
            guard (2...3).contains(parts.count), parts.allSatisfy({ !$0.isEmpty }) else {
                throw fail("a chain has a name, a policy and counters")
            }
            self = .chain(parts[0], policy: parts[1], counters: parts.count == 3 ? parts[2] : nil)
        default:
            if text == "COMMIT" {
                self = .commit
                return
            }
            let (words, offsets) = try Self.words(of: bytes, fail)
            let counters = words.first.flatMap { $0.text.hasPrefix("[") && !$0.isQuoted ? $0.text : nil }
            let rest = counters == nil ? words[...] : words.dropFirst()
            guard rest.first == Word("-A"), rest.count >= 2 else {
                throw fail("neither a table, a chain, a rule nor COMMIT", offsets.first ?? 0)
            }
            self = .rule(counters: counters, words: Array(rest.dropFirst()))
        }
    }

    /// Words stand one space apart; anything else would not be written again as it was.
    private static func words(
        of bytes: [UInt8],
        _ fail: (String, Int) -> SyntaxError
    ) throws(SyntaxError) -> ([Word], [Int]) {
        var words: [Word] = []
        var offsets: [Int] = []
        var index = 0
        while index < bytes.count {
            let start = index
            offsets.append(start)
            var text: [UInt8] = []
            let isQuoted = bytes[index] == UInt8(ascii: "\"")
            if isQuoted {
                index += 1
                while true {
                    guard index < bytes.count else { throw fail("a quote is not closed", start) }
                    let byte = bytes[index]
                    index += 1
                    if byte == UInt8(ascii: "\"") { break }
                    if byte == UInt8(ascii: "\\"), index < bytes.count {
                        text.append(bytes[index])
                        index += 1
                    } else {
                        text.append(byte)
                    }
                }
            } else {
                while index < bytes.count, bytes[index] != UInt8(ascii: " ") {
                    text.append(bytes[index])
                    index += 1
                }
            }
            words.append(Word(String(decoding: text, as: UTF8.self), isQuoted: isQuoted))
            if index == bytes.count { break }
            guard bytes[index] == UInt8(ascii: " ") else { throw fail("a word follows a quote without a space", index) }
            index += 1
            if index == bytes.count { words.append(Word("")) }
        }
        return (words, offsets)
    }
}
