@testable import Guard
import Testing

@Suite struct BodyDecoderTests {
    /// Text that does not compress to nothing, longer than any piece.
    private static let text: [UInt8] = {
        var random = SystemRandomNumberGenerator()
        return (0..<200_000).map { _ in UInt8.random(in: 0x41...0x5A, using: &random) }
    }()

    private func decode(_ bytes: [UInt8], _ coding: String, by size: Int = 4096, longest: Int = 1 << 30) throws
        -> [UInt8]
    {
        let decoder = try #require(BodyDecoder(coding, longest: longest))
        var output: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: size) {
            try decoder.decode(Array(bytes[start..<min(bytes.count, start + size)])) { output += $0 }
        }
        try decoder.finish()
        return output
    }

    @Test("what was compressed comes out, however it arrives", arguments: [1, 7, 4096, 1 << 20])
    func whole(size: Int) throws {
        #expect(try decode(Compressed.gzip(Self.text), "gzip", by: size) == Self.text)
        #expect(try decode(Compressed.gzip(Self.text), "x-gzip", by: size) == Self.text)
        #expect(try decode(Compressed.zlib(Self.text), "deflate", by: size) == Self.text)
        #expect(try decode(Compressed.raw(Self.text), "deflate", by: size) == Self.text)
        let two = Compressed.gzip(Array(Self.text.prefix(10))) + Compressed.gzip(Array(Self.text.dropFirst(10)))
        #expect(try decode(two, "gzip", by: size) == Self.text)
        #expect(try decode(Compressed.gzip([]), "gzip", by: size) == [])
        #expect(try decode([], "gzip", by: size) == [])
    }

    @Test func whatCameComesOutAtOnce() throws {
        for count in [10, 1 << 16, (1 << 16) + 10, 3 << 16] {
            let decoder = try #require(BodyDecoder("gzip", longest: 1 << 30))
            var output = 0
            try decoder.decode(Compressed.gzip([UInt8](repeating: 0x20, count: count), isWhole: false)) {
                output += $0.count
            }
            #expect(output == count)
        }
    }

    @Test func theLastByteMayHaveMoreInItThanAPieceHasRoomFor() throws {
        for count in 65_536..<65_800 {
            let spaces = [UInt8](repeating: 0x20, count: count)
            #expect(try decode(Compressed.raw(spaces), "deflate", by: 1 << 20).count == count)
        }
    }

    @Test func otherCodingsAreNone() {
        for coding in ["br", "zstd", "compress", "gzip, gzip", "GZIP", ""] {
            #expect(BodyDecoder(coding, longest: 1) == nil)
        }
    }

    @Test func damageIsSeen() {
        let whole = Compressed.gzip(Self.text)
        for cut in [1, 2, 5, whole.count / 2, whole.count - 1] {
            #expect(throws: BodyDecoder.Fault.cut) { try decode(Array(whole.prefix(cut)), "gzip") }
        }
        var flipped = whole
        flipped[whole.count - 6] ^= 1
        #expect(throws: BodyDecoder.Fault.damaged) { try decode(flipped, "gzip") }
        #expect(throws: BodyDecoder.Fault.damaged) { try decode(whole + [1, 2, 3], "gzip") }
        #expect(throws: BodyDecoder.Fault.damaged) { try decode(Compressed.zlib(Self.text) + [0x78], "deflate") }
        #expect(throws: BodyDecoder.Fault.damaged) { try decode(Self.text, "gzip") }
        #expect(throws: BodyDecoder.Fault.cut) { try decode(Array(Compressed.zlib(Self.text).dropLast()), "deflate") }
    }

    @Test func whatGrowsBeyondAllMeasureIsNone() throws {
        let bomb = Compressed.gzip([UInt8](repeating: 0x20, count: 50 << 20))
        #expect(bomb.count < 60_000)
        let decoder = try #require(BodyDecoder("gzip", longest: 1 << 30))
        var most = 0
        #expect(throws: BodyDecoder.Fault.tooLarge) { try decoder.decode(bomb) { most += $0.count } }
        #expect(most <= BodyDecoder.spared + BodyDecoder.mostGrowth * bomb.count)
        // What is small may grow as it likes, and nothing grows beyond the limit.
        let small = [UInt8](repeating: 0x20, count: 1_000_000)
        #expect(try decode(Compressed.gzip(small), "gzip") == small)
        #expect(throws: BodyDecoder.Fault.tooLarge) { try decode(Compressed.gzip(Self.text), "gzip", longest: 199_999) }
    }

    @Test func damagedBytesNeverTrap() {
        var random = SystemRandomNumberGenerator()
        let whole = Compressed.gzip(Array(Self.text.prefix(500)))
        for round in 0..<Rounds.count(3000) {
            var bytes = round % 2 == 0 ? whole : Compressed.raw(Array(Self.text.prefix(200)))
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            _ = try? decode(bytes, round % 2 == 0 ? "gzip" : "deflate", by: Int.random(in: 1...600, using: &random))
        }
    }
}
