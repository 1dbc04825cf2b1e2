import Foundation
import TestPrograms
import Testing
import Vault

@testable import LinuxMachine

/// What audits see of a sealed vault: a file beside its mark.
struct VaultAgesFileTests {
    private static let parts = [SecretBytes([UInt8](repeating: 7, count: 32))]

    private static func with(_ work: (VaultStore, String) throws -> Void) throws {
        let folder = try Program.scratch()
        defer { try? FileManager.default.removeItem(at: folder) }
        let store = VaultStore(folder.path + "/vault", marks: folder.path + "/marks")
        let vault = try Vault(keptBy: [KeySource("file", ["path": "/k"])], parts: parts)
        try store.create(vault, now: 1)
        let id = vault.id.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        try work(store, folder.path + "/marks/\(id).ages")
    }

    @Test func `each change writes it, with the number of that writing, for root alone`() throws {
        try Self.with { store, path in
            try store.change(Self.parts, now: 20) { try $0.set(SecretName("a"), to: SecretBytes([1]), now: 20) }
            let vault = try store.open(Self.parts)
            let expected = "nacre vault ages 2\n\(vault.epoch)\n20 1 1 guessable a\n"
            #expect(try String(contentsOfFile: path, encoding: .utf8) == expected)
            #expect(try store.knowsAges(of: vault))
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            #expect(mode == 0o600)
        }
    }

    @Test func `a vault of an earlier version has none until it is verified`() throws {
        try Self.with { store, path in
            try FileManager.default.removeItem(atPath: path)
            let vault = try store.open(Self.parts)
            #expect(try !store.knowsAges(of: vault))
            try store.makeAgesKnown(of: Self.parts)
            #expect(try store.knowsAges(of: vault))
            try Data("nonsense".utf8).write(to: URL(filePath: path))
            #expect(try !store.knowsAges(of: vault))
            // What somebody wrote there is not what the next change goes by, once it was verified.
            let before = "nacre vault ages 2\n\(vault.epoch)\n20 1 24 - a\n"
            try Data(before.utf8).write(to: URL(filePath: path))
            #expect(try !store.knowsAges(of: vault))
            try store.makeAgesKnown(of: Self.parts)
            #expect(try String(contentsOfFile: path, encoding: .utf8) != before)
        }
    }
}
