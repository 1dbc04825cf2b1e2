import Testing

@testable import Observers

@Suite struct GuessableSecretTests {
    @Test(arguments: [
        "qwertyuiopasdfghjklzxcvbnm", "1qaz" + "qwertzuiopasdfghjklyxcvbnm",
        "my-gateway-token-2026", "local-dev-gateway-token-do-not-use", "openclaw_dev_secret", "abcabcabcabcabcabc",
        "0123456789abcdef0123", "change-me-please", "aaaaaaaaaaaaaaaaaaaaaaaa",
    ])
    func `what people write into examples is guessable`(_ text: String) {
        #expect(TokenStrength.isGuessable(text))
    }

    @Test(arguments: [
        "7c1f0b9e52d84a6630e9fb17a2c45d8e", "Wq81LmZx0Vb7Tn35Rw92", "otter-violet-hammock-drizzle-anvil-pretzel",
        "f3e1-9c0a-77d2-b48e-10fa", "9Ym2token4Zk8PwQx1RtL",
    ])
    func `what was made at random is not`(_ text: String) { #expect(!TokenStrength.isGuessable(text)) }

    @Test func `a name that says secret in its last word does, and one of a place or a time does not`() {
        for name in ["ADMIN_PASS", "DB_PW", "AUTH_SECRET", "BRAVE_API_KEY", "smtp-passwd"] {
            #expect(SettingsObserver.isSecretName(name), "\(name)")
        }
        for name in ["TOKEN_TTL_SECONDS", "TOKEN_ENDPOINT", "SECRET_FILE", "COMPASS", "BYPASS_MODE", "TOKEN_URL"] {
            #expect(!SettingsObserver.isSecretName(name), "\(name)")
        }
    }

    @Test func `a mount is told by its place too, and a whole home or all of var is the system's`() {
        #expect(ContainersObserver.mountKind("$ENGINE", at: "/var/run/docker.sock") == "container engine socket")
        #expect(ContainersObserver.mountKind("$STATE", at: "/home/node/.openclaw") == "data")
        #expect(ContainersObserver.mountKind("/home/ada") == "home")
        #expect(ContainersObserver.mountKind("/home/ada/claw/state") == "data")
        #expect(ContainersObserver.mountKind("/var/") == "system")
        #expect(ContainersObserver.mountKind("/var/lib") == "system")
        #expect(ContainersObserver.mountKind("/var/lib/openclaw") == "data")
    }

    @Test func `a binding to one room hands no direct message on`() async {
        func reached(_ match: String) async -> Bool {
            let exposure = await Exposure.reading(
                """
                {agents: {list: [{id: 'front', default: true, tools: {profile: 'minimal'}}, {id: 'ops'}]},
                 channels: {slack: {dmPolicy: 'open', allowFrom: ['*'], groupPolicy: 'disabled'}},
                 bindings: [{agentId: 'ops', match: {channel: 'slack'\(match)}}]}
                """
            )
            guard let agent = exposure.agents.first(where: { $0.id == "ops" }) else { return true }
            return exposure.speakers(of: agent).contains { $0.name.hasPrefix("anybody on slack") }
        }
        #expect(await !reached(", peer: {kind: 'group', id: 'C0AAAA'}"))
        #expect(await reached(", peer: {kind: 'direct', id: 'U1'}"))
        #expect(await reached(""))
    }
}
