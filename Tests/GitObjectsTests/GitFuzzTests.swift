import Foundation
import GitObjects
import Testing

/// Packs, indexes and loose objects that are damaged at random: nothing traps, all ends, and what is read is bounded.
///
/// `NACRE_GIT_FUZZ` says how many.
@Suite struct GitFuzzTests {
    @Test func `damaged objects end in words`() throws {
        let count = ProcessInfo.processInfo.environment["NACRE_GIT_FUZZ"].flatMap { Int($0) } ?? 4_000
        let seeds = Self.seeds()
        var dice = Dice(state: 20_261_130)
        var (read, refused) = (0, 0)
        var limits = GitPack.Limits()
        (limits.free, limits.ratio, limits.base, limits.kept) = (1 << 18, 20, 1 << 16, 1 << 14)
        for _ in 0..<count {
            var bytes = seeds[dice.below(seeds.count)]
            for _ in 0...dice.below(4) { dice.damage(&bytes) }
            switch dice.below(4) {
            case 0:
                do {
                    let object = try LooseObject(bytes)
                    _ = try object.read { read += $0.byteCount }
                } catch { refused += 1 }
            case 1:
                var index = Self.index
                for _ in 0...dice.below(4) { dice.damage(&index) }
                let known = try? PackIndex(index, hash: .sha1)
                guard let pack = try? GitPack(bytes, index: known, limits: limits) else {
                    refused += 1
                    continue
                }
                while let entry = pack.next() { pack.read(entry) { read += $0.byteCount } }
            default:
                guard let pack = try? GitPack(bytes, limits: limits) else {
                    refused += 1
                    continue
                }
                while let entry = pack.next() { pack.read(entry) { read += $0.byteCount } }
            }
        }
        print("\(count) damaged inputs, \(refused) refused, \(read) bytes read")
        #expect(read > 0 && refused > 0 && refused < count)
    }

    private struct Dice {
        var state: UInt64

        mutating func below(_ limit: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % max(1, limit)
        }

        mutating func damage(_ bytes: inout [UInt8]) {
            guard !bytes.isEmpty else { return }
            let place = below(bytes.count)
            switch below(6) {
            case 0: bytes[place] = UInt8(below(256))
            case 1: bytes[place] ^= 1 << UInt8(below(8))
            case 2: bytes.removeLast(below(bytes.count))
            case 3: bytes.insert(UInt8(below(256)), at: place)
            case 4: bytes.remove(at: place)
            default: bytes[place] = [0, 0x7F, 0x80, 0xFF][below(4)]
            }
        }
    }

    private static let index = [0xFF, 0x74, 0x4F, 0x63, 0, 0, 0, 2] + [UInt8](repeating: 0, count: 1024 + 28 * 3)

    /// Small ones: most damage then hits what is read.
    private static func seeds() -> [[UInt8]] {
        let text = Array("a text\n".utf8)
        var plain = PackWriter()
        plain.whole(.commit, text)
        plain.whole(.blob, text + text)
        var chain = PackWriter()
        chain.whole(.blob, text)
        for number in 0..<4 {
            chain.difference(toPlace: chain.places[number], PackWriter.delta(base: 7, keep: 1..<5, add: [1, 2, 3]))
        }
        chain.difference(to: PackWriter.name(.blob, text), PackWriter.delta(base: 7, keep: 0..<7, add: []))
        var large = PackWriter()
        large.whole(.blob, [UInt8](repeating: 1, count: 60_000))
        large.difference(toPlace: 12, PackWriter.delta(base: 60_000, keep: 0..<60_000, add: []))
        // Not compressed at all, so that damage gets through to the differences.
        return [
            plain.finished, chain.finished, chain.finished, large.finished, PackWriter.loose(.blob, text),
            PackWriter.loose(.tree, Array("100644 a\0".utf8) + [UInt8](repeating: 3, count: 20)),
        ]
    }
}
