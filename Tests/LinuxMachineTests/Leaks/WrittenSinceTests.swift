import FoundationEssentials
import Glibc
import Hardening
import Leaks
import TestPrograms
import Testing

@testable import Detection
@testable import LinuxMachine

/// What counts as written since a time.
@Suite struct WrittenSinceTests {
    private static let value = "Zr2KfV9xLbT4mWc8NsY1hJd6"

    private static func hunt(_ period: LeakPeriod?) throws -> LeakHunt {
        var known = KnownValues()
        try unsafe Array(value.utf8).withUnsafeBytes { _ = try unsafe known.add($0, named: "one") }
        var bounds = LeakHunt.Bounds()
        (bounds.period, bounds.isKnownOnly) = (period, true)
        return LeakHunt(bounds: bounds, known: known, fingerprint: { "\($0.count)" })
    }

    private static func write(_ path: String, _ text: String = value) throws {
        try Data("x \(text) y\n".utf8).write(to: URL(filePath: path))
    }

    /// The next second of the clock: times of inodes are compared by seconds.
    private static func nextSecond() -> Int {
        let second = time(nil)
        while time(nil) == second { usleep(20_000) }
        return time(nil)
    }

    private static func found(_ path: String, _ period: LeakPeriod) throws -> [String] {
        let hunt = try hunt(period)
        hunt.look(at: path)
        #expect(hunt.leftOut.isEmpty)
        return hunt.leaks.map { String($0.place.source.dropFirst(path.count + 1)) }.sorted()
    }

    @Test func `what was written before is passed over, also where a date was set`() throws {
        let path = try Program.scratch().path
        try Self.write("\(path)/old")
        let mark = Self.nextSecond()
        try Self.write("\(path)/new")
        try Self.write("\(path)/dated")
        var times = [timespec(tv_sec: 1000, tv_nsec: 0), timespec(tv_sec: 1000, tv_nsec: 0)]
        #expect(unsafe utimensat(AT_FDCWD, "\(path)/dated", &times, 0) == 0)
        #expect(try Self.found(path, LeakPeriod(since: mark)) == ["dated", "new"])
        #expect(try Self.found(path, LeakPeriod(since: 0)) == ["dated", "new", "old"])
        let hunt = try Self.hunt(LeakPeriod(since: mark))
        hunt.look(at: path)
        #expect(hunt.files == 2 && hunt.unchanged == 1)
    }

    @Test func `a directory that was moved brings its files along`() throws {
        let path = try Program.scratch().path
        let other = try Program.scratch().path
        try FileManager.default.createDirectory(atPath: "\(other)/a/b", withIntermediateDirectories: true)
        try FileManager.default.createDirectory(atPath: "\(path)/stays/c", withIntermediateDirectories: true)
        try Self.write("\(other)/a/b/file")
        try Self.write("\(path)/stays/c/file")
        let mark = Self.nextSecond()
        #expect(unsafe rename("\(other)/a", "\(path)/a") == 0)
        #expect(try Self.found(path, LeakPeriod(since: mark)) == ["a/b/file"])
    }

    @Test func `a database counts with its log`() throws {
        let path = try Program.scratch().path
        for name in ["one.db", "two.db"] { try Self.write("\(path)/\(name)") }
        try Self.write("\(path)/two.db-wal", "nothing")
        let mark = Self.nextSecond()
        try Self.write("\(path)/one.db-wal", "nothing")
        #expect(try Self.found(path, LeakPeriod(since: mark)) == ["one.db"])
    }

    @Test func `what is to be looked at again is, a directory with all in it`() throws {
        let path = try Program.scratch().path
        try FileManager.default.createDirectory(atPath: "\(path)/a/b", withIntermediateDirectories: true)
        for name in ["a/b/file", "one", "two", "two-wal"] { try Self.write("\(path)/\(name)") }
        let later = time(nil) + 1000
        func period(_ again: Set<String>) -> LeakPeriod {
            LeakPeriod(files: later, journal: later, again: again, beginnings: nil)
        }
        #expect(try Self.found(path, period([])) == [])
        #expect(try Self.found(path, period(["\(path)/one"])) == ["one"])
        #expect(try Self.found(path, period(["\(path)/a"])) == ["a/b/file"])
        #expect(try Self.found(path, period(["\(path)/two"])) == ["two", "two-wal"])
    }

