import Archives
import FoundationEssentials
import Testing

@Suite struct ArchiveTests {
    private static let text = Array("a secret that lies in an archive\n".utf8)

    @Test(arguments: [1, 7, 511, 512, 513, 100_000])
    func everyCompressionIsLookedInto(_ size: Int) {
        let packed: [(String, [UInt8])] = [
            ("gzip", Packing.gzip(Self.text)), ("zstd", Packing.zstd(Self.text)), ("xz", Packing.xz(Self.text)),
            ("bzip2", Packing.bzip2(Self.text)),
        ]
        for (name, bytes) in packed {
            let recorder = Recorder.unpack(bytes, by: size)
            #expect(recorder.text(of: name) == String(decoding: Self.text, as: UTF8.self))
            #expect(recorder.leftOut.isEmpty)
        }
    }

    @Test(arguments: [1, 7, 512, 100_000])
    func archivesInArchivesAreLookedInto(_ size: Int) {
        let inner = Packing.zip([("d/x.txt", Self.text), ("y", [])])
        let described = Packing.zip([("x", Self.text), ("z", Array("more of it".utf8))], described: true)
        let tar = Packing.tar([("one.zip", inner), ("two", Self.text), ("three.zip", described), ("empty", [])])
        let recorder = Recorder.unpack(Packing.xz(Packing.gzip(tar)), by: size)
        let expected = String(decoding: Self.text, as: UTF8.self)
        #expect(recorder.text(of: "xz!gzip!one.zip!d/x.txt") == expected)
        #expect(recorder.text(of: "xz!gzip!two") == expected)
        #expect(recorder.text(of: "xz!gzip!three.zip!x") == expected)
        #expect(recorder.text(of: "xz!gzip!three.zip!z") == "more of it")
        #expect(recorder.leftOut.isEmpty)
        #expect(recorder.open == 0)
    }

    @Test func whatFollowsAStreamIsNotLost() {
        let twice = Recorder.unpack(Packing.gzip(Self.text) + Packing.gzip(Self.text))
        #expect(twice.text(of: "gzip") == String(decoding: Self.text + Self.text, as: UTF8.self))
        let behind = Recorder.unpack(Packing.gzip(Self.text) + Array("what lies behind".utf8))
        #expect(behind.text(of: "behind the gzip stream") == "what lies behind")
        let short = Recorder.unpack(Packing.gzip(Self.text) + Array("tiny".utf8))
        #expect(short.text(of: "behind the gzip stream") == "tiny")
    }

    @Test func whatIsCutOffIsNamedAndItsBytesAreHandedOn() {
        var state: UInt64 = 1
        let long = (0..<200_000).map { _ -> UInt8 in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(state >> 56)
        }
        for whole in [Packing.gzip(long), Packing.xz(long), Packing.tar([("a", long)]), Packing.zip([("a", long)])] {
            let cut = Recorder.unpack(Array(whole[..<(whole.count / 2)]))
            #expect(cut.leftOut.count == 1)
            #expect(cut.open == 0)
        }
        var broken = Packing.gzip(long)
        for index in 5000..<5200 { broken[index] ^= 0xA5 }
        let recorder = Recorder.unpack(broken)
        #expect(recorder.leftOut.count == 1)
        #expect(recorder.members.last?.path == [])
        #expect(recorder.open == 0)
    }

    @Test func bombsEnd() {
        var bytes = [UInt8](repeating: 0, count: 8 << 20)
        for _ in 0..<3 { bytes = Packing.gzip(bytes) }
        var limits = Unpacking.Limits()
        limits.bytes = 4 << 20
        let large = Recorder.unpack(bytes, limits: limits)
        #expect(large.leftOut.contains { $0.contains("unpacks to more than 4 MiB") })
        limits = Unpacking.Limits()
        (limits.free, limits.ratio) = (1 << 20, 100)
        #expect(Recorder.unpack(bytes, limits: limits).leftOut.contains { $0.contains("100 times its size") })
        limits = Unpacking.Limits()
        limits.members = 2
        let many = Recorder.unpack(Packing.tar((0..<5).map { ("\($0)", Self.text) }), limits: limits)
        #expect(many.leftOut.contains { $0.contains("more than 2 members") })
        limits.depth = 2
        limits.members = 100
        let deep = Recorder.unpack(Packing.gzip(Packing.gzip(Packing.gzip(Self.text))), limits: limits)
        #expect(deep.members.map(\.path.count) == [2])
        #expect(deep.leftOut.contains { $0.contains("deep") })
    }

    /// `NACRE_FUZZ_ROUNDS` for more rounds than a test takes.
    @Test func damagedBytesNeverTrapAndLoseNothing() {
        var dice = SystemRandomNumberGenerator()
        let script: [UInt8] = Array("#!/bin/sh\n".utf8) + Packing.zip([("a", Packing.bzip2(Self.text))])
        var twice: [UInt8] = Packing.gzip(Self.text) + [0, 0, 0]
        twice += Packing.gzip(Packing.zip([("a", Self.text)]))
        let seeds: [[UInt8]] = [
            Packing.gzip(Self.text), Packing.zstd(Self.text), Packing.xz(Self.text), Packing.bzip2(Self.text),
            Packing.tar([("a", Self.text), ("b", Packing.gzip(Self.text))]), Packing.zip([("a", Self.text)]),
            Packing.zip([("a", Self.text), ("b", Self.text)], described: true), Packing.lzma(Self.text),
            twice, script + Self.text, Packing.tar([("a", Self.text)], kind: "x"),
            Packing.tar([("a", Self.text)], kind: "L"),
        ]
        let rounds = ProcessInfo.processInfo.environment["NACRE_FUZZ_ROUNDS"].flatMap { Int($0) } ?? 4000
        for round in 0..<rounds {
            var bytes = seeds[round % seeds.count]
            for _ in 0..<Int.random(in: 1...8, using: &dice) {
                bytes[Int.random(in: 0..<bytes.count, using: &dice)] = UInt8.random(in: 0...255, using: &dice)
            }
            if Bool.random(using: &dice) { bytes.removeLast(Int.random(in: 0..<bytes.count, using: &dice)) }
            let recorder = Recorder.unpack(bytes, by: Int.random(in: 1...600, using: &dice))
            #expect(recorder.open == 0, "\(bytes)")
        }
    }
}
