/// How far the address reaches that was found last, by whatever reader, and what of it looks like data.
///
/// Every part of a text is looked at once, however many addresses are said to begin there.
struct LinkReach {
    private let text: [UInt8]
    private var start = 0
    /// Where no reader takes anything for a part of the address any more.
    private(set) var end = 0
    /// Whether it goes on beyond what is looked at.
    private(set) var isTooLong = false
    /// Where a query begins, and the first place that is no part of an address.
    private var queries: [(place: Int, end: Int)] = []
    private var lastData = -1

    init(_ text: [UInt8]) { self.text = text }

    /// Reaches as far as an address does.
    mutating func extend(to link: LinkBeginning.Link) {
        guard link.address >= end else { return }
        start = link.address
        var place = Self.limit(of: link, in: text)
        let most = min(text.count, start + Links.longest)
        while place < most, !Self.isBreak(text[place]) { place += 1 }
        end = min(place, most)
        isTooLong = end - start == Links.longest && text[start..<end].suffix(2048).allSatisfy(Self.isOwn)
        read()
    }

    /// Where what was written around it ends: in angle brackets, quotes or parentheses may stand blanks.
    private static func limit(of link: LinkBeginning.Link, in text: [UInt8]) -> Int {
        let start = link.address
        guard link.place != .bare else { return start }
        let before = text[..<link.change.lowerBound].suffix(40).last { $0 > 0x20 }
        let most = min(text.count, start + Links.longest)
        let rest = text[start..<most]
        let close: Int?
        switch before {
        case UInt8(ascii: "\""), UInt8(ascii: "'"): close = rest.firstIndex { $0 == before }
        case UInt8(ascii: "<"): close = rest.firstIndex { $0 == UInt8(ascii: ">") || $0 == 0x0A }
        case UInt8(ascii: "("): close = Self.parenthesis(rest)
        default: return start
        }
        return close ?? most
    }

    /// Where parentheses end around an address; a title is no part of it, and neither is the next line.
    private static func parenthesis(_ rest: ArraySlice<UInt8>) -> Int? {
        var depth = 0
        var isBlank = false
        for place in rest.indices {
            switch rest[place] {
            case UInt8(ascii: "("):
                if isBlank { return place }
                depth += 1
            case UInt8(ascii: ")"):
                if depth == 0 { return place }
                depth -= 1
            case UInt8(ascii: "\""), UInt8(ascii: "'"):
                if isBlank { return place }
            case 0x0A, 0x0D: return place
            default: break
            }
            isBlank = rest[place] <= 0x20
        }
        return nil
    }

    private static func isBreak(_ byte: UInt8) -> Bool {
        byte <= 0x20 || byte == 0x7F || byte == UInt8(ascii: "<") || byte == UInt8(ascii: ">")
    }

    /// Whether it stands in an address without doing anything else.
    private static func isOwn(_ byte: UInt8) -> Bool { LinkData.isWord(byte) || "-._:/?#@!$&+=%".utf8.contains(byte) }

    /// Where an address ends that is written as addresses are.
    func ownEnd(of link: LinkBeginning.Link) -> Int {
        text[link.address..<max(end, link.address)].firstIndex { !Self.isOwn($0) } ?? max(end, link.address)
    }

    /// Looks for what looks like data, piece by piece.
    private mutating func read() {
        (queries, lastData) = ([], -1)
        var piece: [UInt8] = []
        var begin = start
        var place = start
        var query: Int?
        while place < end {
            let character = LinkCharacter(text, place)
            let (byte, next) = (character?.byte ?? text[place], character?.end ?? place + 1)
            if LinkData.isPart(byte) {
                if piece.isEmpty { begin = place }
                piece.append(byte)
            } else if byte != 0x09, byte != 0x0A, byte != 0x0D, byte != 0x5C {
                if LinkData.isIn(piece) { lastData = begin }
                piece.removeAll(keepingCapacity: true)
            }
            if query == nil, byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#") { query = place }
            if let begun = query, ")\"'<>`".utf8.contains(byte) {
                queries.append((begun, place))
                query = nil
            }
            place = next
        }
        if LinkData.isIn(piece) { lastData = begin }
        if let query { queries.append((query, end)) }
    }

    /// Whether something behind a place looks like data.
    func hasData(from place: Int) -> Bool { lastData >= place }

    /// Whether a query follows that is longer than a version's.
    func hasQuery(from place: Int) -> Bool {
        guard let first = queries.first(where: { $0.end > place }) else { return false }
        return first.end - max(first.place, place) > LinkData.longestQuery
    }
}
