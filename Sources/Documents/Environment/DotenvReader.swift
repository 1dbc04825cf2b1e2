/// Finds in a text what the regular expression of Node's dotenv finds.
///
/// It is the same since version 15 (`lib/main.js`):
///
///     ^\s*(?:export\s+)?([\w.-]+)(?:\s*=\s*?|:\s+?)
///     (\s*'(?:\\'|[^'])*'|\s*"(?:\\"|[^"])*"|\s*`(?:\\`|[^`])*`|[^#\r\n]+)?\s*(?:#.*)?$
///
/// Of its ways to match only those are tried that can lead somewhere, so that the time stays in proportion to the text.
struct DotenvReader {
    /// Every line end is a line feed by now.
    private let text: [Unicode.Scalar]
    /// Where each stands in the bytes of the original, and where it ends.
    private let offsets: [Int]

    init(_ original: String) {
        var text: [Unicode.Scalar] = []
        var offsets: [Int] = []
        var offset = 0
        var isAfterReturn = false
        for scalar in original.unicodeScalars {
            if scalar != "\n" || !isAfterReturn {
                text.append(scalar == "\r" ? "\n" : scalar)
                offsets.append(offset)
            }
            isAfterReturn = scalar == "\r"
            offset += UTF8.width(scalar)
        }
        (self.text, self.offsets) = (text, offsets + [offset])
    }

    func entries() -> [DotenvFile.Entry] {
        var entries: [DotenvFile.Entry] = []
        var position: Int? = 0
        while let start = position {
            let first = blanks(from: start)
            guard let match = match(at: first) else {
                position = line(after: first)
                continue
            }
            let value = DotenvValue(text[match.value]).text
            // An object of JavaScript takes no text under this name.
            if match.name != "__proto__" {
                let end = match.value.isEmpty ? match.value.lowerBound : lastVisible(match.value)
                let range = offsets[first]..<offsets[end]
                entries.append(DotenvFile.Entry(name: match.name, value: value, range: range))
            }
            position = line(after: match.end)
        }
        return entries
    }

    private struct Match {
        var name = ""
        let value: Range<Int>
        let end: Int
    }

    private func match(at first: Int) -> Match? {
        let word = "export".unicodeScalars
        let end = first + word.count
        if end < text.count, text[first..<end].elementsEqual(word), text[end].isBlank,
            let match = assignment(at: blanks(from: end))
        {
            return match
        }
        return assignment(at: first)
    }

    private func assignment(at first: Int) -> Match? {
        let end = text[first...].firstIndex { !$0.isOfName } ?? text.count
        guard end > first, end < text.count else { return nil }
        let sign = blanks(from: end)
        var match: Match?
        if sign < text.count, text[sign] == "=" {
            match = value(from: sign + 1)
        } else if text[end] == ":", end + 1 < text.count, text[end + 1].isBlank {
            match = value(from: end + 2)
        }
        match?.name = String(text[first..<end])
        return match
    }

    private func value(from start: Int) -> Match? {
        let first = blanks(from: start)
        if first < text.count, "'\"`".unicodeScalars.contains(text[first]) {
            for close in closings(of: first) {
                if let end = rest(from: close + 1) { return Match(value: start..<close + 1, end: end) }
            }
        }
        let end = text[start...].firstIndex { $0 == "#" || $0 == "\n" } ?? text.count
        return rest(from: end).map { Match(value: start..<end, end: $0) }
    }

    /// Where a value in quotes may end, in the order in which it is tried: at the first quote without a backslash before
    /// it, else at the last one before that.
    private func closings(of open: Int) -> [Int] {
        var escaped: [Int] = []
        for index in text.indices[(open + 1)...] where text[index] == text[open] {
            guard text[index - 1] == "\\" else { return [index] + escaped.reversed() }
            escaped.append(index)
        }
        return escaped.reversed()
    }

    /// Where the line ends after the value, with a comment or without; nothing where more stands there.
    private func rest(from start: Int) -> Int? {
        let next = blanks(from: start)
        guard next < text.count else { return next }
        if text[next] == "#" { return text[next...].firstIndex(where: \.isLineEnd) ?? text.count }
        return text[start..<next].lastIndex(where: \.isLineEnd)
    }

    private func blanks(from start: Int) -> Int { text[start...].firstIndex { !$0.isBlank } ?? text.count }

    /// Where the next line begins.
    private func line(after position: Int) -> Int? { text[position...].firstIndex(where: \.isLineEnd).map { $0 + 1 } }

    private func lastVisible(_ range: Range<Int>) -> Int {
        text[range].lastIndex { !$0.isBlank }.map { $0 + 1 } ?? range.lowerBound
    }
}

/// What dotenv makes of what stands where a value does.
private struct DotenvValue {
    let text: String

    init(_ raw: ArraySlice<Unicode.Scalar>) {
        let value = Array(raw.trimmed)
        let bare = Self.unquoted(value)
        text = String(value.first == "\"" ? Self.expanded(bare) : bare)
    }

    /// Without the quotes around it: `value.replace(/^(['"`])([\s\S]*)\1$/mg, '$2')`, which looks at each line.
    private static func unquoted(_ value: [Unicode.Scalar]) -> [Unicode.Scalar] {
        var last: [Unicode.Scalar: Int] = [:]
        for (index, scalar) in value.enumerated() where "'\"`".unicodeScalars.contains(scalar) {
            if index + 1 == value.count || value[index + 1].isLineEnd { last[scalar] = index }
        }
        var result: [Unicode.Scalar] = []
        var index = 0
        while index < value.count {
            let begins = index == 0 || value[index - 1].isLineEnd
            if begins, let end = last[value[index]], end > index {
                result += value[(index + 1)..<end]
                index = end + 1
            } else {
                result.append(value[index])
                index += 1
            }
        }
        return result
    }

    private static func expanded(_ value: [Unicode.Scalar]) -> [Unicode.Scalar] {
        var result: [Unicode.Scalar] = []
        for scalar in value {
            if result.last == "\\", scalar == "n" || scalar == "r" {
                result[result.count - 1] = scalar == "n" ? "\n" : "\r"
            } else {
                result.append(scalar)
            }
        }
        return result
    }
}

extension ArraySlice<Unicode.Scalar> {
    fileprivate var trimmed: Self {
        guard let first = firstIndex(where: { !$0.isBlank }), let last = lastIndex(where: { !$0.isBlank }) else {
            return []
        }
        return self[first...last]
    }
}

extension String {
    fileprivate init(_ scalars: some Sequence<Unicode.Scalar>) {
        self.init(UnicodeScalarView(scalars))
    }
}

extension Unicode.Scalar {
    /// `\s` of a regular expression in JavaScript, which is what `trim` takes away.
    fileprivate var isBlank: Bool {
        switch value {
        case 0x09...0x0d, 0x20, 0xa0, 0x1680, 0x2000...0x200a, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000, 0xfeff: true
        default: false
        }
    }

    /// What `^` and `$` take for the end of a line.
    fileprivate var isLineEnd: Bool { self == "\n" || self == "\r" || value == 0x2028 || value == 0x2029 }

    /// `[\w.-]`.
    fileprivate var isOfName: Bool {
        switch self {
        case "a"..."z", "A"..."Z", "0"..."9", "_", ".", "-": true
        default: false
        }
    }
}
