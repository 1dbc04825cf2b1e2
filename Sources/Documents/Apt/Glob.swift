/// A shell pattern as Python's `fnmatch` reads it: `*`, `?` and `[…]`, no escapes, slashes are ordinary.
public struct Glob: Hashable, Sendable {
    private enum Part: Hashable, Sendable {
        case any
        case one
        case letter(Character)
        case oneOf([ClosedRange<Character>], negated: Bool)
    }

    private let parts: [Part]

    /// Reads a pattern; every text is one.
    public init(_ pattern: String) {
        let letters = Array(pattern)
        var parts: [Part] = []
        var index = 0
        while index < letters.count {
            let letter = letters[index]
            index += 1
            switch letter {
            case "*": if parts.last != .any { parts.append(.any) }
            case "?": parts.append(.one)
            case "[":
                if let (part, next) = Self.bracket(letters, from: index) {
                    parts.append(part)
                    index = next
                } else {
                    parts.append(.letter("["))
                }
            default: parts.append(.letter(letter))
            }
        }
        self.parts = parts
    }

    /// The whole text, in time proportional to pattern times text.
    public func matches(_ text: String) -> Bool {
        var reached: Set<Int> = [0]
        func closed(_ positions: Set<Int>) -> Set<Int> {
            var all = positions
            for start in positions {
                var next = start
                while next < parts.count, parts[next] == .any {
                    next += 1
                    all.insert(next)
                }
            }
            return all
        }
        reached = closed(reached)
        for letter in text {
            var next: Set<Int> = []
            for position in reached where position < parts.count {
                switch parts[position] {
                case .any: next.insert(position)
                case .one: next.insert(position + 1)
                case .letter(let wanted): if letter == wanted { next.insert(position + 1) }
                case .oneOf(let ranges, let negated):
                    if ranges.contains(where: { $0.contains(letter) }) != negated { next.insert(position + 1) }
                }
            }
            reached = closed(next)
        }
        return reached.contains(parts.count)
    }

    /// A set after its `[`; none where no `]` closes it, or where it is empty.
    private static func bracket(_ letters: [Character], from start: Int) -> (Part, Int)? {
        var index = start
        let negated = index < letters.count && letters[index] == "!"
        if negated { index += 1 }
        let first = index
        // A bracket that comes first is an ordinary letter.
        if index < letters.count, letters[index] == "]" { index += 1 }
        while index < letters.count, letters[index] != "]" { index += 1 }
        guard index < letters.count else { return nil }
        let content = Array(letters[first..<index])
        var ranges: [ClosedRange<Character>] = []
        var position = 0
        while position < content.count {
            if position + 2 < content.count, content[position + 1] == "-" {
                if content[position] <= content[position + 2] {
                    ranges.append(content[position]...content[position + 2])
                }
                position += 3
            } else {
                ranges.append(content[position]...content[position])
                position += 1
            }
        }
        return (.oneOf(ranges, negated: negated), index + 1)
    }
}

/// Text with `$name` and `${name}`, as Python's `string.Template` substitutes it.
struct Template {
    private let text: String

    init(_ text: String) { self.text = text }

    /// - Throws: a name that is not given, or a lone `$`.
    func substituting(_ values: [String: String]) throws(OriginPattern.Failure) -> String {
        var result = ""
        var rest = text[...]
        while let dollar = rest.firstIndex(of: "$") {
            result += rest[..<dollar]
            rest = rest[rest.index(after: dollar)...]
            if rest.first == "$" {
                result.append("$")
                rest.removeFirst()
                continue
            }
            let isBraced = rest.first == "{"
            if isBraced { rest.removeFirst() }
            let name = rest.prefix { ($0.isASCII && ($0.isLetter || $0.isNumber)) || $0 == "_" }
            rest = rest[name.endIndex...]
            guard let first = name.first, !first.isNumber, !isBraced || rest.first == "}" else {
                throw .init(description: "a $ that names nothing")
            }
            if isBraced { rest.removeFirst() }
            guard let value = values[String(name)] else { throw .init(description: "${\(name)} is not known") }
            result += value
        }
        return result + rest
    }
}
