import Exchanges

/// Reads one call at one place.
struct TextCallScanner {
    private let text: [UInt8]
    private var place: Int
    /// How many bytes were looked at.
    private(set) var work = 0

    /// Longer names are none.
    private static let maximumName = 120
    private static let maximumTag = 4096
    /// Longer arguments are not taken.
    private static let maximumPayload = 256_000

    init(_ text: [UInt8], at place: Int) { (self.text, self.place) = (text, place) }

    mutating func call() -> TextCalls.Written? {
        let start = place
        defer { work += place - start }
        guard let name = bracket() ?? tag() ?? channel() ?? invocation() else { return nil }
        skipBlanks()
        guard place < text.count else { return nil }
        if text[place] == UInt8(ascii: "{") {
            guard let end = object() else { return nil }
            return .init(name: name, arguments: Array(text[place..<end]))
        }
        return parameters().map { .init(name: name, arguments: $0) }
    }

    /// `[exec]` or `[tool:exec]`.
    private mutating func bracket() -> String? {
        attempt {
            guard $0.take("[") else { return nil }
            _ = $0.take("tool:")
            guard let name = $0.name(), $0.take("]") else { return nil }
            return name
        }
    }

    /// `<function=exec>`.
    private mutating func tag() -> String? {
        attempt {
            guard $0.take("<function="), let name = $0.name(":."), $0.take(">") else { return nil }
            return name
        }
    }

    /// `commentary to=exec code`.
    private mutating func channel() -> String? {
        attempt {
            _ = $0.take("<|channel|>")
            guard $0.take("commentary") || $0.take("analysis") || $0.take("final") else { return nil }
            $0.skipBlanks()
            guard $0.take("to="), let name = $0.name() else { return nil }
            $0.skipBlanks()
            guard $0.take("code") else { return nil }
            $0.skipBlanks()
            _ = $0.take("<|message|>")
            return name
        }
    }

    /// `<|DSML|invoke name="exec">`, the bars narrow or wide.
    private mutating func invocation() -> String? {
        attempt {
            guard $0.mark(), $0.take("invoke"), let end = $0.end() else { return nil }
            let name = $0.attribute(in: $0.text[$0.place..<end])
            $0.place = end + 1
            return name
        }
    }

    /// Where a tag ends.
    private mutating func end() -> Int? {
        let tag = text[place...].prefix(Self.maximumTag)
        work += tag.count
        return tag.firstIndex(of: UInt8(ascii: ">"))
    }

    /// `<|DSML|`.
    private mutating func mark(_ opening: String = "<") -> Bool {
        let start = place
        if take(opening), bars(), take("DSML"), bars() { return true }
        place = start
        return false
    }

    /// One or two bars, each of them narrow or wide.
    private mutating func bars() -> Bool {
        guard take("|") || take("\u{FF5C}") else { return false }
        _ = take("|") || take("\u{FF5C}")
        return true
    }

