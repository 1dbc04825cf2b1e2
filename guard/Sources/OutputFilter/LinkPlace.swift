/// What an address is there for, by what stands before it.
enum LinkPlace {
    /// It stands in a text.
    case bare
    /// A person follows it.
    case link
    /// Whoever shows the text fetches it at once.
    case fetched
    /// Everything else is read from there.
    case base

    /// Bytes before an address that are looked at; a stream keeps more than that.
    private static let reach = 500

    /// Whether what stands before a place lets an address begin that is none in a text, at a glance.
    static func mayBegin(_ text: [UInt8], _ start: Int) -> Bool {
        guard let last = text[..<start].suffix(40).last(where: { $0 > 0x20 }) else { return false }
        if "(<\"'=".utf8.contains(last) { return true }
        // A definition, a list of pictures, the entity of a blank, a time before an address.
        return ":,;".utf8.contains(last)
            && (start == 0 || text[start - 1] != UInt8(ascii: ":") || isDefinition(text, start))
    }

    private static func isDefinition(_ text: [UInt8], _ start: Int) -> Bool {
        start > 1 && text[start - 2] == UInt8(ascii: "]")
    }

    /// What an address is that begins at a place.
    init(_ text: [UInt8], _ start: Int) {
        let first = max(0, start - Self.reach)
        var place = start
        func skip() { while place > first, text[place - 1] <= 0x20 { place -= 1 } }
        func ends(with word: String) -> Bool {
            let count = word.utf8.count
            guard place - first >= count else { return false }
            return zip(text[place - count..<place], word.utf8).allSatisfy { $0 | 0x20 == $1 | 0x20 }
        }
        skip()
        if place > first, "\"'".utf8.contains(text[place - 1]) {
            let quote = place
            place -= 1
            skip()
            if ends(with: "url(") || ends(with: "set(") || ends(with: "import") {
                self = .fetched
                return
            }
            place = quote
        } else if place > first, text[place - 1] == UInt8(ascii: "<") {
            place -= 1
            skip()
        }
        if ends(with: "url(") {
            self = .fetched
        } else if ends(with: "](") {
            self = Self.isImage(text, first..<place - 1) ? .fetched : .link
        } else if ends(with: "]:") {
            // It may be a picture's.
            self = .fetched
        } else {
            self = Self.inTag(text, first..<start) ?? .bare
        }
    }

    /// Whether `![…]` ends at a place; where its beginning is not found, it may be one.
    private static func isImage(_ text: [UInt8], _ range: Range<Int>) -> Bool {
        var depth = 0
        var place = range.upperBound - 1
        while place >= range.lowerBound {
            let isEscaped = place > 0 && text[place - 1] == UInt8(ascii: "\\")
            switch text[place] {
            case UInt8(ascii: "]") where !isEscaped: depth += 1
            case UInt8(ascii: "`"): return true
            case UInt8(ascii: "[") where !isEscaped:
                depth -= 1
                if depth <= 0 { return place > 0 && text[place - 1] == UInt8(ascii: "!") }
            default: break
            }
            place -= 1
        }
        return true
    }

    /// What an address is in a tag of HTML; nothing where it is in none.
    private static func inTag(_ text: [UInt8], _ range: Range<Int>) -> LinkPlace? {
        var place = range.upperBound - 2
        var tries = 0
        while place >= range.lowerBound, tries < 3 {
            defer { place -= 1 }
            guard text[place] == UInt8(ascii: "<"), LinkData.isLetter(text[place + 1]) else { continue }
            tries += 1
            guard isOpen(text, place + 1..<range.upperBound) else { continue }
            let name = String(decoding: text[(place + 1)..<range.upperBound].prefix(8), as: UTF8.self).lowercased()
                .prefix { $0.isLetter }
            switch name {
            case "a", "area", "form", "q", "blockquote", "ins", "del": return .link
            case "base": return .base
            // A scheme, of an address in brackets.
            case "http", "https", "ftp", "mailto": return nil
            default: return .fetched
            }
        }
        return nil
    }

    /// Whether a tag goes on at its end.
    private static func isOpen(_ text: [UInt8], _ range: Range<Int>) -> Bool {
        var quote: UInt8?
        var isValue = false
        for place in range {
            let byte = text[place]
            if let open = quote {
                if byte == open { quote = nil }
                continue
            }
            switch byte {
            case UInt8(ascii: ">"): return false
            case UInt8(ascii: "="): isValue = true
            case UInt8(ascii: "\""), UInt8(ascii: "'"):
                if isValue { quote = byte }
                isValue = false
            case 0...0x20: break
            default: isValue = false
            }
        }
        return true
    }
}
