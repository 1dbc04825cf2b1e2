import Foundation
import Leaks
import TestPrograms
import Testing

@testable import LinuxMachine

@Suite struct JournalTests {
    /// Two entries, one with a field whose bytes are not text.
    private static func export() -> [UInt8] {
        var bytes = Array("__CURSOR=x\n__REALTIME_TIMESTAMP=1796054400000000\n_SYSTEMD_UNIT=user@1000.service\n".utf8)
        bytes += Array("_SYSTEMD_USER_UNIT=openclaw-gateway.service\nMESSAGE=key \(MadeUpKeys.key(1)) said\n\n".utf8)
        bytes += Array("__REALTIME_TIMESTAMP=1796054401000000\n_SYSTEMD_UNIT=b.service\nMESSAGE\n".utf8)
        let value = Array("two\nlines \(MadeUpKeys.key(2))\n".utf8) + [0, 0xFF]
        bytes += (0..<8).map { UInt8(truncatingIfNeeded: value.count >> ($0 * 8)) } + value + [0x0A]
        bytes += Array("_CMDLINE=run --key \(MadeUpKeys.key(3))\n\n".utf8)
        return bytes
    }

    @Test(arguments: [1, 7, 64, 100_000]) func `fields are read wherever a piece ends`(size: Int) {
        var export = JournalExport()
        var fields: [String] = []
        var entries = 0
        let bytes = Self.export()
        for start in stride(from: 0, to: bytes.count, by: size) {
            export.take(
                Array(bytes[start..<min(bytes.count, start + size)]),
                { name, value, _ in fields.append("\(String(decoding: name, as: UTF8.self)) \(value.count)") },
                { entries += 1 }
            )
        }
        #expect(entries == 2 && export.isAtEnd)
        #expect(fields.count == 9)
        #expect(fields.contains("MESSAGE 69"))
    }

    @Test func `what is too long is passed over and told`() {
        var export = JournalExport()
        let length = JournalExport.longest + 10
        var cuts: [Int] = []
        export.take(
            Array("A\n".utf8) + (0..<8).map { UInt8(truncatingIfNeeded: length >> ($0 * 8)) },
            { _, _, _ in },
            {}
        )
        let value = [UInt8](repeating: 0x61, count: length) + Array("\nB=1\n\n".utf8)
        export.take(value, { _, _, cut in cuts.append(cut) }, {})
        #expect(cuts == [10, 0] && export.isAtEnd)
        var damaged = JournalExport()
        damaged.take(Array("A\n".utf8) + [UInt8](repeating: 0xFF, count: 20), { _, _, _ in }, {})
        #expect(damaged.isDamaged && !damaged.isAtEnd)
    }

    @Test func `a field that begins with a key is its own, and not the one before it`() throws {
        var bytes: [UInt8] = []
        for number in 1...3 {
            bytes += Array("__REALTIME_TIMESTAMP=\(1_796_054_400 + number)000000\n_COMM=x\n".utf8)
            bytes += Array("MESSAGE=\(MadeUpKeys.key(number))\n\n".utf8)
        }
        let hunt = MadeUpKeys.hunt()
        hunt.lookAtJournal(of: nil, by: try Self.program(printing: bytes))
        for number in 1...3 {
            #expect(hunt.places(of: number) == ["the journal > x, 2026-11-30T16:00:0\(number)Z, MESSAGE, byte 0"])
        }
    }

    @Test func `finds are placed by unit, time and field`() throws {
        let hunt = MadeUpKeys.hunt()
        hunt.lookAtJournal(of: ["a.service"], by: try Self.program(printing: Self.export()))
        #expect(hunt.places(of: 1) == ["the journal > openclaw-gateway.service, 2026-11-30T16:00:00Z, MESSAGE, byte 4"])
        #expect(hunt.places(of: 2).first?.hasPrefix("the journal > b.service, 2026-11-30T16:00:01Z, MESSAGE") == true)
        #expect(hunt.places(of: 3).first?.contains("_CMDLINE") == true)
    }

    @Test func `what ends too early, says nothing or fails is told`() throws {
        let cut = MadeUpKeys.hunt()
        cut.lookAtJournal(of: nil, by: try Self.program(printing: Array(Self.export().dropLast(20))))
        #expect(cut.leftOut.map(\.why) == ["journalctl ended in the middle of an entry"])
        let none = MadeUpKeys.hunt()
        none.lookAtJournal(of: nil, by: try Self.program(printing: []))
        #expect(none.leftOut.map(\.why) == ["it has no entries, or none that this account may read"])
        let failed = MadeUpKeys.hunt()
        failed.lookAtJournal(of: nil, by: try Self.program("#!/bin/sh\necho no such thing >&2\nexit 3\n"))
        #expect(failed.leftOut.map(\.why) == ["journalctl ended with status 3: no such thing"])
        let silent = MadeUpKeys.hunt()
        silent.lookAtJournal(of: nil, by: try Self.program("#!/bin/sh\nexec sleep 60\n"), silence: 1)
        #expect(silent.leftOut.map(\.why) == ["journalctl said nothing for 1 s"])
    }

    private static func program(printing bytes: [UInt8]) throws -> String {
        let directory = try Program.scratch()
        try Data(bytes).write(to: directory.appending(path: "printed"))
        return try program("#!/bin/sh\nexec cat '\(directory.path)/printed'\n")
    }

    private static func program(_ text: String) throws -> String {
        let file = try Program.scratch().appending(path: "journalctl")
        try Data(text.utf8).write(to: file)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
        return file.path
    }
}
