import Foundation
import TestPrograms
import Testing
import Vault

@testable import LinuxMachine

/// The vault's file on the disk: whole at every moment, and no older copy.
struct VaultStoreTests {
    private static let parts = [SecretBytes([UInt8](repeating: 7, count: 32))]

    /// A store in a directory of its own, with one secret.
    private static func store(_ work: (VaultStore) async throws -> Void) async throws {
        let folder = try Program.scratch()
        defer { try? FileManager.default.removeItem(at: folder) }
        let store = VaultStore(folder.path + "/vault", marks: folder.path + "/marks")
        try store.create(Vault(keptBy: [KeySource("file", ["path": "/k"])], parts: parts), now: 1)
        try store.change(parts, now: 2) { try $0.set(SecretName("a"), to: SecretBytes("one".utf8), now: 2) }
        try await work(store)
    }

    private static func value(_ store: VaultStore, _ name: String = "a") throws -> String {
        String(decoding: try store.open(parts).value(SecretName(name)).exposed, as: UTF8.self)
    }

    private static func description(_ work: () throws -> Void) -> String {
        do { try work() } catch { return "\(error)" }
        return ""
    }

    @Test("a change is there for the next who reads, and one that fails leaves everything as it was")
    func changes() async throws {
        try await Self.store { store in
            #expect(try Self.value(store) == "one")
            #expect(throws: VaultFailure.emptyValue) {
                try store.change(Self.parts, now: 3) { vault in
                    try vault.remove(SecretName("a"))
                    try vault.set(SecretName("b"), to: SecretBytes([]), now: 3)
                }
            }
            #expect(try Self.value(store) == "one")
            #expect(throws: VaultStoreFailure.self) {
                try store.create(Vault(keptBy: [KeySource("file")], parts: Self.parts), now: 9)
            }
            let modes = try ["vault", "vault.last", "lock"].map { name in
                try FileManager.default.attributesOfItem(atPath: "\(store.directory)/\(name)")[.posixPermissions]
                    as? Int
            }
            #expect(modes == [0o600, 0o600, 0o600])
        }
    }

    @Test("an older copy that was put back is refused, until somebody says that it is meant")
    func older() async throws {
        try await Self.store { store in
            let old = try Data(contentsOf: URL(filePath: store.file))
            try store.change(Self.parts, now: 3) { try $0.set(SecretName("a"), to: SecretBytes("two".utf8), now: 3) }
            try old.write(to: URL(filePath: store.file))
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: store.file)
            #expect(Self.description { _ = try store.open(Self.parts) }.contains("older copy (number 2), and number 3"))
            // Nor can anybody change it, and so make it the newest.
            #expect(throws: VaultStoreFailure.self) { try store.change(Self.parts, now: 4) { _ in } }
            try store.change(Self.parts, now: 4, accepting: true) { _ in }
            #expect(try Self.value(store) == "one")
            #expect(try store.open(Self.parts).epoch == 4)
        }
    }

    @Test("without a mark, or with one that somebody else wrote, it is refused")
    func marks() async throws {
        try await Self.store { store in
            let mark = try Self.mark(in: store)
            let path = "\(store.marks)/\(mark)"
            let text = try String(contentsOfFile: path, encoding: .utf8)
            for forged in [text.replacing("2 ", with: "1 "), "2 00\n", "", "nonsense"] {
                try forged.write(toFile: path, atomically: false, encoding: .utf8)
                #expect(throws: VaultStoreFailure.self, "\(forged)") { try store.open(Self.parts) }
            }
            try FileManager.default.removeItem(atPath: path)
            #expect(Self.description { _ = try store.open(Self.parts) }.contains("how new"))
            _ = try store.open(Self.parts, accepting: true)
        }
    }

    @Test("a damaged file is refused and named, and the copy from before the last change can be had back")
    func damaged() async throws {
        try await Self.store { store in
            try store.change(Self.parts, now: 3) { try $0.set(SecretName("a"), to: SecretBytes("two".utf8), now: 3) }
            // One that is whole is not given up for it.
            #expect(Self.description { _ = try store.restore(Self.parts, now: 4) }.contains("is whole"))
            #expect(try Self.value(store) == "two")
            let last = try Data(contentsOf: URL(filePath: store.lastGood))
            var bytes = Array(try Data(contentsOf: URL(filePath: store.file)))
            bytes[bytes.count - 40] ^= 1
            try Data(bytes).write(to: URL(filePath: store.file))
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: store.file)
            #expect(Self.description { _ = try store.open(Self.parts) }.contains("--restore"))
            #expect(throws: VaultStoreFailure.self) { try store.change(Self.parts, now: 4) { _ in } }
            // A copy that is older still is told from it.
            var older = try Vault(Array(last), parts: Self.parts)
            #expect(older.epoch == 2)
            let mark = try Self.mark(in: store)
            let now = try String(contentsOfFile: "\(store.marks)/\(mark)", encoding: .utf8)
            older.continueAfter(8)
            let newer = try older.mark(9).map { String(format: "%02x", $0) }.joined()
            try "9 \(newer)\n".write(toFile: "\(store.marks)/\(mark)", atomically: false, encoding: .utf8)
            #expect(Self.description { _ = try store.restore(Self.parts, now: 5) }.contains("7 changes would be lost"))
            try now.write(toFile: "\(store.marks)/\(mark)", atomically: false, encoding: .utf8)
            _ = try store.restore(Self.parts, now: 5)
            #expect(try Data(contentsOf: URL(filePath: "\(store.directory)/vault.damaged")) == Data(bytes))
            #expect(try Self.value(store) == "one")
            // Newer than what was lost.
            #expect(try store.open(Self.parts).epoch == 4)
        }
    }

    @Test("what a process that was ended left half written is gone with the next change")
    func unfinished() async throws {
        try await Self.store { store in
            for directory in [store.directory, store.marks] {
                try "half".write(toFile: "\(directory)/.nacre-1x2y", atomically: false, encoding: .utf8)
            }
            try store.change(Self.parts, now: 3) { try $0.set(SecretName("a"), to: SecretBytes("two".utf8), now: 3) }
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: store.directory).sorted() == [
                    "lock", "vault", "vault.last",
                ]
            )
            #expect(try FileManager.default.contentsOfDirectory(atPath: store.marks).allSatisfy { !$0.hasPrefix(".") })
        }
    }

    /// What says how new the vault is; beside it lies what says how old its secrets are.
    private static func mark(in store: VaultStore) throws -> String {
        let names = try FileManager.default.contentsOfDirectory(atPath: store.marks)
        return try #require(names.first { !$0.hasSuffix(".ages") })
    }

    @Test("a file that others may read is not used")
    func loose() async throws {
        try await Self.store { store in
            try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: store.file)
            #expect(Self.description { _ = try store.open(Self.parts) }.contains("chmod 600"))
            #expect(throws: VaultStoreFailure.self) { try store.change(Self.parts, now: 4) { _ in } }
        }
    }

    @Test("many who change it at once lose nothing, and who reads meanwhile always finds a whole one")
    func atOnce() async throws {
        try await Self.store { store in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<4 {
                    group.addTask {
                        for round in 0..<10 {
                            try store.change(Self.parts, now: 5) { vault in
                                let value = SecretBytes("\(round)".utf8)
                                try vault.set(SecretName("w\(writer)/\(round)"), to: value, now: 5)
                            }
                        }
                    }
                }
                for _ in 0..<2 {
                    group.addTask { for _ in 0..<60 { _ = try store.open(Self.parts).value(SecretName("a")) } }
                }
                try await group.waitForAll()
            }
            let vault = try store.open(Self.parts)
            #expect(vault.secrets.count == 41)
            #expect(vault.epoch == 42)
        }
    }

    @Test func `what to do about the server's vault is done with sudo`() {
        for failure in [VaultStoreFailure.markChanged, VaultStoreFailure.notKnownHere] {
            let own = failure("\(VaultStore.standardMarks)/1").description
            #expect(own.hasSuffix(": sudo nacre vault verify --accept-copy"))
            #expect(failure("/srv/v/vault").description.hasSuffix(": nacre vault verify --accept-copy"))
        }
    }
}
