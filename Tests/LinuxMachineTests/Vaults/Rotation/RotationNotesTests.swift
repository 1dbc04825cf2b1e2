import Foundation
import Testing
import Vault

@testable import LinuxMachine

@Suite struct RotationNotesTests {
    @Test func `what is noted is there again, and what is done leaves nothing`() async throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "nacre-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let notes = RotationNotes(of: directory.appending(path: "vault").path)
        let name = try SecretName("models/openai")
        #expect(try notes.note(name) == RotationNote())
        try notes.change(name) {
            $0.pending = .init(version: 2, reloaded: 1000, grace: 600)
            $0.issued[2] = "svc_2"
        }
        #expect(try notes.note(name).pending?.revocable == 1600)
        #expect(try notes.note(name).issued == [2: "svc_2"])
        try notes.change(name) { $0 = RotationNote() }
        #expect(try notes.all().isEmpty)
        try await notes.alone { () async throws -> Void in
            await #expect(throws: VaultStoreFailure.self) { () async throws -> Void in
                try await notes.alone { () async throws -> Void in }
            }
        }
        try Data("{".utf8).write(to: URL(filePath: notes.file))
        #expect(throws: VaultStoreFailure.self) { _ = try notes.all() }
    }

    @Test func `without a time or a grace nobody can tell when the old value may go`() {
        #expect(RotationNote.Pending(version: 2, reloaded: 1000).revocable == nil)
        #expect(RotationNote.Pending(version: 2, grace: 600).revocable == nil)
    }

    @Test func `issuers are read, and what is wrong is said with its line`() throws {
        let text = """
            issuers:
              models/openrouter: {kind: openrouter, admin: admin/openrouter}
              models/openai: {kind: openai, admin: admin/openai, project: proj_abc, address: "https://api.example.org"}
            """
        let all = try VaultIssuers.read(text)
        #expect(all.count == 2)
        #expect(all[try SecretName("models/openai")]?.project == "proj_abc")
        #expect(try VaultIssuers.read("issuers:\n").isEmpty)
        for wrong in [
            "issuers:\n  a: {kind: other, admin: b}", "issuers:\n  a: {kind: openai, admin: b}",
            "issuers:\n  a: {kind: openrouter, admin: b, project: c}", "issuers:\n  a: {kind: openrouter, admin: a}",
            "issuers:\n  a: {kind: openrouter}", "issuers:\n  a: {kind: openrouter, admin: b, key: sk-1}", "other: 1",
        ] {
            #expect(throws: VaultStoreFailure.self, "\(wrong)") { _ = try VaultIssuers.read(wrong) }
        }
    }
}
