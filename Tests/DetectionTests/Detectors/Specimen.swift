import MachineTesting

@testable import Detection

/// Secrets made up from a detector's own shape, always the same, so that none stands in this repository.
struct Specimen {
    var secret: [UInt8]
    /// Where in it the bytes begin that vary.
    let body: Int
    /// For a value under a name: the name's word.
    let word: [UInt8]?

    /// One that has everything the detector asks for, or nothing where its grammar is its own.
    init?(of detector: Detector, _ generator: inout SeededGenerator) {
        let literal = detector.words.literals.randomElement(using: &generator) ?? detector.words.literals[0]
        let core = Array(literal.text[literal.before..<literal.text.count - literal.after])
        switch detector.method {
        case .structure: return nil
        case .named(let parts):
            secret = Self.make(parts, &generator)
            body = 0
            word = core
        case .key(let before, let after):
            var front = Self.make(before, &generator)
            if literal.before == 1 { front[front.count - 1] = literal.text[0] }
            var back = Self.make(after, &generator)
            if literal.after == 1 { back[0] = literal.text[literal.text.count - 1] }
            secret = front + core + back
            body = before.isEmpty ? core.count : 0
            word = nil
        }
        for check in detector.checks { mend(check, core) }
    }

    private mutating func mend(_ check: Detector.Check, _ word: [UInt8]) {
        switch check {
        case .random, .notMadeUp, .ownPrefix, .varied: break
        case .ending(let text): secret.replaceSubrange((secret.count - 2)..., with: Array("\(text)".utf8).suffix(2))
        case .uuid: for place in [8, 13, 18, 23] { secret[secret.count - 36 + place] = UInt8(ascii: "-") }
        case .base62Checksum:
            let rest = secret.dropLast(Base62Checksum.length)
            secret = rest + Base62Checksum.of(rest.dropFirst(word.count))
        case .privateKey: put(Base64Text.of("-----BEGIN " + "EC PRIVATE KEY-----\n"))
        case .webToken: put(Base64Text.of("eyJhbGciOiJIUzI1NiJ9"))
        }
    }

    private mutating func put(_ text: [UInt8]) {
        let whole = text.prefix { $0 != UInt8(ascii: "=") }.prefix(40)
        secret.replaceSubrange(0..<whole.count, with: whole)
    }

    private static func make(_ parts: [Part], _ generator: inout SeededGenerator) -> [UInt8] {
        parts.flatMap { part -> [UInt8] in
            switch part.content {
            case .text(let text): return text
            case .run(let alphabet, let count):
                let length = Int.random(
                    in: count.lowerBound...min(count.upperBound, count.lowerBound + 6),
                    using: &generator
                )
                // A run ends in a byte of a word, so that what follows is clearly outside.
                let members = alphabet.members
                let ends = members.filter { Alphabet.alphanumeric.contains($0) }
                return (0..<length).map { place in
                    (place == 0 || place == length - 1 ? ends : members).randomElement(using: &generator) ?? 0
                }
            }
        }
    }
}

enum Base64Text {
    static func of(_ text: String) -> [UInt8] {
        var bytes: [UInt8] = []
        let source = Array(text.utf8)
        for start in stride(from: 0, to: source.count - source.count % 3, by: 3) {
            let bits = source[start..<start + 3].reduce(0) { $0 << 8 | Int($1) }
            bytes += [18, 12, 6, 0].map { Base64.standard[bits >> $0 & 63] }
        }
        let rest = source.suffix(source.count % 3)
        guard !rest.isEmpty else { return bytes }
        let bits = rest.reduce(0) { $0 << 8 | Int($1) } << (rest.count == 1 ? 16 : 8)
        bytes += [18, 12, 6, 0].prefix(rest.count + 1).map { Base64.standard[bits >> $0 & 63] }
        return bytes + Array("==".utf8.prefix(3 - rest.count))
    }
}
