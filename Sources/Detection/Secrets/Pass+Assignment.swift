// Values under a name: `NAME=value`, `"name": "value"`, `name: value`, `--name value`.
extension SecretScanner.Pass {
    /// Names and values longer than these are something else; the bounds keep a scan linear.
    private static let longestName = 64
    private static let longestValue = 300

    /// At `=` or `:`.
    func assignment(at sign: Int) -> FoundSecret? {
        guard sign > 2, let name = name(before: sign) else { return nil }
        var start = sign + 1
        if start < bytes.count, bytes[start] == UInt8(ascii: "=") || bytes[start] == UInt8(ascii: ">") { start += 1 }
        return value(of: name, at: start)
    }

    /// At the first dash of `--token value`.
    func option(at dash: Int) -> FoundSecret? {
        guard has("--", at: dash), dash == 0 || Alphabet.blank.contains(bytes[dash - 1]) else { return nil }
        let end = end(of: .token, from: dash + 2, limit: Self.longestName)
        guard has(" ", at: end), let name = SecretName(bytes[dash + 2..<end]) else { return nil }
        return value(of: name, at: end)
    }

    /// The word before the sign, past blanks and a quote.
    private func name(before sign: Int) -> SecretName? {
        var end = sign
        let floor = max(0, sign - Self.longestName)
        if end > floor, bytes[end - 1] == UInt8(ascii: ":") { end -= 1 }
        while end > floor, Alphabet.blank.contains(bytes[end - 1]) { end -= 1 }
        if end > floor, Self.isQuote(bytes[end - 1]) { end -= 1 }
        if end > floor, bytes[end - 1] == UInt8(ascii: "\\") { end -= 1 }
        var start = end
        while start > floor, Alphabet.dotted.contains(bytes[start - 1]) { start -= 1 }
        return end - start >= 3 ? SecretName(bytes[start..<end]) : nil
    }

    private func value(of name: SecretName, at place: Int) -> FoundSecret? {
        var start = end(of: .blank, from: place, limit: 16)
        if start < bytes.count, bytes[start] == UInt8(ascii: "\\") { start += 1 }
        var quote: UInt8?
        if start < bytes.count, Self.isQuote(bytes[start]) {
            quote = bytes[start]
            start += 1
        }
        if has("Bearer ", at: start) || has("bearer ", at: start) { start += 7 }
        if has("Basic ", at: start) { start += 6 }
        guard start + 8 <= bytes.count else { return nil }
        // What is known by its shape is named by what it is.
        if let known = word(at: start) { return known }
        if Alphabet.digit.contains(bytes[start]) {
            let colon = end(of: .digit, from: start, limit: 17)
            if has(":", at: colon), let token = telegramToken(at: colon) { return token }
        }

        let stop = end(of: quote == nil ? .value : .quoted, from: start, limit: Self.longestValue)
        if let quote {
            guard stop < bytes.count, bytes[stop] == quote || bytes[stop] == UInt8(ascii: "\\") else { return nil }
        } else if stop < bytes.count, !Self.endsValue(bytes[stop]) {
            return nil
        }
        let value = bytes[start..<stop]
        guard name.accepts(value) else { return nil }
        return FoundSecret(name.isPassword ? .password : .assigned, start..<stop)
    }

    private static func isQuote(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") || byte == UInt8(ascii: "`")
    }

    /// A value without quotes ends at a blank, a comma, a semicolon; at a bracket it was code.
    private static func endsValue(_ byte: UInt8) -> Bool {
        byte <= 0x20 || byte == UInt8(ascii: ",") || byte == UInt8(ascii: ";") || isQuote(byte)
            || byte == UInt8(ascii: "}") || byte == UInt8(ascii: "\\")
    }
}
