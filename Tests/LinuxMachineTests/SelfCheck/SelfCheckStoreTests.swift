import Foundation
import Hardening
import MachineTesting
import Surface
import Testing

@testable import LinuxMachine

/// The store, its lock, and whether Nacre may be removed.
@Suite struct SelfCheckStoreTests {
    @Test(arguments: ["", "/generations", "/generations/0001"])
    func `a directory of the store is root's alone`(_ path: String) async {
        var server = ServerToCheck()
        server.surface.directories[ServerToCheck.store + path] = 0o750
        #expect(await server.wrong().contains { $0.hasPrefix("\(ServerToCheck.store + path) is not root's alone") })
    }

    @Test(arguments: ["key", "lock", "generations/0001/plan", "generations/0001/journal"])
    func `a file of the store is root's alone`(_ name: String) async {
        let path = "\(ServerToCheck.store)/\(name)"
        var server = ServerToCheck()
        server.surface.add(path, "x", mode: 0o644)
        #expect(await server.wrong().contains { $0.hasPrefix("\(path) is not root's alone") })
        server.surface.add(path, "x", mode: 0o600, owner: 5)
        #expect(await server.wrong().contains { $0.hasPrefix("\(path) is not root's alone: owner 5") })
    }

    @Test func `the way to the store is root's, too`() async {
        var server = ServerToCheck()
        server.surface.directories["/var"] = 0o777
        #expect(await server.wrong().contains { $0.hasPrefix("/var can be changed by others") })
    }

    @Test func `no store at all is in order`() async {
        var server = ServerToCheck()
        server.disarm()
        for path in server.surface.files.keys where path.hasPrefix(ServerToCheck.store) {
            server.surface.files[path] = nil
        }
        server.content = .success(StoreContent())
        #expect(await server.wrong() == [])
        guard case .free = await server.check.removal() else { return #expect(Bool(false)) }
    }

    @Test func `what cannot be read is wrong, and whether it waits unknown`() async {
        var server = ServerToCheck()
        let damaged = DamagedGeneration(number: 2, why: "torn", progress: nil, isSettled: false, directory: "/g/0002")
        server.content = .success(StoreContent(damaged: [damaged]))
        #expect(await server.wrong() == ["generation 2 cannot be read: torn"])
        #expect(await server.unknown().contains { $0.hasPrefix("whether generation 2 waits") })
        guard case .unknown = await server.check.removal() else { return #expect(Bool(false)) }
        server.content = .failure(StoreError("no key"))
        #expect(await server.wrong() == ["the generations cannot be read: no key"])
        guard case .unknown = await server.check.removal() else { return #expect(Bool(false)) }
    }

    @Test func `a lock that a living process holds is ok`() async {
        var server = ServerToCheck()
        server.hold(by: 77)
        #expect(await server.check.lines().contains(.ok("the lock is held by process 77, which is at work")))
    }

    @Test func `a lock that outlives its process, or is another's, is wrong`() async {
        var server = ServerToCheck()
        server.hold(by: 77, began: nil, opens: false)
        #expect(await server.wrong() == ["/var/lib/nacre/lock is held for process 77, which is gone"])
        server = ServerToCheck()
        // The number was given to another process since.
        server.hold(by: 77, began: 9999)
        #expect(await server.wrong() == ["/var/lib/nacre/lock is held by process 77, which did not say so in it"])
        server = ServerToCheck()
        server.hold(by: 78)
        #expect(await server.wrong() == ["/var/lib/nacre/lock is held by process 78, which did not say so in it"])
    }

    @Test func `a lock on another file of that number is none of ours`() async {
        var server = ServerToCheck()
        server.hold(by: 78, opens: false)
        #expect(await server.wrong() == [])
    }

    @Test func `without the kernel's table, the lock is unknown`() async {
        var server = ServerToCheck()
        server.surface.files["/proc/locks"] = nil
        #expect(await server.unknown().count == 1)
    }

    @Test func `the real lock is seen, and seen to go`() async throws {
        let store = FileManager.default.temporaryDirectory.appending(path: "store-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: store) }
        try FileManager.default.createDirectory(atPath: store, withIntermediateDirectories: true)
        do {
            let lock = try StoreLock(store)
            guard case .held(let pid) = await (try SelfCheck.ofThisServer(store: store)).lock() else {
                Issue.record("not seen")
                return
            }
            #expect(pid == getpid())
            _ = consume lock
        }
        guard case .free = await (try SelfCheck.ofThisServer(store: store)).lock() else {
            Issue.record("not seen to go")
            return
        }
    }

    @Test(arguments: [
        [JournalEntry.putting(0)], [.applied], [.applied, .confirming], [.applied, .rollingBack(.asked)],
    ])
    func `while a change is not settled, Nacre stays`(_ entries: [JournalEntry]) async {
        guard case .waits(let generation) = await ServerToCheck(entries).check.removal() else {
            return #expect(Bool(false))
        }
        #expect(generation.number == 1)
    }

    @Test func `what is confirmed needs the store, what was rolled back does not`() async {
        guard case .inForce = await ServerToCheck([.applied, .confirmed]).check.removal() else {
            return #expect(Bool(false))
        }
        var server = ServerToCheck([.applied, .rollingBack(.asked), .rolledBack])
        guard case .free = await server.check.removal() else { return #expect(Bool(false)) }
        server.hold(by: 77)
        guard case .atWork = await server.check.removal() else { return #expect(Bool(false)) }
    }
}