    /// What `name=` says in a tag, in quotation marks or up to a blank.
    private func attribute(in tag: ArraySlice<UInt8>) -> String? {
        let key = Array("name=".utf8)
        var place = tag.startIndex
        while place + key.count < tag.endIndex {
            defer { place += 1 }
            guard tag[place...].starts(with: key) else { continue }
            if place > tag.startIndex, Self.isWord(tag[place - 1]) { continue }
            let value = tag[(place + key.count)...]
            let mark = value.first.flatMap { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "'") ? $0 : nil }
            let name =
                if let mark, let end = value.dropFirst().firstIndex(of: mark) {
                    value[(value.startIndex + 1)..<end]
                } else {
                    value.prefix { $0 > 0x20 }
                }
            if !name.isEmpty { return Entities.text(Array(name)) }
        }
        return nil
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        0x30...0x39 ~= byte || 0x41...0x5A ~= byte || 0x61...0x7A ~= byte || byte == UInt8(ascii: "_")
    }

    private mutating func attempt(_ read: (inout Self) -> String?) -> String? {
        let start = place
        let result = read(&self)
        if result == nil { place = start }
        return result
    }

    /// Takes a word, whatever its case.
    private mutating func take(_ word: String) -> Bool {
        guard text.count - place >= word.utf8.count else { return false }
        let here = text[place..<place + word.utf8.count]
        guard zip(here, word.utf8).allSatisfy({ Self.folded($0) == Self.folded($1) }) else { return false }
        place += word.utf8.count
        return true
    }

    private static func folded(_ byte: UInt8) -> UInt8 { 0x41...0x5A ~= byte ? byte | 0x20 : byte }

    private mutating func name(_ marks: String = "") -> String? {
        let name = text[place...].prefix { byte in
            0x30...0x39 ~= byte || 0x41...0x5A ~= byte || 0x61...0x7A ~= byte || "_-".utf8.contains(byte)
                || marks.utf8.contains(byte)
        }
        guard (1...Self.maximumName).contains(name.count) else { return nil }
        place += name.count
        return String(decoding: name, as: UTF8.self)
    }

    /// What JavaScript takes for blank beside those of ASCII.
    private static let blanks: [String] =
        [0xA0, 0x1680, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000, 0xFEFF].map(blank)
        + (0x2000...0x200A).map(blank)

    private static func blank(_ value: UInt32) -> String { UnicodeScalar(value).map { String(Character($0)) } ?? "" }

    /// Skips what JavaScript holds for blank in ASCII, and characters that are none.
    private mutating func skipBlanks() {
        while place < text.count {
            if text[place] <= 0x20 {
                place += 1
            } else if Self.blanks.contains(where: { take($0) }) {
                continue
            } else {
                return
            }
        }
    }

    /// Where the object that begins here ends.
    private mutating func object() -> Int? {
        work += min(text.count - place, Self.maximumPayload)
        var depth = 0
        var isInside = false
        var isEscaped = false
        for index in place..<min(text.count, place + Self.maximumPayload) {
            let byte = text[index]
            if isInside {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte
                    == UInt8(ascii: "\"")
                {
                    isInside = false
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): isInside = true
            case UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: "}"):
                depth -= 1
                if depth == 0 { return index + 1 }
            default: break
            }
        }
        return nil
    }

    /// `<parameter=command>…</parameter>`, as JSON.
    private mutating func parameters() -> [UInt8]? {
        var pairs: [[UInt8]] = []
        while true {
            skipBlanks()
            let start = place
            var name: String?
            if take("<parameter=") {
                name = self.name(":.")
            } else if mark(), take("parameter"), let end = end() {
                name = attribute(in: text[place..<end])
                place = end
            }
            guard let name, take(">"), let value = value() else {
                work += place - start
                place = start
                break
            }
            pairs.append(JSONString.escaped(name) + [UInt8(ascii: ":")] + JSONString.escaped(value))
        }
        guard !pairs.isEmpty else { return nil }
        return [UInt8(ascii: "{")] + pairs.joined(separator: [UInt8(ascii: ",")]) + [UInt8(ascii: "}")]
    }

    /// What stands before the next end of a parameter, without the line breaks around it.
    private mutating func value() -> [UInt8]? {
        let start = place
        while place < text.count, place - start <= Self.maximumPayload {
            let end = place
            if text[place] == UInt8(ascii: "<") {
                if take("</parameter>") { return Self.unbroken(text[start..<end]) }
                if mark("</"), take("parameter>") { return Array(text[start..<end]) }
                place = end
            }
            place += 1
        }
        return nil
    }

    private static func unbroken(_ value: ArraySlice<UInt8>) -> [UInt8] {
        var value = value
        guard value.first == 0x0A || value.first == 0x0D else { return Array(value) }
        value = value.starts(with: [0x0D, 0x0A]) ? value.dropFirst(2) : value.dropFirst()
        if value.last == 0x0A {
            value = value.dropLast()
            if value.last == 0x0D { value = value.dropLast() }
        } else if value.last == 0x0D {
            value = value.dropLast()
        }
        return Array(value)
    }
}
