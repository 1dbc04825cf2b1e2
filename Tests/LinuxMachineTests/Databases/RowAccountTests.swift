import CLinux
import Foundation
import Glibc
import Hardening
import Synchronization
import Testing

@testable import LinuxMachine

/// A database lies in an account's directory, whose names that account exchanges as it likes.
@Suite(.enabled(if: geteuid() == 0, "takes root")) struct RowAccountTests {
    private static let account = 61_234
    private let machine = RunningMachine()

    @Test func `what is an account's stays that account's`() async throws {
        let database = try ScratchDatabase()
        try database.give(to: Self.account)
        let files = try database.files()
        try await machine.put(content(ScratchDatabase.after), at: database.resource)
        #expect(await machine.observe(database.resource) == .state(content(ScratchDatabase.after)))
        #expect(try database.files() == files)
        // A log of root's beside it is none of the account's.
        try Data().write(to: URL(filePath: database.path + "-wal"))
        let said = await cause { try await machine.put(content("{}"), at: database.resource) }
        #expect(said == .foreign)
    }

    @Test func `a thread that became an account's does not reach what is not that account's`() async throws {
        let database = try ScratchDatabase()
        try database.give(to: Self.account)
        let secret = database.directory.path + "/secret"
        try Data("root's".utf8).write(to: URL(filePath: secret))
        unsafe chmod(secret, 0o600)
        let path = database.path
        let answers = await onOwnThread { () -> [Int32] in
            let became = nacre_reach_files_as(UInt32(Self.account), UInt32(Self.account))
            let opened = unsafe open(secret, O_RDONLY)
            let own = unsafe open(path, O_RDONLY)
            defer { if own >= 0 { Glibc.close(own) } }
            return [became, opened, own >= 0 ? 0 : -1]
        }
        #expect(answers == [0, -1, 0])
        // It was that thread's alone.
        #expect(FileManager.default.contents(atPath: secret) != nil)
    }

    @Test func `only the file that was looked at, and files of one name, are opened`() async throws {
        let (database, other) = (try ScratchDatabase(), try ScratchDatabase())
        let inode = try #require(await machine.inode(of: database.resource))
        let folder = database.directory.path + "/state/"
        try FileManager.default.linkItem(atPath: other.path, toPath: folder + "hard")
        try FileManager.default.createSymbolicLink(atPath: folder + "soft", withDestinationPath: other.path)
        unsafe mkfifo(folder + "fifo", 0o600)
        try Data().write(to: URL(filePath: folder + "new"))
        let (path, names) = (database.path, ["hard", "soft", "fifo", "new"].map { folder + $0 })
        let answers = await onOwnThread { () -> [Bool] in
            nacre_guard_openings(0, UInt(inode.device), UInt(inode.number))
            func opens(_ path: String, _ flags: Int32) -> Bool {
                let file = unsafe nacre_open_guarded(path, flags, 0o600)
                if file >= 0 { Glibc.close(file) }
                return file >= 0
            }
            return [opens(path, O_RDWR)] + names.map { opens($0, O_RDWR | O_CREAT) } + [opens(names[3], O_RDWR)]
        }
        #expect(answers == [true, false, false, false, true, false])
    }

    @Test(.timeLimit(.minutes(2)))
    func `whoever exchanges names meanwhile has nothing of root's written`() async throws {
        let database = try ScratchDatabase()
        try database.give(to: Self.account)
        let victim = database.directory.path + "/victim"
        let bytes = Data(repeating: 7, count: 40_000)
        try bytes.write(to: URL(filePath: victim))
        let isOver = Mutex(false)
        let path = database.path
        let attacker = Thread {
            // Long enough away to be overlooked by a first look, and there when SQLite looks for its log.
            while !isOver.withLock({ $0 }) {
                usleep(UInt32.random(in: 0...9000))
                unsafe unlink(path + "-wal")
                if Bool.random() {
                    unsafe Glibc.link(victim, path + "-wal")
                } else {
                    unsafe symlink(victim, path + "-wal")
                }
                usleep(UInt32.random(in: 0...9000))
                unsafe unlink(path + "-wal")
            }
        }
        attacker.start()
        func changes(_ number: Int) async throws -> Bool {
            await cause({ try await machine.put(content("{\"n\":\(number)}"), at: database.resource) }) == nil
        }
        // Goes on until an exchange was met: on a busy machine one of the two may not run for long.
        var (number, failed) = (0, 0)
        while number < 60 || (failed == 0 && number < 5000) {
            if try await !changes(number) { failed += 1 }
            number += 1
        }
        isOver.withLock { $0 = true }
        while attacker.isExecuting { try await Task.sleep(for: .milliseconds(5)) }
        #expect(try Data(contentsOf: URL(filePath: victim)) == bytes)
        #expect(failed > 0)
        #expect(try await changes(number))
    }
}
