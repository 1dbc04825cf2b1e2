import MachineTesting
import Testing

@testable import Detection

/// Vectorscan finds the words that a plain search finds, and no others.
@Suite struct WordDatabaseTests {
    @Test func `finds what a plain search finds`() throws {
        let table = WordTable(Detector.catalogue)
        let database = try #require(WordDatabase(table.literals))
        let plain = PlainWords(table.literals)
        var generator = SeededGenerator(seed: 11)
        for _ in 0..<200 {
            var text: [UInt8] = []
            for _ in 0..<Int.random(in: 0..<60, using: &generator) {
                let word = table.literals.randomElement(using: &generator)?.text ?? []
                text += word.prefix(Int.random(in: 0...word.count, using: &generator))
                if Bool.random(using: &generator) { text += word.map(\.folded) }
                text.append(UInt8.random(in: 0...255, using: &generator))
            }
            var one: Set<[Int]> = []
            var other: Set<[Int]> = []
            unsafe text.withUnsafeBytes { bytes in
                let isDone = unsafe database.search(bytes) { one.insert([$0, $1]) }
                #expect(isDone)
                unsafe plain.search(ByteView(bytes)) { other.insert([$0, $1]) }
            }
            #expect(one == other)
        }
    }

    @Test func `without Vectorscan the same secrets are found`() {
        let plain = SecretScanner(engine: SecretEngine(Detector.catalogue, isPlain: true))
        for (_, secret) in MadeUp.secrets {
            let text = Array("a \(secret) b TOKEN=\(MadeUp.text(32))".utf8)
            #expect(plain.scan(text) == SecretScanner().scan(text))
            #expect(plain.scan(text).count == 2)
        }
    }
}
