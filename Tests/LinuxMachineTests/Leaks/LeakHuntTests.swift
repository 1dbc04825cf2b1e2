import FoundationEssentials
import Glibc
import Leaks
import SystemPackage
import Testing

@testable import LinuxMachine

@Suite struct LeakHuntTests {
    /// A directory of its own, which is removed at the end.
    private final class Folder {
        let path: String
        init() {
            path = FileManager.default.temporaryDirectory.path + "/leaks-\(UInt64.random(in: 0...UInt64.max))"
            try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        }
        deinit { try? FileManager.default.removeItem(atPath: path) }
        func write(_ name: String, _ text: String) {
            #expect(FileManager.default.createFile(atPath: "\(path)/\(name)", contents: Data(text.utf8)))
        }
    }

    private func hunt(seconds: Int? = nil, exclusion: LeakExclusion? = nil) -> LeakHunt {
        LeakHunt(
            bounds: LeakHunt.Bounds(seconds: seconds, exclusion: exclusion),
            fingerprint: { "\($0.count):\($0.reduce(0) { ($0 &* 31) &+ Int($1) })" }
        )
    }

    private static func key(_ number: Int = 0) -> String {
        var state = UInt64(number) &+ 0x9E37_79B9_7F4A_7C15
        let letters = Array("abcdefghkmnpqrstuvwxyzABCDEFGHKLMNPQRSTUVWXYZ23456789")
        return "gl" + "pat-"
            + String(
                (0..<20).map { _ in
                    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                    return letters[Int(state >> 33) % letters.count]
                }
            )
    }

    @Test func `files of a tree are looked at, and links are not followed but counted`() {
        let (folder, other) = (Folder(), Folder())
        folder.write("a", "key \(Self.key())\n")
        other.write("b", "key \(Self.key(1))\n")
        unsafe symlink("\(other.path)/b", "\(folder.path)/link")
        unsafe mkfifo("\(folder.path)/fifo", 0o600)
        let hunt = hunt()
        hunt.look(at: folder.path)
        #expect(hunt.leaks.map(\.place.source) == ["\(folder.path)/a"])
        #expect(hunt.passedOver == ["links": 1, "FIFOs": 1])
        #expect(hunt.leftOut.isEmpty)
        // By its own name it is meant.
        hunt.look(at: "\(folder.path)/fifo")
        #expect(hunt.leftOut.map(\.place) == ["\(folder.path)/fifo"])
    }

    @Test func `names that are keys are found, those of a directory once`() {
        let folder = Folder()
        let directory = "\(folder.path)/\(Self.key(1))"
        #expect(unsafe mkdir(directory, 0o700) == 0)
        for name in ["a", "b", Self.key(2)] { folder.write("\(Self.key(1))/\(name)", "nothing") }
        let hunt = hunt()
        hunt.look(at: folder.path)
        #expect(hunt.leaks.count == 2 && hunt.leaks.allSatisfy { $0.place.inside == ["its name"] })
    }

    @Test func `names of what is not opened are looked at, and where links lead`() throws {
        let folder = Folder()
        #expect(unsafe symlink("/nowhere", "\(folder.path)/\(Self.key(1))") == 0)
        #expect(unsafe symlink("/nowhere/\(Self.key(2))/x", "\(folder.path)/link") == 0)
        #expect(unsafe mkfifo("\(folder.path)/\(Self.key(3))", 0o600) == 0)
        folder.write("target", "")
        #expect(unsafe symlink("target", "\(folder.path)/unwanted-\(Self.key(4))") == 0)
        let hunt = hunt(exclusion: try LeakExclusion(["unwanted-*"]))
        hunt.look(at: folder.path)
        let places = hunt.leaks.map { $0.place.words.dropFirst(folder.path.utf8.count + 1) }
        let wanted = ["\(Self.key(1)) > its name:1", "\(Self.key(3)) > its name:1", "link > where it leads:1"]
        #expect(Set(places) == Set(wanted.map { $0[...] }))
        #expect(hunt.passedOver == ["links": 2, "FIFOs": 1] && hunt.leftOut.isEmpty)
    }

    @Test func `holes are not read`() throws {
        let folder = Folder()
        folder.write("sparse", "key \(Self.key())\n")
        #expect(unsafe truncate("\(folder.path)/sparse", 1 << 40) == 0)
        let hunt = hunt()
        let time = ContinuousClock().measure { hunt.look(at: folder.path) }
        #expect(hunt.leaks.count == 1)
        #expect(hunt.bytes < 1 << 20)
        #expect(time < .seconds(20))
    }

