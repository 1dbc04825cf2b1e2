import CLinux
import Foundation
import Glibc
import Hardening
import TestPrograms
import Testing

@testable import LinuxMachine

/// What a change keeps, and what undoing it leaves alone.
@Suite(.enabled(if: getuid() == 0, "needs root")) struct ChangeTests {
    private let tree: Tree

    init() throws { tree = try Tree() }

    private actor Steps: Journal {
        private(set) var entries: [JournalEntry] = []

        func record(_ entry: JournalEntry) { entries.append(entry) }
    }

    private func attribute(_ path: String, _ name: String) -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: 256)
        let file = unsafe open(path, O_RDONLY)
        defer { close(file) }
        let count = unsafe nacre_get_attribute(file, name, &buffer, UInt(buffer.count))
        return count < 0 ? nil : Array(buffer[..<count])
    }

    /// `user::rw-`, `user:ID:r--`, `group::r--`, `mask::r--`, `other::---`, as <linux/posix_acl_xattr.h> has it.
    private func list(for user: UInt32) -> [UInt8] {
        var bytes: [UInt8] = [2, 0, 0, 0]
        for (tag, rights, who) in [
            (UInt16(1), UInt16(6), UInt32.max), (2, 4, user), (4, 4, .max), (0x10, 4, .max), (0x20, 0, .max),
        ] {
            for value in [tag, rights] { bytes += [UInt8(value & 255), UInt8(value >> 8)] }
            bytes += (0..<4).map { UInt8(who >> (8 * $0) & 255) }
        }
        return bytes
    }

    @Test func `a file that is written anew keeps its access control list and its other attributes`() throws {
        tree.file("a", "old", mode: 0o640)
        let path = tree.at("a")
        let list = list(for: Tree.bob)
        let file = unsafe open(path, O_RDONLY)
        defer { close(file) }
        #expect(unsafe nacre_set_attribute(file, "user.note", [7], 1) == 0)
        #expect(unsafe nacre_set_attribute(file, "system.posix_acl_access", list, UInt(list.count)) == 0)
        try FileWriter.replace(path, with: .init([1], mode: 0o600))
        #expect(attribute(path, "user.note") == [7])
        #expect(tree.look("a").mode & 0o777 == 0o600)
        // The list is still there, with nothing in it that counts: the mode is its mask.
        #expect(attribute(path, "system.posix_acl_access")?.count == list.count)
        try FileWriter.replace(path, with: .init([2], mode: 0o640))
        #expect(attribute(path, "system.posix_acl_access") == list)
    }

    @Test func `an immutable file is a blocker, in words that lift it`() throws {
        tree.file("a")
        let chattr = "/usr/bin/chattr"
        func set(_ flag: String) throws -> Int32 {
            try Program.wait(for: chattr, [flag, tree.at("a")]).status
        }
        guard FileManager.default.isExecutableFile(atPath: chattr), try set("+i") == 0 else { return }
        defer { _ = try? set("-i") }
        for resource in [Resource.file(tree.at("a")), .permissions(tree.at("a"))] {
            #expect(RunningMachine().blocker(to: resource)?.contains("chattr -i") == true)
        }
        #expect(throws: RunningMachine.Failure.self) { try FileWriter.permit(tree.at("a"), .init(mode: 0o600)) }
    }

    private func plan(_ name: String, to mode: UInt16) -> Plan {
        let before = State.Permissions(mode: 0o644, owner: Tree.bob, group: Tree.bob)
        var after = before
        after.mode = mode
        let change = Change(
            .permissions(tree.at(name)),
            before: .permissions(before),
            after: .permissions(after),
            because: ["secrets.protect-stored-logins"]
        )
        return Plan(profile: "standalone", stages: [.init([change], activation: nil)])
    }

    @Test func `undoing leaves a file alone that is another than the one that was changed`() async throws {
        tree.directory("home", owner: Tree.bob)
        tree.file("home/f", owner: Tree.bob)
        tree.file("home/g", owner: Tree.bob)
        let steps = Steps()
        let transaction = Transaction(plan("home/f", to: 0o600), on: RunningMachine(), journal: steps)
        try await transaction.apply()
        #expect(tree.look("home/f").mode & 0o777 == 0o600)
        let home = unsafe open(tree.at("home"), O_RDONLY)
        defer { close(home) }
        tree.permit("home/g", Tree.bob, 0o600)
        #expect(unsafe nacre_exchange(home, "f", "g") == 0)
        let left = try await transaction.rollBack(await steps.entries, because: .failed("test"))
        #expect(left.map(\.why).first?.contains("another file") == true)
        #expect(tree.look("home/f").mode & 0o777 == 0o600)
        // Back in its place, it is the one.
        #expect(unsafe nacre_exchange(home, "f", "g") == 0)
        #expect(try await transaction.rollBack(await steps.entries, because: .failed("test")).isEmpty)
        #expect(tree.look("home/f").mode & 0o777 == 0o644 && tree.look("home/g").mode & 0o777 == 0o600)
    }

    @Test func `undoing ends where an account put a link in the place of what was changed`() async throws {
        tree.directory("home", owner: Tree.bob)
        tree.file("home/f", owner: Tree.bob)
        tree.file("secret", mode: 0o600)
        let steps = Steps()
        let transaction = Transaction(plan("home/f", to: 0o600), on: RunningMachine(), journal: steps)
        try await transaction.apply()
        let before = tree.look("secret")
        try FileManager.default.removeItem(atPath: tree.at("home/f"))
        tree.link("home/f", to: "../secret", owner: Tree.bob)
        let left = try await transaction.rollBack(await steps.entries, because: .failed("test"))
        #expect(left.map(\.why).first?.contains("is a symbolic link") == true)
        #expect(tree.look("secret") == before)
    }

    @Test func `what is put in the place of a file after the last look is not changed`() async throws {
        tree.directory("home", owner: Tree.bob)
        tree.file("home/f", owner: Tree.bob)
        let machine = RunningMachine()
        let resource = Resource.permissions(tree.at("home/f"))
        let inode = await machine.inode(of: resource)
        try FileManager.default.moveItem(atPath: tree.at("home/f"), toPath: tree.at("home/old"))
        tree.file("home/f", owner: Tree.bob)
        let now = State.permissions(.init(mode: 0o644, owner: Tree.bob, group: Tree.bob))
        let wanted = State.permissions(.init(mode: 0o600, owner: Tree.bob, group: Tree.bob))
        await #expect(throws: RunningMachine.Failure.self) {
            try await machine.put(wanted, at: resource, expecting: Expected(now, inode: inode))
        }
        #expect(tree.look("home/f").mode & 0o777 == 0o644)
    }
}
