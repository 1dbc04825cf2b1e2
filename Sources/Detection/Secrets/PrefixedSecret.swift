/// A secret that its first characters give away, as providers document for their keys.
struct PrefixedSecret: Sendable {
    let kind: SecretKind
    let prefix: [UInt8]
    let alphabet: Alphabet
    /// How many bytes follow the prefix.
    let length: ClosedRange<Int>

    init(_ kind: String, _ prefix: String, _ alphabet: Alphabet, _ length: ClosedRange<Int>) {
        self.kind = SecretKind(kind)
        self.prefix = Array(prefix.utf8)
        self.alphabet = alphabet
        self.length = length
    }

    init(_ kind: String, _ prefix: String, _ alphabet: Alphabet, _ length: Int) {
        self.init(kind, prefix, alphabet, length...length)
    }

    init(_ kind: String, _ prefix: String, _ alphabet: Alphabet, _ length: PartialRangeFrom<Int>) {
        self.init(kind, prefix, alphabet, length.lowerBound...Self.longest)
    }

    /// Bytes looked at after a prefix, which keeps a scan linear whatever the text.
    static let longest = 512

    private static let opensshDomain = Array("@openssh.com".utf8)

    /// Where the secret at the offset ends, if there is one.
    func end(in bytes: [UInt8], at start: Int) -> Int? {
        guard start + prefix.count + length.lowerBound <= bytes.count else { return nil }
        for offset in prefix.indices where bytes[start + offset] != prefix[offset] { return nil }
        let body = start + prefix.count
        let limit = min(bytes.count, body + length.upperBound)
        var end = body
        while end < limit, alphabet.contains(bytes[end]) { end += 1 }
        guard end - body >= length.lowerBound else { return nil }
        // Algorithms of security keys have names such as sk-ecdsa-sha2-nistp256-cert-v01@openssh.com.
        if bytes[end...].starts(with: Self.opensshDomain) { return nil }
        // Where the length is fixed, a longer run is something else.
        if length.upperBound < Self.longest, end < bytes.count, Alphabet.word.contains(bytes[end]) { return nil }
        return end
    }
}

/// The known prefixes, found by their first two bytes.
struct PrefixTable: Sendable {
    private let rules: [PrefixedSecret]
    /// For each first byte, which of the rules begin with it.
    private let buckets: [Range<Int>]
    private let pairs: [Bool]

    static let known = PrefixTable(PrefixedSecret.models + PrefixedSecret.services + PrefixedSecret.infrastructure)

    /// Longer prefixes are tried first, so that `sk-ant-` is not taken for `sk-`.
    init(_ rules: [PrefixedSecret]) {
        let sorted = rules.sorted { ($0.prefix[0], $1.prefix.count) < ($1.prefix[0], $0.prefix.count) }
        var buckets = [Range<Int>](repeating: 0..<0, count: 256)
        var pairs = [Bool](repeating: false, count: 65536)
        for (index, rule) in sorted.enumerated() {
            let first = Int(rule.prefix[0])
            buckets[first] = buckets[first].isEmpty ? index..<index + 1 : buckets[first].lowerBound..<index + 1
            pairs[first << 8 | Int(rule.prefix[1])] = true
        }
        self.rules = sorted
        self.buckets = buckets
        self.pairs = pairs
    }

    @inline(__always) func mayBegin(_ first: UInt8, _ second: UInt8) -> Bool { pairs[Int(first) << 8 | Int(second)] }

    func match(in bytes: [UInt8], at start: Int) -> FoundSecret? {
        for index in buckets[Int(bytes[start])] {
            guard let end = rules[index].end(in: bytes, at: start) else { continue }
            guard Randomness(bytes[start + rules[index].prefix.count..<end]).isKey else { continue }
            return FoundSecret(rules[index].kind, start..<end)
        }
        return nil
    }
}
