import Hardening
import LinuxMachine
import Testing
import Vault

@testable import Commands

/// What an installation is enrolled as.
@Suite struct MigrationClientTests {
    private func keys(_ directory: String) -> InstallationKeys {
        InstallationKeys(
            installation: directory,
            keys: [],
            container: "claw",
            account: .init(user: 1000, group: 1000, name: nil)
        )
    }

    private func client(_ directory: String, named name: String? = nil, among enrolled: [VaultClient]) throws
        -> VaultClient
    {
        try MigrationClient.client(for: keys(directory), named: name, among: enrolled)
    }

    @Test func `two containers of one account are never one client`() throws {
        let first = try client("/opt/openclaw/state", among: [])
        let second = try client("/srv/openclaw/state", among: [first])
        #expect(first.name == "openclaw" && second.name == "openclaw-2")
        #expect(try client("/srv/openclaw/state", among: [first, second]).name == "openclaw-2")
        #expect(try client("/opt/openclaw/state", among: [first, second]).name == "openclaw")
        #expect(throws: VaultRefusal.self) { try client("/srv/openclaw/state", named: "openclaw", among: [first]) }
    }

    @Test func `one that somebody enrolled by hand is not taken over`() throws {
        let byHand = try VaultClient("openclaw", at: .container, account: 1000, group: 1000, secrets: [])
        #expect(try client("/opt/openclaw/state", among: [byHand]).name == "openclaw-2")
    }

    @Test func `the directory is kept in the list`() throws {
        let secret = try VaultClient(
            "claw",
            at: .container,
            account: 1000,
            group: 1000,
            secrets: [.typed("a")],
            state: "/opt/openclaw/state"
        )
        let text = try VaultClients.adding(secret, to: "")
        #expect(try VaultClients.read(text) == [secret])
    }
}
