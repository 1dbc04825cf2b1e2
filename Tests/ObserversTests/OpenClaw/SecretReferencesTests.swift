import MachineTesting
import Surface
import Testing

@testable import Hardening
@testable import Observers

@Suite struct SecretReferencesTests {
    private func references(_ surface: CannedSurface) async throws -> SecretReferences {
        try #require(await Observer(surface).secretReferences().content?.first)
    }

    @Test func `references are found wherever they stand, also in what is included`() async throws {
        let found = try await references(
            CannedSurface(files: [
                "/etc/passwd": "",
                "/root/.openclaw/openclaw.json": """
                {gateway: {port: 18999, auth: {token: {source: "exec", provider: "nacre", id: "gateway/token"}}},
                 secrets: {providers: {nacre: {source: "exec", command: "/opt/nacre/c", args: ["/run/nacre/vault/c/socket"]},
                                       file: {source: "file", path: "/x"}}},
                 models: {$include: "models.json"},
                 channels: {telegram: {botToken: {source: "env", provider: "default", id: "BOT"}}},
                 agents: {defaults: {timeoutSeconds: 900}}}
                """,
                "/root/.openclaw/models.json": """
                {providers: {openai: {baseUrl: "https://api.example.org/v1", api: "openai-completions",
                  apiKey: {source: "exec", provider: "nacre", id: "models/openai"},
                  headers: {x: {source: "exec", provider: "other", id: "models/openai"}}}}}
                """,
            ])
        )
        #expect(
            found.references.map { "\($0.path.joined(separator: ".")) \($0.provider) \($0.id)" } == [
                "gateway.auth.token nacre gateway/token", "models.providers.openai.apiKey nacre models/openai",
                "models.providers.openai.headers.x other models/openai",
            ]
        )
        #expect(found.providers.mapValues(\.arguments) == ["nacre": ["/run/nacre/vault/c/socket"]])
        #expect(found.models["openai"]?.address == "https://api.example.org/v1")
        #expect(found.longestTurn == .seconds(900) && found.port == 18999 && found.doubt == nil)
    }

    @Test(arguments: [
        ("", SecretReferences.TurnLimit.seconds(172_800)), ("timeoutSeconds: 0", .unlimited),
        ("timeoutSeconds: 'x'", .unknown),
    ])
    func `the longest turn is what is set, or what OpenClaw does by itself`(
        _ setting: String,
        _ limit: SecretReferences.TurnLimit
    ) async throws {
        let found = try await references(
            CannedSurface(files: [
                "/etc/passwd": "", "/root/.openclaw/openclaw.json": "{agents: {defaults: {\(setting)}}}",
            ])
        )
        #expect(found.longestTurn == limit)
    }

    @Test func `what cannot be read leaves a doubt`() async throws {
        let found = try await references(
            CannedSurface(files: [
                "/etc/passwd": "", "/root/.openclaw/openclaw.json": "{models: {$include: 'gone.json'}}",
            ])
        )
        #expect(found.doubt != nil)
    }
}