    @Test func `a secret behind a hole has its place in the file`() throws {
        let folder = Folder()
        folder.write("sparse", "")
        let file = try FileDescriptor.open(FilePath("\(folder.path)/sparse"), .writeOnly)
        defer { try? file.close() }
        try file.writeAll(toAbsoluteOffset: 1 << 33, Array("key \(Self.key())".utf8))
        let hunt = hunt()
        hunt.look(at: "\(folder.path)/sparse")
        #expect(hunt.leaks.map(\.place.offset) == [(1 << 33) + 4])
    }

    @Test func `many finds are bounded, and the rest is counted`() {
        let folder = Folder()
        folder.write("many", (0..<3000).map { "key \(Self.key($0))\n" }.joined())
        folder.write("same", String(repeating: "key \(Self.key())\n", count: 3000))
        let hunt = hunt()
        hunt.look(at: folder.path)
        #expect(hunt.leaks.count == LeakList.Bounds().secrets + LeakList.Bounds().places)
        #expect(hunt.leftOut.count == 2 && hunt.leftOut.allSatisfy { $0.why.contains("more finds") })
    }

    @Test func `the time is kept`() {
        let folder = Folder()
        folder.write("a", String(repeating: "text\n", count: 100_000))
        let hunt = hunt(seconds: 0)
        hunt.look(at: "\(folder.path)/a")
        #expect(hunt.leftOut.contains { $0.why.contains("time") })
        #expect(hunt.bytes == 0)
    }

    @Test func `what was not reached in time is told of the tree that was named`() {
        let folder = Folder()
        for name in ["a", "b"] { folder.write(name, "key \(Self.key())\n") }
        let hunt = hunt(seconds: 0)
        hunt.look(at: folder.path)
        #expect(hunt.leftOut.map(\.place) == [folder.path])
        #expect(hunt.leftOut.first?.why.hasPrefix("the time was over after 0 files") == true)
    }

    @Test func `what a pattern means is left out and counted, but never what is named itself`() throws {
        let folder = Folder()
        #expect(unsafe mkdir("\(folder.path)/node_modules", 0o700) == 0)
        for name in ["node_modules/a", "a.log", "b.txt"] { folder.write(name, "key \(Self.key())\n") }
        let hunt = hunt(exclusion: try LeakExclusion(["node_modules/", "/a.*", "leaks-*", "absent"]))
        hunt.look(at: folder.path)
        #expect(hunt.leaks.map(\.place.source) == ["\(folder.path)/b.txt"])
        #expect(hunt.exclusion.directories == 1 && hunt.exclusion.files == 1)
        #expect(hunt.exclusion.unused == ["leaks-*", "absent"])
        #expect(hunt.leftOut.isEmpty)
    }

    @Test func `what lies beside a database that is named alone is looked at, too`() {
        let folder = Folder()
        folder.write("p.db", "SQLite format 3\0" + String(repeating: "x", count: 200))
        folder.write("p.db-journal", "key \(Self.key())\n")
        folder.write("p.db-wal", "key \(Self.key(1))\n")
        let alone = hunt()
        alone.look(at: "\(folder.path)/p.db")
        #expect(alone.leaks.map(\.place.source) == ["-wal", "-journal"].map { "\(folder.path)/p.db\($0)" })
        let whole = hunt()
        whole.look(at: folder.path)
        #expect(whole.leaks.count == 2)
    }

    @Test func `a key that runs on into the next record is the one that was found elsewhere`() {
        let folder = Folder()
        let long = "sk-proj-" + String(repeating: String(Self.key().dropFirst(6)), count: 2)
        folder.write("a.txt", "key \(long)\n")
        folder.write("b.bin", "\0\0\(long)Q7x\0")
        let hunt = hunt()
        hunt.look(at: "\(folder.path)/a.txt")
        hunt.look(at: "\(folder.path)/b.bin")
        #expect(hunt.leaks.count == 2 && Set(hunt.leaks.map(\.fingerprint)).count == 1)
        // In a text nothing else begins there.
        folder.write("c.txt", "key \(long)Q7x\n")
        hunt.look(at: "\(folder.path)/c.txt")
        #expect(Set(hunt.leaks.map(\.fingerprint)).count == 2)
    }

    @Test func `the log of a database is the one beside it, and no link leads elsewhere`() {
        let (folder, other) = (Folder(), Folder())
        // The mark of a database suffices for its log to be asked for.
        folder.write("db", "SQLite format 3\0" + String(repeating: "x", count: 200))
        other.write("log", "key \(Self.key())\n")
        unsafe symlink("\(other.path)/log", "\(folder.path)/db-wal")
        let hunt = hunt()
        hunt.look(at: folder.path)
        #expect(hunt.leaks.isEmpty)
        #expect(hunt.leftOut.contains { $0.why.contains("tables") })
    }
}
