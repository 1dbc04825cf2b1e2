public import Detection
import Leaks

/// What must not get out, and how it is found.
public struct Secrecy: Sendable {
    let known: KnownValues?
    let search: SecretSearch
    /// Whether keys of which nobody knows anything but what they look like are taken out as well.
    let takesKeys: Bool
    /// Values that are planted so that whoever gives them away is seen; by the name they were added under.
    let canaries: Set<String>
    /// Bytes that are kept back at the end whatever they are, for values with a gap near their beginning.
    let margin: Int
    /// Finds planted values alone; nothing where there are none.
    let planted: SecretSearch?
    /// Nothing where addresses are left as they are.
    let links: Links?

    /// - Parameters:
    ///   - known: the vault's values, and canaries.
    ///   - takesKeys: whether what looks like a key is taken out, whosever it is.
    ///   - canaries: names of those that are planted.
    ///   - planted: their values, which are known as well.
    ///   - isGapless: whether every known value begins as one word, by ``beginsAsWord(_:)``, so that nothing but a word is waited for.
    ///   - hosts: hosts to which addresses may carry anything; where there are none, all are.
    public init(
        known: KnownValues? = nil,
        takesKeys: Bool = true,
        canaries: Set<String> = [],
        planted: KnownValues? = nil,
        isGapless: Bool = false,
        hosts: [String]? = nil
    ) {
        links = hosts.map { Links(hosts: $0) }
        self.known = known
        self.planted = planted.map { SecretSearch(known: $0, isKnownOnly: true) }
        search = SecretSearch(known: known, isKnownOnly: !takesKeys)
        (self.takesKeys, self.canaries) = (takesKeys, canaries)
        margin = known == nil || isGapless ? 0 : 7
    }

    /// Whether no blank, quotation mark or the like stands in the first bytes of a value, by which its beginning is known.
    public static func beginsAsWord(_ value: some Sequence<UInt8>) -> Bool {
        value.prefix(8).allSatisfy { !ChannelText.isBreak($0) }
    }

    /// What is to be taken out of a text, in order, none of it twice.
    func findings(in text: [UInt8]) -> [Finding] {
        guard text.count >= KnownValues.shortest else { return [] }
        var findings: [Finding] = []
        let found = search.finds(in: text)
            .filter {
                $0.isCertain && !$0.range.isEmpty
                    && ($0.name != nil || $0.form != .plain || !Self.isCode($0.range, in: text))
            }
            .map {
                (kind: $0.kind, name: $0.name, range: $0.form == .base64 ? Self.whole($0.range, in: text) : $0.range)
            }
        for find in found.sorted(by: { ($0.range.lowerBound, -$0.range.count) < ($1.range.lowerBound, -$1.range.count) }
        ) {
            let isCanary = find.name.map(canaries.contains) ?? false
            if let last = findings.last, last.range.upperBound > find.range.lowerBound {
                let whole = last.range.lowerBound..<max(last.range.upperBound, find.range.upperBound)
                findings[findings.count - 1].range = whole
                findings[findings.count - 1].isCanary = last.isCanary || isCanary
            } else {
                findings.append(Finding(kind: find.kind, name: find.name, range: find.range, isCanary: isCanary))
            }
        }
        return findings
    }

    /// The same for a text that a person is shown: addresses that carry data are made harmless as well.
    func findings(inShown text: [UInt8]) -> [Finding] {
        let findings = findings(in: text)
        guard let links else { return findings }
        let changes = links.changes(in: text).filter { change in !findings.contains { $0.range.overlaps(change.range) }
        }
        let all =
            findings
            + changes.map { Finding(kind: .link, name: nil, range: $0.range, isCanary: false, mark: $0.mark) }
        return all.sorted { $0.range.lowerBound < $1.range.lowerBound }
    }

    /// Whether it is a part of something long in base64, such as a picture: at random, what has the form of a key stands in some of
    /// those.
    private static func isCode(_ range: Range<Int>, in text: [UInt8]) -> Bool {
        func isCode(_ byte: UInt8) -> Bool {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "+"), UInt8(ascii: "/"): true
            default: false
            }
        }
        guard text[range].allSatisfy(isCode) else { return false }
        let before = text[..<range.lowerBound].reversed().prefix(longest).prefix(while: isCode).count
        let after = text[range.upperBound...].prefix(longest).prefix(while: isCode).count
        return before > 0 && after > 0 && before + range.count + after >= longest
    }

    /// No key that is one word of letters and digits is as long.
    private static let longest = 1000

    /// With the characters on both sides that hold some bits of a value in base64, and the padding.
    private static func whole(_ range: Range<Int>, in text: [UInt8]) -> Range<Int> {
        func isCode(_ place: Int) -> Bool {
            switch text[place] {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
            case let byte: "+/-_".utf8.contains(byte)
            }
        }
        var (start, end) = (range.lowerBound, range.upperBound)
        if start > 0, isCode(start - 1) { start -= 1 }
        if end < text.count, isCode(end) { end += 1 }
        while end < text.count, end < range.upperBound + 3, text[end] == UInt8(ascii: "=") { end += 1 }
        return start..<end
    }
}

/// Something that must not get out.
public struct Finding: Hashable, Sendable {
    public let kind: SecretKind
    /// The name of a known value.
    public let name: String?
    /// Where it stands in the text that it was found in.
    public var range: Range<Int>
    public var isCanary: Bool
    /// What stands there instead.
    ///
    /// It has no character that would have to be escaped.
    public let mark: [UInt8]

    init(kind: SecretKind, name: String?, range: Range<Int>, isCanary: Bool, mark: [UInt8]? = nil) {
        (self.kind, self.name, self.range, self.isCanary) = (kind, name, range, isCanary)
        // Of an address only the scheme is taken: nobody fetches it, and a person can still read it.
        self.mark = mark ?? Array("[removed by nacre-guard: \(kind.name)]".utf8)
    }
}

extension [Finding] {
    /// A part of a text, which begins at a place of it, with marks where something was found; findings are in order.
    func replaced(in text: [UInt8], from start: Int = 0) -> [UInt8] {
        var other: [UInt8] = []
        var place = start
        let end = start + text.count
        for finding in self where finding.range.upperBound > start && finding.range.lowerBound < end {
            if finding.range.lowerBound > place { other += text[place - start..<finding.range.lowerBound - start] }
            // The mark stands where it begins; what follows of it is nothing.
            if finding.range.lowerBound >= start { other += finding.mark }
            place = Swift.max(place, Swift.min(end, finding.range.upperBound))
        }
        return other + text[(place - start)...]
    }
}

extension SecretKind {
    /// An address that carries data to a host which is not listed.
    static let link = SecretKind("link-with-data", "address that carries data")
}