    @Test func `another directory under a name that was looked at is looked at whole`() throws {
        let path = try Program.scratch().path
        try Self.write("\(path)/file")
        let later = time(nil) + 1000
        var info = stat()
        #expect(unsafe stat(path, &info) == 0)
        func period(_ known: [String: Inode]) -> LeakPeriod {
            LeakPeriod(files: later, journal: later, again: [], beginnings: known)
        }
        let same = Held.Node(info).inode
        let other = Inode(device: same.device, number: same.number + 1)
        #expect(try Self.found(path, period([path: same])) == [])
        #expect(try Self.found(path, period([path: other])) == ["file"])
        #expect(try Self.found(path, period([:])) == ["file"])
    }

    @Test func `time that is over in the middle of a tree is said of each directory on the way`() throws {
        let path = try Program.scratch().path
        try FileManager.default.createDirectory(atPath: "\(path)/a", withIntermediateDirectories: true)
        try Self.write("\(path)/a/file")
        var bounds = LeakHunt.Bounds()
        (bounds.seconds, bounds.period) = (0, LeakPeriod(since: time(nil) + 1000))
        let hunt = LeakHunt(bounds: bounds, fingerprint: { "\($0.count)" })
        hunt.look(at: path)
        #expect(hunt.leftOut.map(\.place) == [path])
    }

    @Test(
        arguments: [
            ("2026-11-30T10:00:00.123456789Z", 1_796_032_800), ("2026-11-30T12:00:00+02:00", 1_796_032_800),
            ("2026-11-30T08:30:00-01:30", 1_796_032_800), ("0001-01-01T00:00:00Z", nil), ("", nil), ("soon", nil),
        ] as [(String, Int?)]
    )
    func `times are read as Docker writes them`(_ text: String, _ second: Int?) {
        #expect(LeakHunt.seconds(text) == second)
    }

    @Test func `a directory of histories that was moved into a home is looked at`() throws {
        let root = try Program.scratch().path
        let files = FileManager.default
        try files.createDirectory(atPath: "\(root)/x/fish", withIntermediateDirectories: true)
        try files.createDirectory(atPath: "\(root)/home/.local/share", withIntermediateDirectories: true)
        try Self.write("\(root)/x/fish/fish_history")
        try Data("one:x:1:1::\(root)/home:/bin/sh\n".utf8).write(to: URL(filePath: "\(root)/passwd"))
        let mark = Self.nextSecond()
        let before = try Self.hunt(LeakPeriod(since: mark))
        before.lookAtHistories(passwd: "\(root)/passwd")
        #expect(before.leaks.isEmpty)
        try files.moveItem(atPath: "\(root)/x/fish", toPath: "\(root)/home/.local/share/fish")
        let hunt = try Self.hunt(LeakPeriod(since: mark))
        hunt.lookAtHistories(passwd: "\(root)/passwd")
        #expect(hunt.leaks.map(\.place.source) == ["\(root)/home/.local/share/fish/fish_history"])
    }

    @Test func `a value that a directory is called by is found, also where nothing lies in it`() throws {
        let path = try Program.scratch().path
        try FileManager.default.createDirectory(atPath: "\(path)/a/\(Self.value)", withIntermediateDirectories: true)
        let hunt = try Self.hunt(nil)
        hunt.look(at: path)
        #expect(hunt.leaks.map(\.place.source) == ["\(path)/a/\(Self.value)"])
    }

    @Test func `a link that leads to what another account owns is not followed`() throws {
        let path = try Program.scratch().path
        try FileManager.default.createDirectory(atPath: "\(path)/own", withIntermediateDirectories: true)
        try Self.write("\(path)/own/a")
        try FileManager.default.createSymbolicLink(atPath: "\(path)/link", withDestinationPath: "\(path)/own")
        let own = try Self.hunt(nil)
        own.look(at: "\(path)/link", of: geteuid())
        #expect(own.leaks.map(\.place.source) == ["\(path)/own/a"] && own.leftOut.isEmpty)
        let other = try Self.hunt(nil)
        other.look(at: "\(path)/link", of: geteuid() + 1)
        #expect(other.leaks.isEmpty && other.leftOut.map(\.place) == ["\(path)/link"])
        let plain = try Self.hunt(nil)
        plain.look(at: "\(path)/own", of: geteuid() + 1)
        #expect(plain.leaks.count == 1)
    }
}
