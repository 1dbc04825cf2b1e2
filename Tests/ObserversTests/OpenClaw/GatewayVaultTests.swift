import Hardening
import MachineTesting
import Surface
import Testing
import Vault

@testable import Observers

/// What is known of a gateway's token that is kept elsewhere.
@Suite struct GatewayVaultTests {
    private static let nacre =
        "{source: 'exec', command: '/opt/nacre/clients/c/nacre-secret', args: ['/run/nacre/vault/c/socket']}"

    private func gateway(
        _ provider: String = nacre,
        source: String = "exec",
        id: String = "claw/gateway/token",
        _ note: (VaultHead) -> String? = { _ in nil }
    ) async throws -> Record {
        var surface = CannedSurface(files: [
            "/root/.openclaw/openclaw.json": """
            {gateway: {auth: {token: {source: '\(source)', provider: 'nacre', id: '\(id)'}}},
             secrets: {providers: {nacre: \(provider)}}}
            """,
            "/etc/nacre/vault-clients.yaml": "clients:\n  c: {runs: account, account: 0}\n",
        ])
        var vault = try Vault(keptBy: [KeySource("file", ["path": "/k"])], parts: [SecretBytes([1])])
        let bytes = try vault.write(now: UInt64(surface.now))
        surface.files["/var/lib/nacre/vault/vault"] = FileContent(bytes: bytes, status: FileStatus(mode: 0o600))
        let head = try VaultHead(readingFrom: bytes)
        let path = "/var/lib/nacre/vault-marks/\(Hexadecimal.text(head.id)).ages"
        if let text = note(head) { surface.add(path, text, mode: 0o600) }
        let observer = Observer(surface)
        guard case .state(let state) = await observer.observe(.facts(.openclawGateway)) else { throw Missing() }
        return try #require(state.records.first)
    }

    private struct Missing: Error {}

    private func isUnknown(_ record: Record) -> Bool {
        [record[.gatewaySecretLength], record[.gatewaySecretIsGuessable]].allSatisfy {
            if case .unknown = $0 { true } else { false }
        }
    }

    @Test(arguments: [("24 -", 24, false), ("7 guessable", 7, true), ("23 -", 23, false), ("24 guessable", 24, true)])
    func `a token of the vault is as hard to guess as is noted beside it`(
        _ note: String,
        _ length: Int,
        _ isGuessable: Bool
    ) async throws {
        let record = try await gateway { "nacre vault ages 2\n\($0.epoch)\n1 1 \(note) claw/gateway/token\n" }
        #expect(record[.gatewayHasSecret] == true && record[.gatewaySecretIsInline] == false)
        #expect(record[.gatewaySecretLength] == .number(length))
        #expect(record[.gatewaySecretIsGuessable] == .flag(isGuessable))
    }

    @Test func `what nobody noted is not known`() async throws {
        #expect(isUnknown(try await gateway()))
        #expect(isUnknown(try await gateway { "nacre vault ages 2\n\($0.epoch)\n1 1 24 - other\n" }))
        #expect(isUnknown(try await gateway { "nacre vault ages 2\n\($0.epoch + 1)\n1 1 24 - claw/gateway/token\n" }))
        #expect(isUnknown(try await gateway { "nacre vault ages 1\n\($0.epoch)\n1 claw/gateway/token\n" }))
    }

    @Test func `what others keep is not known`() async throws {
        let note = { (head: VaultHead) -> String? in "nacre vault ages 2\n\(head.epoch)\n1 1 24 - claw/gateway/token\n"
        }
        #expect(isUnknown(try await gateway("{source: 'exec', command: '/usr/bin/op'}", note)))
        // What only looks like the vault's program answers with whatever it likes.
        for command in ["/opt/nacre/../../home/claw/any.sh", "/home/claw/any.sh", "/opt/nacre/clients/d/nacre-secret"] {
            let provider = "{source: 'exec', command: '\(command)', args: ['/run/nacre/vault/c/socket']}"
            #expect(isUnknown(try await gateway(provider, note)), "\(command)")
        }
        #expect(isUnknown(try await gateway("{source: 'file', path: '/srv/keys.json'}", source: "file", note)))
    }
}
