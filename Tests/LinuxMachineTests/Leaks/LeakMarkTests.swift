import FoundationEssentials
import Glibc
import Detection
import Leaks
import TestPrograms
import Testing

@testable import LinuxMachine

/// How far the next look goes back.
@Suite struct LeakMarkTests {
    private static let now = 1_900_000_000
    private static let slack = 300

    private static func mark(
        after before: LeakMark? = nil,
        leftOut: [Omission] = [],
        found places: [LeakPlace] = [],
        now: Int = now
    ) -> LeakMark {
        let hunt = LeakHunt(fingerprint: { "\($0.count)" })
        for omission in leftOut { hunt.leaveOut(omission) }
        let leaks = places.map {
            Leak(kind: .known, place: $0, masked: "", fingerprint: "one", form: .plain, known: nil)
        }
        return LeakMark(after: before, hunt, from: now, version: "1", values: ["one", "two"], found: leaks)
    }

    @Test func `after a whole look only what is new is looked at, with some time to spare`() throws {
        let mark = Self.mark()
        let period = try #require(mark.period(for: "1", ["two"], now: Self.now + 86_400))
        #expect(period.files == Self.now - Self.slack && period.journal == Self.now - Self.slack)
        #expect(period.again.isEmpty && mark.last == Self.now)
    }

    @Test func `a new value, another version and a clock that went back have everything looked at`() {
        let mark = Self.mark()
        #expect(mark.period(for: "1", ["one", "three"], now: Self.now) == nil)
        #expect(mark.period(for: "2", ["one"], now: Self.now) == nil)
        #expect(mark.period(for: "1", ["one"], now: Self.now - 10_000) == nil)
    }

    @Test func `a file in which something lies, or that could not be read, is looked at again`() throws {
        let path = try Program.scratch().path
        for name in ["log", "b > c", "a"] { try Data().write(to: URL(filePath: "\(path)/\(name)")) }
        let mark = Self.mark(
            leftOut: [
                Omission("\(path)/a", inside: ["x.gz"], why: "damaged"), Omission("\(path)/b > c", why: "damaged"),
            ],
            found: [LeakPlace("\(path)/log", line: 1, offset: 0)]
        )
        #expect(mark.period.again == ["\(path)/log", "\(path)/a", "\(path)/b > c"])
        #expect(mark.period.files == Self.now - Self.slack)
        // What a container wrote lies in a file as well.
        let layer = Self.mark(found: [LeakPlace("container x", inside: ["\(path)/log"], line: 1, offset: 0)])
        #expect(layer.period.again == ["\(path)/log"])
    }

    @Test func `what cannot be looked at again by itself keeps the time from going on`() {
        let first = Self.mark(now: Self.now - 86_400)
        let before = Self.now - 86_400 - Self.slack
        let journal = Self.mark(after: first, found: [LeakPlace("the journal", line: nil, offset: 0)])
        #expect(journal.period.journal == before && journal.period.files == Self.now - Self.slack)
        let failed = Self.mark(after: first, leftOut: [Omission("the journal", why: "journalctl ended with status 1")])
        #expect(failed.period.journal == before && failed.period.files == Self.now - Self.slack)
        for place in ["OpenClaw", "Docker", "histories", "/nowhere/that/is"] {
            let held = Self.mark(after: first, leftOut: [Omission(place, why: "why")])
            #expect(held.period.files == before && held.period.journal == Self.now - Self.slack)
            #expect(held.last == Self.now - 86_400)
        }
        // Before anything was looked at whole, all there is.
        #expect(Self.mark(leftOut: [Omission("OpenClaw", why: "why")]).period.files == 0)
        #expect(Self.mark(leftOut: [Omission("the journal", why: "why")]).last == nil)
        // What Docker sends elsewhere stays so.
        #expect(
            Self.mark(leftOut: [Omission("container x, its log", why: "why")]).period.files == Self.now - Self.slack
        )
    }

    @Test func `what was told and is as it was is known, and no longer where it changed`() throws {
        let path = try Program.scratch().path + "/a"
        try Data().write(to: URL(filePath: path))
        let gap = Omission(path, inside: ["x.gz"], why: "damaged")
        #expect(Self.mark(leftOut: [gap]).knows(gap))
        #expect(!Self.mark(leftOut: [gap]).knows(Omission(path, inside: ["x.gz"], why: "another")))
        #expect(!Self.mark(leftOut: [gap], now: time(nil) - 1000).knows(gap))
        let docker = Omission("container x, its log", why: "elsewhere")
        #expect(Self.mark(leftOut: [docker]).knows(docker))
        // It fails every time.
        let journal = Omission("the journal", why: "why")
        #expect(!Self.mark(leftOut: [journal]).knows(journal))
    }

    @Test func `what stands between the parts of a place hides no file`() throws {
        let root = try Program.scratch().path
        for name in ["old", "old >  > new", "old > x.gz"] { try Data().write(to: URL(filePath: "\(root)/\(name)")) }
        let before = [timespec(tv_sec: 1_000, tv_nsec: 0), timespec(tv_sec: 1_000, tv_nsec: 0)]
        #expect(unsafe utimensat(AT_FDCWD, "\(root)/old", before, 0) == 0)
        let new = Omission("\(root)/old >  > new", why: "damaged")
        #expect(Self.mark(leftOut: [new]).period.again == [new.source])
        #expect(!Self.mark(leftOut: [new], now: time(nil) - 1000).knows(new))
        // What lay in an archive is not what a file is called that came beside it.
        let member = Omission("\(root)/old", inside: ["x.gz"], why: "damaged")
        let file = Omission("\(root)/old > x.gz", why: "damaged")
        let mark = Self.mark(leftOut: [member])
        #expect(member.place == file.place && mark.knows(member) && !mark.knows(file))
        #expect(mark.period.again == [member.source])
    }

    @Test func `a mark is root's own, and not believed where others can write it`() throws {
        let directory = try Program.scratch().path + "/state"
        let file = LeakMarkFile("\(directory)/mark", owner: geteuid())
        #expect(try file.read() == nil)
        let mark = Self.mark()
        try file.replace(with: mark)
        #expect(try file.read() == mark)
        var info = stat()
        #expect(unsafe stat(file.path, &info) == 0 && info.st_mode & 0o7777 == 0o600)
        for (place, mode, back) in [(file.path, 0o620, 0o600), (directory, 0o702, 0o700)] as [(String, mode_t, mode_t)]
        {
            #expect(unsafe chmod(place, mode) == 0)
            #expect(throws: LeakMarkFile.Failure.self) { try file.read() }
            #expect(unsafe chmod(place, back) == 0)
        }
        #expect(throws: LeakMarkFile.Failure.self) { try LeakMarkFile(file.path, owner: geteuid() + 1).read() }
        #expect(unsafe rename(file.path, "\(directory)/other") == 0)
        #expect(unsafe symlink("\(directory)/other", file.path) == 0)
        #expect(throws: LeakMarkFile.Failure.self) { try file.read() }
        #expect(unsafe unlink(file.path) == 0)
        try Data("{".utf8).write(to: URL(filePath: file.path))
        #expect(throws: LeakMarkFile.Failure.self) { try file.read() }
    }
}
