extension UInt8 {
    var isDigit: Bool { self >= 0x30 && self <= 0x39 }
    /// ASCII letters, underscore and dollar; every byte of a character beyond ASCII.
    var isLetter: Bool {
        (self >= 0x41 && self <= 0x5A) || (self >= 0x61 && self <= 0x7A) || self == 0x5F || self == 0x24 || self >= 0x80
    }
    var hexValue: UInt32? {
        switch self {
        case 0x30...0x39: UInt32(self - 0x30)
        case 0x41...0x46: UInt32(self - 0x41 + 10)
        case 0x61...0x66: UInt32(self - 0x61 + 10)
        default: nil
        }
    }
}

extension JSONParser {
    mutating func skipSpace() throws(SyntaxError) {
        while let byte = current {
            switch byte {
            case 0x20, 0x09, 0x0A, 0x0D: offset += 1
            case 0x0B where isJSON5, 0x0C where isJSON5: offset += 1
            case UInt8(ascii: "/") where isJSON5: try skipComment()
            default:
                guard isJSON5, byte >= 0x80, let scalar = scalar(), Self.isSpace(scalar) else { return }
                offset += scalar.utf8.count
            }
        }
    }

    /// No-break space, byte order mark, line and paragraph separator, and the spaces of Unicode's class Zs.
    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0xA0, 0xFEFF, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: true
        default: false
        }
    }

    /// The character beyond ASCII that stands here; nothing where the bytes are none.
    private func scalar() -> Unicode.Scalar? {
        let end = Swift.min(offset + 4, bytes.count)
        return (offset + 2...Swift.max(offset + 2, end)).lazy.filter { $0 <= end }
            .compactMap { String(validating: bytes[offset..<$0], as: UTF8.self)?.unicodeScalars.first }.first
    }

    private mutating func skipComment() throws(SyntaxError) {
        let start = offset
        switch peek() {
        case UInt8(ascii: "/"):
            while current != nil, !bytes.endsLine(at: offset) { offset += 1 }
        case UInt8(ascii: "*"):
            offset += 2
            while current != UInt8(ascii: "*") || peek() != UInt8(ascii: "/") {
                guard current != nil else { throw failure("the comment is not closed", at: start) }
                offset += 1
            }
            offset += 2
        default: throw failure("unexpected character")
        }
    }

    mutating func key() throws(SyntaxError) -> String {
        switch current {
        case UInt8(ascii: "\""): return try string()
        case UInt8(ascii: "'") where isJSON5: return try string()
        default:
            guard isJSON5 else { throw failure("a key is missing") }
            return try identifier()
        }
    }

    /// A key without quotes: an identifier of ECMAScript 5.1, in which a character may be written as `\u0041`.
    private mutating func identifier() throws(SyntaxError) -> String {
        let start = offset
        var name = ""
        while let byte = current {
            if byte == UInt8(ascii: "\\"), peek() == UInt8(ascii: "u") {
                offset += 2
                name.append(try unicode())
            } else if byte < 0x80 {
                guard byte.isLetter || byte.isDigit && !name.isEmpty else { break }
                name.unicodeScalars.append(Unicode.Scalar(byte))
                offset += 1
            } else {
                guard let scalar = scalar() else { throw failure("not UTF-8", at: start) }
                let properties = scalar.properties
                let isJoiner = scalar.value == 0x200C || scalar.value == 0x200D
                guard properties.isIDStart || !name.isEmpty && (properties.isIDContinue || isJoiner) else { break }
                name.unicodeScalars.append(scalar)
                offset += scalar.utf8.count
            }
        }
        guard !name.isEmpty else { throw failure("a key is missing") }
        return name
    }

    mutating func number() throws(SyntaxError) -> String {
        let start = offset
        if current == UInt8(ascii: "-") || (isJSON5 && current == UInt8(ascii: "+")) { offset += 1 }
        if isJSON5, let first = current, first == UInt8(ascii: "I") || first == UInt8(ascii: "N") {
            let word = take { $0 < 0x80 && $0.isLetter }
            guard word == "Infinity" || word == "NaN" else { throw failure("\(word) is not a number", at: start) }
            return String(decoding: bytes[start..<offset], as: UTF8.self)
        }
        if isJSON5, current == UInt8(ascii: "0"), peek() == UInt8(ascii: "x") || peek() == UInt8(ascii: "X") {
            offset += 2
            guard !take(while: { $0.hexValue != nil }).isEmpty else { throw failure("digits are missing") }
            return String(decoding: bytes[start..<offset], as: UTF8.self)
        }
        let whole = take { $0.isDigit }
        if whole.count > 1, whole.hasPrefix("0") { throw failure("a number begins with 0", at: start) }
        var fraction = ""
        if current == UInt8(ascii: ".") {
            offset += 1
            fraction = take { $0.isDigit }
            if fraction.isEmpty, !isJSON5 || whole.isEmpty { throw failure("digits are missing") }
        }
        if whole.isEmpty, fraction.isEmpty || !isJSON5 { throw failure("digits are missing") }
        if current == UInt8(ascii: "e") || current == UInt8(ascii: "E") {
            offset += 1
            if current == UInt8(ascii: "-") || current == UInt8(ascii: "+") { offset += 1 }
            if take(while: { $0.isDigit }).isEmpty { throw failure("digits are missing in the exponent") }
        }
        if let byte = current, byte < 0x80, byte.isLetter { throw failure("unexpected character in a number") }
        return String(decoding: bytes[start..<offset], as: UTF8.self)
    }

    mutating func string() throws(SyntaxError) -> String {
        let start = offset
        let quote = bytes[offset]
        offset += 1
        var content: [UInt8] = []
        while let byte = current {
            switch byte {
            case quote:
                offset += 1
                guard let text = String(validating: content, as: UTF8.self) else {
                    throw failure("the string is not UTF-8", at: start)
                }
                return text
            case UInt8(ascii: "\\"): try escape(into: &content)
            case 0x0A, 0x0D: throw failure("the string is not closed", at: start)
            case 0..<0x20 where !isJSON5: throw failure("a control character in a string")
            default:
                content.append(byte)
                offset += 1
            }
        }
        throw failure("the string is not closed", at: start)
    }

    private mutating func escape(into content: inout [UInt8]) throws(SyntaxError) {
        offset += 1
        guard let byte = current else { throw failure("the string is not closed") }
        offset += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): content.append(byte)
        case UInt8(ascii: "b"): content.append(0x08)
        case UInt8(ascii: "f"): content.append(0x0C)
        case UInt8(ascii: "n"): content.append(0x0A)
        case UInt8(ascii: "r"): content.append(0x0D)
        case UInt8(ascii: "t"): content.append(0x09)
        case UInt8(ascii: "u"): content += Array(String(try unicode()).utf8)
        case UInt8(ascii: "v") where isJSON5: content.append(0x0B)
        case UInt8(ascii: "0") where isJSON5 && current?.isDigit != true: content.append(0)
        case UInt8(ascii: "x") where isJSON5:
            content += Array(String(Character(Unicode.Scalar(UInt8(truncatingIfNeeded: try hex(2))))).utf8)
        // A line that goes on: the break is not part of the string.
        case 0x0D where isJSON5: if current == 0x0A { offset += 1 }
        case 0x0A where isJSON5: break
        case 0xE2 where isJSON5 && bytes.endsLine(at: offset - 1): offset += 2
        case 0x31...0x39: throw failure("an escape that JSON does not know", at: offset - 2)
        default:
            guard isJSON5 else { throw failure("an escape that JSON does not know", at: offset - 2) }
            content.append(byte)
        }
    }

    private mutating func hex(_ digits: Int) throws(SyntaxError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<digits {
            guard let digit = current?.hexValue else { throw failure("\(digits) hexadecimal digits are wanted") }
            value = value << 4 | digit
            offset += 1
        }
        return value
    }

    /// A lone surrogate becomes U+FFFD, as in other parsers that hold UTF-8.
    private mutating func unicode() throws(SyntaxError) -> Character {
        let first = try hex(4)
        if (0xD800..<0xDC00).contains(first), current == UInt8(ascii: "\\"), peek() == UInt8(ascii: "u") {
            let resume = offset
            offset += 2
            let second = try hex(4)
            if (0xDC00..<0xE000).contains(second),
                let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
            {
                return Character(scalar)
            }
            offset = resume
        }
        return Character(Unicode.Scalar(first) ?? "\u{FFFD}")
    }
}
