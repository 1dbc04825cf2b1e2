import Testing
import Vault

@testable import Commands
@testable import LinuxMachine
@testable import Observers

/// What is said before a new value is asked for.
struct UntriedTests {
    private static func why(_ path: [String], address: String? = "https://api.example.org", isMade: Bool = false) throws
        -> [String]
    {
        let name = try SecretName("models/openai")
        let gateway = SecretReferences(
            directory: "/home/claw/.openclaw",
            owner: 1000,
            configuration: "/home/claw/.openclaw/openclaw.json",
            container: nil,
            unit: nil,
            user: nil,
            port: 18789,
            usesTLS: false,
            sharesNetwork: nil,
            mounts: [],
            providers: [:],
            references: [],
            models: ["openai": .init(address: address, dialect: "openai-completions")],
            longestTurn: .unknown,
            doubt: nil
        )
        let client = try VaultClient("claw", at: .container, account: 1, group: 1, secrets: [name])
        let consumers = [SecretConsumer(client: client, gateway: gateway, settings: [SecretSetting(path)])]
        return SecretRotation.untried(name, KeyCheck.all(of: consumers), consumers, isMade: isMade)
    }

    private static let model = ["models", "providers", "openai", "apiKey"]

    @Test func `who can be asked is no reason`() throws {
        #expect(try Self.why(Self.model) == [])
        #expect(try Self.why(["gateway", "auth", "token"]) == [], "a login is tried by logging in")
    }

    @Test func `that nobody is known to ask is said, unless the issuer makes it`() throws {
        #expect(try Self.why(["skills", "entries", "a", "apiKey"]).first?.contains("nobody is known to ask") == true)
        #expect(try Self.why(["skills", "entries", "a", "apiKey"], isMade: true) == [])
    }

    @Test func `that a server would be asked in the clear is said before there is a value`() throws {
        let why = try Self.why(Self.model, address: "http://api.example.org/v1")
        #expect(why.count == 1 && why[0].contains("cannot be asked whether it takes the new value"))
        #expect(why[0].contains("needs https"))
    }
}
