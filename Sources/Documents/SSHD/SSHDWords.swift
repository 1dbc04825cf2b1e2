/// Splits text as OpenSSH's `strdelim` does: at blanks, or at one equals sign, with double quotes around words.
struct SSHDWords {
    /// What has not been read; `nil` after the last word.
    private(set) var rest: [UInt8]?

    init(_ text: [UInt8]) { rest = text }

    static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D || byte == 0x0A }

    /// The next word; `nil` at the end, and where a quote never ends.
    mutating func next() -> [UInt8]? {
        guard let text = rest else { return nil }
        let equals = UInt8(ascii: "=")
        let quote = UInt8(ascii: "\"")
        guard let stop = text.firstIndex(where: { Self.isBlank($0) || $0 == quote || $0 == equals }) else {
            rest = nil
            return text
        }
        let word = text[..<stop]
        if text[stop] == quote {
            let inside = text[(stop + 1)...]
            guard let end = inside.firstIndex(of: quote) else {
                rest = nil
                return nil
            }
            rest = Array(text[(end + 1)...].drop(while: Self.isBlank))
            return Array(word) + Array(inside[..<end])
        }
        var after = text[(stop + 1)...].drop(while: Self.isBlank)
        if text[stop] != equals, after.first == equals { after = after.dropFirst().drop(while: Self.isBlank) }
        rest = Array(after)
        return Array(word)
    }

    /// Splits as OpenSSH's `argv_split` does: single and double quotes, a few escapes, and a comment ends the line.
    ///
    /// `nil` where a quote never ends.
    static func arguments(_ text: [UInt8]) -> [String]? {
        var found: [String] = []
        var place = 0
        while place < text.count {
            if text[place] == 0x20 || text[place] == 0x09 {
                place += 1
                continue
            }
            if text[place] == UInt8(ascii: "#") { break }
            var word: [UInt8] = []
            var quote: UInt8?
            while place < text.count {
                let byte = text[place]
                let isBlank = byte == 0x20 || byte == 0x09
                if byte == UInt8(ascii: "\\"), place + 1 < text.count, isEscapable(text[place + 1], inside: quote) {
                    place += 1
                    word.append(text[place])
                } else if quote == nil, isBlank {
                    break
                } else if quote == nil, byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                    quote = byte
                } else if byte == quote {
                    quote = nil
                } else {
                    word.append(byte)
                }
                place += 1
            }
            if quote != nil { return nil }
            found.append(String(decoding: word, as: UTF8.self))
        }
        return found
    }

    private static func isEscapable(_ byte: UInt8, inside quote: UInt8?) -> Bool {
        byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
            || (quote == nil && byte == 0x20)
    }
}
