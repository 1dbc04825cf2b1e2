import Testing
import Vault

@testable import LinuxMachine

/// The file that says who is enrolled.
struct VaultClientsTests {
    private static let text = """
        # by us
        clients:
          openclaw:
            runs: account
            user: openclaw
            account: 1001
            group: 1001
            secrets: [models/openai, gateway/token]   # both

        """

    @Test("what was written is read, with every other line kept")
    func written() throws {
        let boxed = try VaultClient("boxed", at: .container, account: 1000, group: 1000, secrets: [SecretName("a")])
        let text = try VaultClients.adding(boxed, to: Self.text)
        #expect(text.hasPrefix("# by us\n"))
        #expect(text.contains("# both"))
        let clients = try VaultClients.read(text)
        #expect(clients.map(\.name) == ["openclaw", "boxed"])
        #expect(clients[0].secrets.map(\.text) == ["models/openai", "gateway/token"])
        #expect(clients[1] == boxed)
        #expect(clients[0].socket == "/run/nacre/vault/openclaw/socket")
        #expect(clients[1].socket == "/run/nacre/vault-containers/boxed/socket")
        #expect(try VaultClients.removing("boxed", from: text) == Self.text)
        let empty = try VaultClients.removing("openclaw", from: Self.text)
        #expect(try VaultClients.read(empty).isEmpty)
        #expect(try VaultClients.read(try VaultClients.adding(boxed, to: empty)) == [boxed])
        let changed = try VaultClient(
            "openclaw",
            at: .account,
            account: 1001,
            group: 1001,
            secrets: [SecretName("b")],
            user: "openclaw"
        )
        #expect(try VaultClients.read(try VaultClients.adding(changed, to: text)).first == changed)
    }

    @Test("who is enrolled once more keeps the state directory, and another account does not get it")
    func again() throws {
        let before = try VaultClient("a", at: .container, account: 1000, group: 1000, secrets: [], state: "/srv/a")
        let same = try VaultClient("a", at: .container, account: 1000, group: 1000, secrets: [SecretName("b")])
        #expect(same.goingOn(from: [before]).state == "/srv/a")
        #expect(same.goingOn(from: [before]).secrets.map(\.text) == ["b"])
        let other = try VaultClient("a", at: .container, account: 1001, group: 1000, secrets: [])
        #expect(other.goingOn(from: [before]).state == nil)
    }

    @Test("a client may be left without secrets, and asks for none then")
    func nothing() throws {
        let clients = try VaultClients.read(Self.text.replacing("[models/openai, gateway/token]", with: "[]"))
        #expect(clients.map(\.name) == ["openclaw"] && clients[0].secrets.isEmpty)
    }

    @Test(
        "what cannot be enrolled is an error that names the line, never a client with less",
        arguments: [
            ("runs: account", "runs: everywhere"), ("runs: account", "runs: container"), ("    user: openclaw\n", ""),
            ("account: 1001", "account: root"), ("account: 1001", "account: -1"),
            ("account: 1001", "account: 4294967295"),
            ("group: 1001", "group: 4294967296"), ("    secrets: [models/openai, gateway/token]   # both\n", ""),
            ("[models/openai, gateway/token]", "[models/../x]"), ("runs: account", "runs: account\n    all: true"),
            ("  openclaw:", "  Open/Claw:"), ("[models/openai, gateway/token]", "models/openai"),
            ("clients:", "client:"),
        ]
    )
    func wrong(_ right: String, _ wrong: String) {
        let text = Self.text.replacing(right, with: wrong)
        #expect(text != Self.text)
        #expect(throws: VaultStoreFailure.self) { try VaultClients.read(text) }
    }

    @Test("a file without clients enrols nobody")
    func none() throws {
        #expect(try VaultClients.read("").isEmpty)
        #expect(try VaultClients.read("# nobody\n").isEmpty)
        #expect(try VaultClients.read("clients:\n").isEmpty)
    }
}
