/// A pattern of paths as `.gitignore` has them: `node_modules`, `*.min.js`, `/build/`, `a/**/b`.
///
/// Without a slash but at its end it is the name of something at any depth; with one it is a path from where the look begins.
/// A slash at the end means directories alone. Patterns that begin with `!` are refused.
struct PathPattern: Sendable {
    /// Why a text is no pattern.
    struct Refusal: Error { let words: String }

    private let segments: [[UInt8]]
    private let isName: Bool
    private let isDirectory: Bool

    init(_ text: String) throws(Refusal) {
        guard !text.hasPrefix("!") else { throw Refusal(words: "what it begins with, !, takes nothing back in here") }
        var pattern = Substring(text)
        if pattern.hasPrefix("./") { pattern = pattern.dropFirst() }
        isDirectory = pattern.hasSuffix("/")
        segments = pattern.split(separator: "/").map { Array($0.utf8) }
        guard !segments.isEmpty else { throw Refusal(words: "it names nothing") }
        isName = segments.count == 1 && !pattern.hasPrefix("/")
    }

    /// Whether it means what lies at a path, or only something below or above it.
    func means(_ path: some StringProtocol, isDirectory isFolder: Bool) -> Bool {
        guard isFolder || !isDirectory else { return false }
        let parts = path.split(separator: "/").map { Array($0.utf8) }
        guard let last = parts.last else { return false }
        return isName ? Self.matches(segments[0], last) : Self.matches(segments, parts)
    }

    private static let anyPath = Array("**".utf8)

    /// `**` stands for any number of directories, and at the end for whatever lies below.
    private static func matches(_ pattern: [[UInt8]], _ parts: [[UInt8]]) -> Bool {
        // For each number of parts, whether the pattern up to here means exactly so many.
        var reached = [Bool](repeating: false, count: parts.count + 1)
        reached[0] = true
        for (number, segment) in pattern.enumerated() {
            var next = [Bool](repeating: false, count: parts.count + 1)
            if segment == anyPath {
                let least = number == pattern.count - 1 ? 1 : 0
                guard let first = reached.firstIndex(of: true), first + least <= parts.count else { return false }
                for count in (first + least)...parts.count { next[count] = true }
            } else {
                for count in parts.indices where reached[count] && matches(segment, parts[count]) {
                    next[count + 1] = true
                }
            }
            reached = next
        }
        return reached[parts.count]
    }

    /// One name: `*` stands for any bytes, `?` for one, `[a-z]` for one of some, and a backslash takes that from the next.
    private static func matches(_ pattern: [UInt8], _ name: [UInt8]) -> Bool {
        var (place, index) = (0, 0)
        var star: (place: Int, index: Int)?
        while index < name.count {
            if place < pattern.count, pattern[place] == UInt8(ascii: "*") {
                star = (place + 1, index)
                place += 1
            } else if let next = step(pattern, place, name[index]) {
                (place, index) = (next, index + 1)
            } else if let last = star {
                star = (last.place, last.index + 1)
                (place, index) = (last.place, last.index + 1)
            } else {
                return false
            }
        }
        return pattern[place...].allSatisfy { $0 == UInt8(ascii: "*") }
    }

    /// Where the pattern goes on if what stands at a place of it takes the byte.
    private static func step(_ pattern: [UInt8], _ place: Int, _ byte: UInt8) -> Int? {
        guard place < pattern.count else { return nil }
        switch pattern[place] {
        case UInt8(ascii: "?"): return place + 1
        case UInt8(ascii: "\\") where place + 1 < pattern.count: return pattern[place + 1] == byte ? place + 2 : nil
        case UInt8(ascii: "["):
            guard let end = pattern[(place + 1)...].dropFirst().firstIndex(of: UInt8(ascii: "]")) else {
                return byte == UInt8(ascii: "[") ? place + 1 : nil
            }
            return isOne(of: pattern[(place + 1)..<end], byte) ? end + 1 : nil
        default: return pattern[place] == byte ? place + 1 : nil
        }
    }

    private static func isOne(of set: ArraySlice<UInt8>, _ byte: UInt8) -> Bool {
        let isOther = [UInt8(ascii: "!"), UInt8(ascii: "^")].contains(set.first ?? 0)
        var rest = isOther ? set.dropFirst() : set
        while let first = rest.popFirst() {
            guard rest.first == UInt8(ascii: "-"), let last = rest.dropFirst().first else {
                if first == byte { return !isOther }
                continue
            }
            rest = rest.dropFirst(2)
            if first <= byte, byte <= last { return !isOther }
        }
        return isOther
    }
}
