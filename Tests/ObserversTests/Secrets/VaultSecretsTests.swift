import Hardening
import MachineTesting
import Surface
import Testing
import Vault

@testable import Observers

/// How old what is in the vault is, while it is sealed.
@Suite struct VaultSecretsTests {
    private static let day = 86_400

    /// A server with a vault that was written `written` days ago, and the text beside its mark.
    private func server(written: Int, _ ages: (VaultHead) -> String?) throws -> CannedSurface {
        var surface = CannedSurface(files: ["/etc/passwd": "root:x:0:0::/root:/bin/bash\n"])
        var vault = try Vault(keptBy: [KeySource("file", ["path": "/srv/keys/own"])], parts: [SecretBytes([1])])
        let bytes = try vault.write(now: UInt64(surface.now - written * Self.day))
        surface.files["/var/lib/nacre/vault/vault"] = FileContent(bytes: bytes, status: FileStatus(mode: 0o600))
        let head = try VaultHead(readingFrom: bytes)
        let path = "/var/lib/nacre/vault-marks/\(Hexadecimal.text(head.id)).ages"
        if let text = ages(head) { surface.add(path, text, mode: 0o600) }
        return surface
    }

    private func records(_ surface: CannedSurface) async throws -> [Record] {
        try await Observer(surface).secrets.vaultSecrets() ?? []
    }

    @Test func `each secret has its age, by name`() async throws {
        let surface = try server(written: 3) { head in
            """
            nacre vault ages 2
            \(head.epoch)
            \(1_790_000_000 - 200 * Self.day) 1 24 - old
            \(1_790_000_000 - 3 * Self.day) 2 7 guessable new

            """
        }
        let found = try await records(surface)
        #expect(found.map(\.name) == ["new", "old"])
        #expect(found.map { $0[.secretAge] } == [3, 200] && found.allSatisfy { $0[.vaultAge] == 3 })
    }

    @Test func `where it is not written down, only the vault's own age is known`() async throws {
        let found = try await records(try server(written: 40) { _ in nil })
        guard case .unknown = found[0][.secretAge] else { return #expect(Bool(false), "\(found)") }
        #expect(found.count == 1 && found[0][.vaultAge] == 40)
    }

    @Test func `what is of another writing, damaged, or of others to write is not believed`() async throws {
        for text in ["nacre vault ages 2\n999\n1 1 24 - a\n", "nacre vault ages 1\n1\n1 a\n", "nonsense"] {
            let found = try await records(try server(written: 1) { _ in text })
            guard case .unknown = found[0][.secretAge] else { return #expect(Bool(false), "\(text)") }
        }
        var surface = try server(written: 1) { "nacre vault ages 2\n\($0.epoch)\n1790000000 1 24 - a\n" }
        let path = try #require(surface.files.keys.first { $0.hasSuffix(".ages") })
        surface.add(path, String(decoding: surface.files[path]?.bytes ?? [], as: UTF8.self), mode: 0o666)
        guard case .unknown = try await records(surface)[0][.secretAge] else { return #expect(Bool(false)) }
    }

    @Test func `a time to come is none`() async throws {
        let surface = try server(written: 1) {
            "nacre vault ages 2\n\($0.epoch)\n\(1_790_000_000 + 2 * Self.day) 1 24 - a\n"
        }
        guard case .unknown = try await records(surface)[0][.secretAge] else { return #expect(Bool(false)) }
    }

    @Test func `no vault, no records; a damaged head is not known`() async throws {
        let surface = CannedSurface(files: ["/etc/passwd": ""])
        #expect(try await Observer(surface).secrets.vaultSecrets() == nil)
        let damaged = CannedSurface(files: ["/etc/passwd": "", "/var/lib/nacre/vault/vault": "NACREVLT"])
        await #expect(throws: (any Error).self) { try await Observer(damaged).secrets.vaultSecrets() }
    }

    @Test func `the key is looked at where the head says that it lies`() async throws {
        var surface = try server(written: 1) { _ in nil }
        surface.add("/srv/keys/own", "k", mode: 0o644)
        let files = try await Observer(surface).secrets.secretFiles() ?? []
        #expect(files.first { $0.name == "/srv/keys/own" }?[.secretFileMode] == .mode(0o644))
    }
}
