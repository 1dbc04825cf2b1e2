import Archives
import Testing

/// Places of an archive that no program shows, and archives where nobody looks for them.
@Suite struct HiddenPlaceTests {
    private static let text = Array("a secret that lies in an archive\n".utf8)
    private static let word = "hidden where nobody looks"

    private func isFound(_ bytes: [UInt8], by size: Int = 1000) -> Bool {
        let recorder = Recorder.unpack(bytes, by: size)
        #expect(recorder.open == 0)
        return recorder.members.contains { String(decoding: $0.bytes, as: UTF8.self).contains(Self.word) }
    }

    private static func little(_ value: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(value >> ($0 * 8) & 255) }
    }

    /// A member that is stored, with fields of its own and more bytes than it says.
    private func member(_ content: [UInt8], method: Int = 0, packed: [UInt8]? = nil, extra: [UInt8] = []) -> [UInt8] {
        let packed = packed ?? content
        var bytes: [UInt8] = [0x50, 0x4B, 3, 4]
        for field in [20, 0, method] { bytes += Self.little(field, 2) }
        bytes += Self.little(0, 8) + Self.little(packed.count, 4) + Self.little(content.count, 4)
        return bytes + Self.little(1, 2) + Self.little(extra.count, 2) + [0x61] + extra + packed
    }

    /// The end of a zip archive, with its comment.
    private func end(_ comment: String = "") -> [UInt8] {
        [0x50, 0x4B, 5, 6] + [UInt8](repeating: 0, count: 16) + Self.little(comment.utf8.count, 2) + Array(comment.utf8)
    }

    @Test(arguments: [1, 7, 100_000])
    func `a zip archive is found behind anything`(_ size: Int) {
        let archive = member(Array(Self.word.utf8)) + end()
        for before in ["#!/usr/bin/env python3\n", "PK00", String(repeating: "x", count: 5000)] {
            let recorder = Recorder.unpack(Array(before.utf8) + archive, by: size)
            #expect(recorder.text(of: "a") == Self.word)
            #expect(recorder.text(of: "") == before)
            #expect(recorder.leftOut.isEmpty)
        }
        let twice = member(Self.text) + end() + member(Array(Self.word.utf8)) + end()
        #expect(isFound(twice, by: size))
    }

    @Test func `bytes that only look like the beginning of an archive are handed on`() {
        let marks: [[UInt8]] = [
            [0x50, 0x4B, 3, 4], [0x1F, 0x8B, 8], [0x1F], [0x50, 0x4B],
            [0x50, 0x4B, 3, 4] + Array(repeating: 1, count: 40),
            [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3] + Array("no stream at all".utf8),
        ]
        for mark in marks {
            for size in [1, 5, 100_000] {
                let bytes = Array(String(repeating: "text ", count: 200).utf8) + mark + Array(Self.word.utf8)
                #expect(isFound(bytes, by: size))
                // What is a stream's header, and damaged later, is not told again.
                guard mark.count < 50, mark.first != 0x1F || mark.count < 10 else { continue }
                #expect(Recorder.unpack(bytes, by: size).members.flatMap(\.bytes) == bytes, "\(mark)")
            }
        }
    }

    @Test(arguments: [1, 7, 100_000])
    func `comments, fields and slack of a zip archive are handed on`(_ size: Int) {
        #expect(isFound(member(Self.text) + end(Self.word), by: size))
        #expect(isFound(member(Self.text, extra: Array(Self.word.utf8)) + end(), by: size))
        let deflated = Packing.deflate(Self.text)
        #expect(isFound(member(Self.text, method: 8, packed: deflated + Array(Self.word.utf8)) + end(), by: size))
        var entry: [UInt8] = [0x50, 0x4B, 1, 2] + [UInt8](repeating: 0, count: 24)
        entry += Self.little(1, 2) + Self.little(0, 2) + Self.little(Self.word.utf8.count, 2)
        entry += [UInt8](repeating: 0, count: 12) + [0x61]
        entry += Array(Self.word.utf8)
        #expect(isFound(member(Self.text) + entry + end(), by: size))
        // A line of its own, not glued to the name before it.
        let list = Recorder.unpack(member(Self.text) + entry + end()).text(of: "its list of members")
        #expect(list?.split(separator: "\n").contains(Substring(Self.word)) == true)
        let unknown = Recorder.unpack(member(Self.text, method: 14, packed: Array(Self.word.utf8)) + end())
        #expect(unknown.text(of: "a") == Self.word)
        #expect(unknown.leftOut.count == 1)
    }

    @Test(arguments: [1, 7, 100_000])
    func `padding, links and fields of a tar archive are handed on`(_ size: Int) {
        var padded = Packing.tar([("a", [0x61]), ("b", Self.text)])
        padded.replaceSubrange(600..<(600 + Self.word.utf8.count), with: Self.word.utf8)
        #expect(isFound(padded, by: size))
        #expect(isFound(Packing.tar([(Self.word, [])], kind: "2", link: Self.word), by: size))
        for kind in ["x", "g", "K"] as [Character] {
            let field = "comment=\(Self.word)\n"
            let tar = Packing.tar([("h", Array("\(field.utf8.count + 3) \(field)".utf8))], kind: kind)
            #expect(isFound(tar, by: size))
        }
    }

    @Test(arguments: [1, 7, 100_000])
    func `the name and comment of a gzip stream are handed on`(_ size: Int) {
        let stream = Packing.gzip(Self.text)
        for flags in [8, 16] as [UInt8] {
            var named = stream
            named[3] = flags
            named.insert(contentsOf: Array(Self.word.utf8) + [0], at: 10)
            let recorder = Recorder.unpack(named, by: size)
            #expect(recorder.text(of: "name and comment").map { $0.contains(Self.word) } == true)
            #expect(recorder.text(of: "gzip") == String(decoding: Self.text, as: UTF8.self))
            #expect(recorder.leftOut.isEmpty)
        }
    }

    @Test(arguments: [1, 7, 100_000])
    func `streams behind zeros and behind anything are looked into`(_ size: Int) {
        let (one, other) = (Packing.gzip(Self.text), Packing.gzip(Array(Self.word.utf8)))
        #expect(isFound(one + [UInt8](repeating: 0, count: 100) + other, by: size))
        #expect(isFound(one + Array("junk junk junk junk".utf8) + other, by: size))
        #expect(isFound(one + Array("junk".utf8) + Packing.xz(Array(Self.word.utf8)), by: size))
        #expect(isFound(Array("#!/bin/sh\ntail -c +20 $0 | tar xz\n".utf8) + other, by: size))
        #expect(isFound(Packing.lzma(Array(Self.word.utf8)), by: size))
    }

    @Test func `what nobody unpacks here is named, and handed on as it is`() {
        let packers: [(String, [UInt8])] = [
            ("7-Zip", [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C]), ("RAR", Array("Rar!".utf8) + [0x1A, 7, 1]),
            ("LZ4", [4, 0x22, 0x4D, 0x18]), ("compress", [0x1F, 0x9D, 0x90]),
        ]
        for (name, mark) in packers {
            let recorder = Recorder.unpack(mark + Self.text)
            #expect(recorder.leftOut.count == 1 && recorder.leftOut.allSatisfy { $0.contains(name) })
            #expect(recorder.members.map(\.bytes) == [mark + Self.text])
        }
    }

    @Test func `unpacking ends within a piece when nothing more is wanted`() {
        let bomb = Packing.gzip([UInt8](repeating: 0x61, count: 64 << 20))
        var asked = 0
        let recorder = Recorder()
        let unpacking = Unpacking(recorder) {
            asked += 1
            return asked < 3
        }
        unpacking.take(bomb.span.bytes)
        unpacking.finish()
        #expect(recorder.members.reduce(0) { $0 + $1.bytes.count } < 1 << 20)
        #expect(recorder.open == 0)
    }

    @Test func `holes are passed on without being read, and archives go on behind them`() {
        let recorder = Recorder()
        let unpacking = Unpacking(recorder)
        unpacking.take(Self.text.span.bytes)
        unpacking.skip(1 << 40)
        unpacking.take(Self.text.span.bytes)
        unpacking.finish()
        #expect(recorder.skipped > 1 << 39)
        let tar = Packing.tar([("a", [UInt8](repeating: 0, count: 4096)), ("b", Self.text)])
        let inside = Recorder()
        let other = Unpacking(inside)
        other.take(tar.span.bytes.extracting(0..<512))
        other.skip(4096)
        other.take(tar.span.bytes.extracting(4608..<tar.count))
        other.finish()
        #expect(inside.text(of: "b") == String(decoding: Self.text, as: UTF8.self))
    }

    @Test func `decompressors that are at work at the same time share their memory`() {
        let large = Packing.xz(Self.text, level: 9)
        #expect(Recorder.unpack(large).leftOut.isEmpty)
        // The inner one wants what the outer one has already.
        let nested = Recorder.unpack(Packing.xz(large, level: 9))
        #expect(nested.leftOut.contains { $0.contains("MiB") })
    }

    @Test(arguments: [Character("0"), "2", "5", "6"])
    func `names in headers of tar are handed on`(_ kind: Character) {
        let name = String(Self.word.map { $0 == " " ? "_" : $0 })
        let recorder = Recorder.unpack(Packing.tar([("d/" + name, [])], kind: kind, link: "x"), by: 1000)
        #expect(recorder.members.contains { String(decoding: $0.bytes, as: UTF8.self).contains(name) })
    }
}
