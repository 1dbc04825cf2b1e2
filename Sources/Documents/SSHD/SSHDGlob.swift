/// One component of an Include pattern, as glob(3) reads it: `*`, `?`, `[…]`, and a backslash.
public struct SSHDGlob: Sendable {
    private enum Token: Sendable {
        case byte(UInt8)
        case any
        case star
        case set([ClosedRange<UInt8>], isNegated: Bool)
    }

    private let tokens: [Token]
    private let takesHidden: Bool

    /// Whether the text has anything to expand.
    public static func isPattern(_ text: String) -> Bool { text.utf8.contains { "*?[".utf8.contains($0) } }

    /// A pattern for one component of a path.
    public init(_ pattern: String) {
        let bytes = Array(pattern.utf8)
        var tokens: [Token] = []
        var place = 0
        while place < bytes.count {
            switch bytes[place] {
            case UInt8(ascii: "*"): tokens.append(.star)
            case UInt8(ascii: "?"): tokens.append(.any)
            case UInt8(ascii: "\\") where place + 1 < bytes.count:
                place += 1
                tokens.append(.byte(bytes[place]))
            case UInt8(ascii: "["):
                if let (set, end) = Self.set(bytes, from: place + 1) {
                    tokens.append(set)
                    place = end
                } else {
                    tokens.append(.byte(bytes[place]))
                }
            default: tokens.append(.byte(bytes[place]))
            }
            place += 1
        }
        self.tokens = tokens
        takesHidden = bytes.first == UInt8(ascii: ".")
    }

    /// Whether the whole name matches; a leading dot only matches a dot.
    public func matches(_ name: String) -> Bool {
        if name.hasPrefix("."), !takesHidden { return false }
        let text = Array(name.utf8)
        var reachable: Set<Int> = [0]
        for token in tokens {
            var next: Set<Int> = []
            for place in reachable {
                switch token {
                case .star: next.formUnion(place...text.count)
                case .any: if place < text.count { next.insert(place + 1) }
                case .byte(let byte): if place < text.count, text[place] == byte { next.insert(place + 1) }
                case .set(let ranges, let isNegated):
                    if place < text.count, ranges.contains(where: { $0.contains(text[place]) }) != isNegated {
                        next.insert(place + 1)
                    }
                }
            }
            reachable = next
        }
        return reachable.contains(text.count)
    }

    private static func set(_ bytes: [UInt8], from start: Int) -> (Token, Int)? {
        var place = start
        var isNegated = false
        if place < bytes.count, bytes[place] == UInt8(ascii: "!") || bytes[place] == UInt8(ascii: "^") {
            isNegated = true
            place += 1
        }
        var ranges: [ClosedRange<UInt8>] = []
        let first = place
        while place < bytes.count, bytes[place] != UInt8(ascii: "]") || place == first {
            if place + 2 < bytes.count, bytes[place + 1] == UInt8(ascii: "-"), bytes[place + 2] != UInt8(ascii: "]") {
                if bytes[place] <= bytes[place + 2] { ranges.append(bytes[place]...bytes[place + 2]) }
                place += 3
            } else {
                ranges.append(bytes[place]...bytes[place])
                place += 1
            }
        }
        return place < bytes.count ? (.set(ranges, isNegated: isNegated), place) : nil
    }
}
