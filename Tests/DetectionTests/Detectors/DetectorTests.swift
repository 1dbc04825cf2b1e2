import MachineTesting
import Testing

@testable import Detection

/// Every entry of the catalogue is shown to find what has its shape, and to leave alone what has not quite.
@Suite struct DetectorTests {
    private static let shaped = Detector.catalogue.indices.filter {
        if case .structure = Detector.catalogue[$0].method { return false }
        return true
    }

    private func kinds(_ text: [UInt8]) -> [String] { SecretScanner().scan(text).map(\.kind.id) }

    /// Specimens that look random enough; chance makes a few that do not.
    private func specimens(of detector: Detector) -> [Specimen] {
        let isVaried = detector.checks.contains { if case .varied = $0 { true } else { false } }
        var generator = SeededGenerator(seed: detector.kind.id.utf8.reduce(7) { $0 &* 31 &+ UInt64($1) })
        return (0..<24).compactMap { _ in Specimen(of: detector, &generator) }
            .filter { isVaried || !Randomness.isMadeUp($0.secret) }
    }

    private func texts(_ specimen: Specimen) -> [[UInt8]] {
        let secret = String(decoding: specimen.secret, as: UTF8.self)
        guard let word = specimen.word.map({ String(decoding: $0, as: UTF8.self) }) else {
            return [
                secret, "{\"value\": \"\(secret)\"}", "VALUE=\(secret)\n", "value: \(secret)\nother: 1\n",
                "https://example.net/a?value=\(secret)&b=1", "We use \(secret), and nothing else.",
                "at the end \(secret)",
                "\"a line\\n\(secret)\\nanother\"",
            ]
            .map { Array($0.utf8) }
        }
        return [
            "\(word)_it=\(secret)\n", "{\"\(word)It\": \"\(secret)\"}", "my-\(word)-it: '\(secret)'\n",
            "run --\(word) \(secret) now", "var \(word)It string = \"\(secret)\"", "<\(word)>\n  \(secret)\n</\(word)>",
            "  \"\(word)\" => \"\(secret)\",", "{\\\"\(word)\\\": \\\"\(secret)\\\"}", "\(word.uppercased())=\(secret)",
        ]
        .map { Array($0.utf8) }
    }

    @Test(arguments: shaped)
    func `finds its kind wherever it stands`(_ index: Int) {
        let detector = Detector.catalogue[index]
        var found = 0
        for specimen in specimens(of: detector) {
            let results = texts(specimen).map(kinds)
            // One kind of several that share a shape is named, and always the same.
            if results.allSatisfy({ $0.count == 1 && Self.means(detector, $0[0]) }) { found += 1 }
        }
        #expect(found >= 12, "\(detector.kind.id): \(found) of 24")
    }

    private static func means(_ detector: Detector, _ id: String) -> Bool {
        id == detector.kind.id || alike[detector.kind.id] == id
    }

    /// Kinds that no text tells apart, each with the one that is named.
    private static let alike: [String: String] = [:]

    @Test(arguments: shaped)
    func `is silent about what is not quite one`(_ index: Int) {
        let detector = Detector.catalogue[index]
        for specimen in specimens(of: detector).prefix(6) {
            for secret in Self.spoiled(specimen, detector) {
                var spoiled = specimen
                spoiled.secret = secret
                for text in texts(spoiled) {
                    #expect(!kinds(text).contains(detector.kind.id), "\(detector.kind.id) \(secret.count)")
                }
            }
        }
    }

    /// Too short, with a byte of no alphabet, made up, without variety, and with a checksum that is wrong.
    private static func spoiled(_ specimen: Specimen, _ detector: Detector) -> [[UInt8]] {
        let secret = specimen.secret
        let body = specimen.body
        let middle = body + (secret.count - body) / 2
        var result: [[UInt8]] = []
        var foreign = secret
        foreign[middle] = UInt8(ascii: "\u{1}")
        foreign[max(body, middle - 1)] = UInt8(ascii: "\u{1}")
        result.append(foreign)
        result.append(Array(secret[..<(body + (secret.count - body) / 3)]))
        let isRandom = detector.checks.contains { if case .random = $0 { true } else { false } }
        if isRandom {
            var plain = secret
            for place in body..<secret.count where Alphabet.alphanumeric.contains(plain[place]) {
                plain[place] = UInt8(ascii: "x")
            }
            result.append(plain)
        }
        if detector.checks.contains(where: { if case .base62Checksum = $0 { true } else { false } }) {
            var wrong = secret
            let last = secret[secret.count - 1]
            wrong[secret.count - 1] = last == UInt8(ascii: "a") ? UInt8(ascii: "b") : UInt8(ascii: "a")
            result.append(wrong)
        }
        return result
    }

    @Test func `there are many kinds, each with a name of its own to select it by`() {
        let kinds = SecretScanner.kinds
        #expect(kinds.count >= 250)
        #expect(Set(kinds.map(\.id)).count == kinds.count)
        for kind in kinds {
            #expect(kind.id.utf8.allSatisfy { Alphabet.lowerToken.contains($0) }, "\(kind.id)")
            #expect(!kind.name.isEmpty)
        }
    }
}
