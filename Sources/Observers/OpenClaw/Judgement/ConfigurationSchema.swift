import OpenClawData

/// What `openclaw.json` may hold in each version that was looked at: keys, kinds, words, limits.
///
/// Places are read from the table when a configuration leads there, so that one costs what it is long.
struct ConfigurationSchema: Sendable {
    /// The versions that were looked at, oldest first.
    let versions: [OpenClawVersion]
    private let words: [Substring]
    private let patterns: [Substring]
    private let places: [Substring]

    static let shared = ConfigurationSchema(OpenClawData.configurationSchema)

    /// The newest version that was looked at; none where the table is empty.
    var newest: OpenClawVersion? { versions.last }

    init(_ text: String) {
        var versions: [OpenClawVersion] = []
        var words: [Substring] = []
        var patterns: [Substring] = []
        var places: [Substring] = []
        for line in text.utf8.split(separator: UInt8(ascii: "\n")) {
            let rest = Substring(line.dropFirst())
            switch line.first {
            case UInt8(ascii: "v"): versions = rest.split(separator: " ").compactMap { OpenClawVersion(String($0)) }
            case UInt8(ascii: "w"): words.append(rest)
            case UInt8(ascii: "p"): patterns.append(rest)
            case UInt8(ascii: "n"): places.append(rest)
            default: break
            }
        }
        self.versions = versions
        self.words = words
        self.patterns = patterns
        self.places = places
    }

    /// The number of the place that is the whole configuration.
    var root: Int { places.count - 1 }

    /// The place of a number; an empty one where there is none.
    func place(_ number: Int) -> SchemaPlace {
        guard places.indices.contains(number) else { return SchemaPlace() }
        // By bytes: the table is plain ASCII, and characters cost ten times as much.
        let halves = places[number].utf8.split(
            separator: UInt8(ascii: "|"),
            maxSplits: 1,
            omittingEmptySubsequences: false
        )
        var place = SchemaPlace()
        place.shapes = halves[0].split(separator: UInt8(ascii: ";")).compactMap { shape(Substring($0)) }
        for child in halves.dropFirst().first?.split(separator: UInt8(ascii: " ")) ?? [] {
            guard let colon = child.lastIndex(of: UInt8(ascii: ":")),
                let number = Int(Substring(child[child.index(after: colon)...]))
            else { continue }
            place.below[Substring(child[..<colon])] = number
        }
        return place
    }

    private func shape(_ text: Substring) -> SchemaShape? {
        let marks = text.utf8.split(separator: UInt8(ascii: " ")).map { Substring($0) }
        guard let head = marks.first, let first = head.first?.hexDigit36, let last = head.dropFirst().first?.hexDigit36
        else { return nil }
        var shape = SchemaShape(versions: first...max(first, last), kinds: head.dropFirst(2))
        for mark in marks.dropFirst() {
            let rest = mark.dropFirst()
            switch mark.first {
            case "!": shape.isNeeded = true
            case "+": shape.takesOtherWords = true
            case "S", "O", "D": shape.otherKeys = mark == "S" ? .refused : .taken
            case "w": shape.words = Int(rest).flatMap { words.indices.contains($0) ? words[$0] : nil }
            case "p": Int(rest).map { if patterns.indices.contains($0) { shape.patterns.append(patterns[$0]) } }
            default:
                guard let kind = mark.first, let limit = Double(rest) else { continue }
                shape.limits[kind] = limit
            }
        }
        return shape
    }
}

/// One place of the table.
struct SchemaPlace: Sendable {
    var shapes: [SchemaShape] = []
    var below: [Substring: Int] = [:]

    /// What it takes in a version; nothing where that version does not know it.
    func shape(in version: Int) -> SchemaShape? { shapes.first { $0.versions.contains(version) } }
}

/// What a place takes in a run of versions.
struct SchemaShape: Sendable {
    enum OtherKeys: Sendable { case unsaid, refused, taken }

    let versions: ClosedRange<Int>
    /// Letters of the kinds: `s` text, `b` flag, `i` whole number, `n` number, `o` object, `a` list, `z` null, `*` any.
    let kinds: Substring
    var isNeeded = false
    var takesOtherWords = false
    var otherKeys = OtherKeys.unsaid
    /// The words, joined by commas.
    var words: Substring?
    /// Patterns, of which one must match.
    var patterns: [Substring] = []
    /// By letter: `m` at least, `x` more than, `M` at most, `l` `L` length, `k` `K` items.
    var limits: [Character: Double] = [:]

    init(versions: ClosedRange<Int>, kinds: Substring) {
        self.versions = versions
        self.kinds = kinds
    }
}

extension Character {
    /// The value of a digit of base 36.
    fileprivate var hexDigit36: Int? { Int(String(self), radix: 36) }
}
