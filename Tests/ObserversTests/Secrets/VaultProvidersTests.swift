import Hardening
import MachineTesting
import Surface
import Testing

@testable import Observers

/// Whom an openclaw.json asks for secrets.
@Suite struct VaultProvidersTests {
    private static let program = "/opt/nacre/clients/claw/nacre-secret"
    private static let socket = "/run/nacre/vault/claw/socket"

    private func record(_ provider: String) async throws -> Record? {
        let surface = CannedSurface(files: [
            "/etc/passwd": "root:x:0:0::/root:/bin/bash\n",
            "/etc/nacre/vault-clients.yaml":
                "clients:\n  claw:\n    runs: account\n    user: root\n    account: 0\n    group: 0\n    secrets: [a]\n",
            "/root/.openclaw/openclaw.json": "{secrets: {providers: {\(provider)}}}",
        ])
        return try await Observer(surface).vaultPrograms.secretProviders()?.first
    }

    @Test func `the enrolled program at the enrolled socket fits`() async throws {
        let found = try await record(
            #"nacre: {source: "exec", command: "\#(Self.program)", args: ["\#(Self.socket)"]}"#
        )
        #expect(found?[.providerFits] == true && found?[.providerAsksVault] == true)
    }

    @Test(arguments: [
        #"nacre: {source: "exec", command: "/home/claw/ask", args: ["/run/nacre/vault/claw/socket"]}"#,
        #"other: {source: "exec", command: "/home/claw/ask", args: ["/run/nacre/vault/claw/socket"]}"#,
        #"nacre: {source: "exec", command: "/home/claw/ask"}"#,
        #"a: {source: "exec", command: "/opt/nacre/clients/other/nacre-secret", args: ["/run/nacre/vault/claw/socket"]}"#,
        #"a: {source: "exec", command: "/opt/nacre/clients/claw/nacre-secret", args: ["/tmp/socket"]}"#,
        #"a: {source: "exec", command: "/opt/nacre/clients/claw/nacre-secret", args: ["/run/nacre/vault/claw/socket", "x"]}"#,
    ])
    func `another program or socket does not`(_ provider: String) async throws {
        let found = try await record(provider)
        #expect(found?[.providerFits] == false && found?[.providerAsksVault] == true)
    }

    @Test func `a program of others does not ask the vault, and what is no exec provider is none`() async throws {
        let found = try await record(#"op: {source: "exec", command: "/usr/bin/op", args: ["read"]}"#)
        #expect(found?[.providerAsksVault] == false)
        #expect(try await record(#"f: {source: "file", path: "/x"}"#) == nil)
    }

    @Test func `what is not written there as a text is not known`() async throws {
        let found = try await record(#"nacre: {source: "exec", command: 3}"#)
        guard case .unknown = found?[.providerAsksVault] else {
            return #expect(Bool(false), "\(String(describing: found))")
        }
    }
}
