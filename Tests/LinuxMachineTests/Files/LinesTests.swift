import Catalog
import Foundation
import Glibc
import LinuxMachine
import Surface
import Testing

@Suite struct LinesTests {
    private let scratch: Scratch
    private let surface: MountedSurface

    init() throws {
        scratch = try Scratch()
        surface = try MountedSurface(scratch.path)
    }

    private func lines(_ name: String, from offset: Int = 0, limit: Int = 100) async throws -> [Line] {
        var found: [Line] = []
        let lines = try #require(try surface.lines(of: "/" + name, from: offset, limit: limit))
        for try await line in lines { found.append(line) }
        return found
    }

    @Test func `gives each line with its place, and says that the last one is not whole`() async throws {
        try scratch.write("log", "one\n\nthree\nfour")
        let found = try await lines("log")
        #expect(found.map(\.text) == ["one", "", "three", "four"])
        #expect(found.map(\.start) == [0, 4, 5, 11])
        #expect(found.map(\.end) == [4, 5, 11, 15])
        #expect(found.map(\.isWhole) == [true, true, true, false])
        #expect(try await lines("log", from: 5).map(\.text) == ["three", "four"])
        #expect(try await lines("log", from: 15).isEmpty)
        #expect(try surface.lines(of: "/none", from: 0, limit: 100).map { _ in true } == nil)
    }

    @Test func `keeps the limit of a line of megabytes, and finds the next one`() async throws {
        try scratch.write("log", String(repeating: "x", count: 3 << 20) + "\nnext\n")
        let found = try await lines("log", limit: 10)
        #expect(found.map(\.text) == ["xxxxxxxxxx", "next"])
        #expect(found.map(\.isCut) == [true, false])
        #expect(found.last?.start == 3 << 20 + 1)
    }

    @Test func `keeps NULs, and lines that begin where a piece of the file ends`() async throws {
        try scratch.write("log", String(repeating: "y", count: 65_535) + "\na\0b\n")
        let found = try await lines("log", limit: 4)
        #expect(found.last?.bytes == [97, 0, 98])
        #expect(found.last?.start == 65_536)
    }

    @Test func `ends where the file ended when it was opened, and goes on from there`() async throws {
        try scratch.write("log", "one\ntwo\n")
        let opened = try #require(try surface.lines(of: "/log", from: 0, limit: 100))
        try append("three\n", to: "log")
        var found: [Line] = []
        for try await line in opened { found.append(line) }
        #expect(found.map(\.text) == ["one", "two"])
        #expect(try await lines("log", from: found.last?.end ?? 0).map(\.text) == ["three"])
    }

    @Test func `a file that becomes shorter is not at its end`() async throws {
        try scratch.write("log", String(repeating: "line\n", count: 50_000))
        let opened = try #require(try surface.lines(of: "/log", from: 0, limit: 100))
        var iterator = opened.makeAsyncIterator()
        #expect(try await iterator.next(isolation: nil)?.text == "line")
        unsafe truncate(scratch.path + "/log", 10)
        await #expect(throws: Unknown.changedMeanwhile("/log became shorter while it was read")) {
            while try await iterator.next(isolation: nil) != nil {}
        }
        #expect(throws: Unknown.changedMeanwhile("/log has 10 bytes, and 200 of it were read before")) {
            try surface.lines(of: "/log", from: 200, limit: 100)
        }
    }

    @Test func `refuses a FIFO, a device and a directory without waiting for them`() throws {
        unsafe mkfifo(scratch.path + "/fifo", 0o600)
        unsafe mkdir(scratch.path + "/directory", 0o700)
        for (name, kind) in [("/fifo", "fifo"), ("/directory", "directory")] {
            #expect(throws: Unknown.malformed("\(name) is not a regular file but a \(kind)")) {
                try surface.lines(of: name, from: 0, limit: 10)
            }
        }
        let root = try MountedSurface("/")
        #expect(throws: Unknown.malformed("/dev/zero is not a regular file but a device")) {
            try root.lines(of: "/dev/zero", from: 0, limit: 10)
        }
    }

    @Test func `reads files of the kernel, which say that they are empty`() async throws {
        let root = try LiveSurface()
        let lines = try #require(try root.lines(of: "/proc/self/status", from: 0, limit: 200))
        var names: [String] = []
        for try await line in lines { names.append(String(line.text.prefix { $0 != ":" })) }
        #expect(names.first == "Name" && names.contains("VmRSS"))
    }

    private func append(_ text: String, to name: String) throws {
        let file = try FileHandle(forWritingTo: URL(filePath: scratch.path + "/" + name))
        try file.seekToEnd()
        try file.write(contentsOf: Data(text.utf8))
        try file.close()
    }
}
