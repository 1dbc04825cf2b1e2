import Hardening
import MachineTesting
import Surface
import Testing

@testable import Observers

@Suite struct GatewayAuthenticationTests {
    private func gateway(_ files: [String: String]) async throws -> Record {
        let observer = Observer(CannedSurface(files: files))
        guard case .state(let state) = await observer.observe(.facts(.openclawGateway)) else { throw Missing() }
        return try #require(state.records.first)
    }

    private struct Missing: Error {}

    private func gateway(_ text: String, _ files: [String: String] = [:]) async throws -> Record {
        try await gateway(files.merging(["/root/.openclaw/openclaw.json": text]) { $1 })
    }

    private static let unit = "/etc/systemd/system/openclaw.service"

    private func isUnknown(_ value: Value) -> Bool { if case .unknown = value { true } else { false } }

    @Test func `a token in the file has its length, and nothing of itself, in the record`() async throws {
        let record = try await gateway(
            "{\ngateway: {auth: {mode: 'token', token: '0123456789abcdef0123456789abcdef'}}}"
        )
        #expect(record[.gatewayAuth] == "token" && record[.gatewayHasSecret] == true)
        #expect(record[.gatewaySecretLength] == 32 && record[.gatewaySecretIsInline] == true)
        #expect(record.origins[.gatewaySecretLength]?.line == 2)
        #expect(!"\(record)".contains("0123456789abcdef"))
    }

    @Test func `a token from .env is no token in the file`() async throws {
        let text = "{gateway: {auth: {token: '${OPENCLAW_GATEWAY_TOKEN}'}}}"
        let files = ["/root/.openclaw/.env": "OPENCLAW_GATEWAY_TOKEN=abcdefghijklmnopqrstuvwxyz\n"]
        let record = try await gateway(text, files)
        #expect(record[.gatewayAuth] == "token" && record[.gatewayHasSecret] == true)
        #expect(record[.gatewaySecretLength] == 26 && record[.gatewaySecretIsInline] == false)
    }

    @Test func `a variable that nothing sets is a token of which nothing is known`() async throws {
        let record = try await gateway("{gateway: {auth: {token: '${OPENCLAW_GATEWAY_TOKEN}'}}}")
        #expect(record[.gatewayAuth] == "token")
        #expect(isUnknown(record[.gatewayHasSecret]) && isUnknown(record[.gatewaySecretLength]))
    }

    @Test func `a variable that stands for itself is no token`() async throws {
        let record = try await gateway(
            "{gateway: {auth: {token: '${CLAW_TOKEN}'}}, env: {CLAW_TOKEN: '${CLAW_TOKEN}'}}"
        )
        #expect(isUnknown(record[.gatewayHasSecret]) && isUnknown(record[.gatewaySecretLength]))
        let chosen = try await gateway(
            "{gateway: {auth: {token: '${CLAW_TOKEN}'}}, env: {CLAW_TOKEN: 'abcdefghijklm'}}"
        )
        #expect(chosen[.gatewaySecretLength] == 13)
    }

    @Test func `what the gateway is started with says how it asks`() async throws {
        let unit = [Self.unit: "[Service]\nExecStart=/usr/bin/openclaw gateway --auth none\n"]
        let record = try await gateway("{gateway: {auth: {mode: 'token', token: 'abcdefghijklm'}}}", unit)
        #expect(record[.gatewayAuth] == "none" && record[.gatewayHasSecret] == false)
    }

    @Test func `without a token in any file, the process's variables decide`() async throws {
        let version = "{meta: {lastTouchedVersion: '2026.2.12'}, gateway: {auth: {mode: 'token'}}}"
        #expect(isUnknown(try await gateway(version)[.gatewayHasSecret]))
        let bare = try await gateway(version, [Self.unit: "[Service]\nExecStart=/usr/bin/openclaw gateway\n"])
        #expect(bare[.gatewayHasSecret] == false)
        let given = "[Service]\nEnvironment=\"OPENCLAW_GATEWAY_TOKEN=abcdefghijklmnop\"\nExecStart=/usr/bin/openclaw"
        #expect(try await gateway(version, [Self.unit: given])[.gatewaySecretLength] == 16)
        let filed = "[Service]\nEnvironmentFile=-/etc/openclaw.env\nExecStart=/usr/bin/openclaw"
        let files = [Self.unit: filed, "/etc/openclaw.env": "OPENCLAW_GATEWAY_TOKEN=abcdefghijkl"]
        #expect(try await gateway(version, files)[.gatewaySecretLength] == 12)
    }

    @Test(
        arguments: [
            ("2026.1.20", "none", false), ("2026.2.6", "token", false), ("2026.4.19", "token", true),
        ] as [(String, Value, Value)]
    )
    func `with nothing set at all, the version decides`(_ version: String, _ mode: Value, _ has: Value) async throws {
        let unit = [Self.unit: "[Service]\nExecStart=/usr/bin/openclaw gateway\n"]
        let record = try await gateway("{meta: {lastTouchedVersion: '\(version)'}}", unit)
        #expect(record[.gatewayAuth] == mode && record[.gatewayHasSecret] == has)
    }

    @Test func `no authentication is said only where it is written`() async throws {
        let record = try await gateway("{gateway: {auth: {mode: 'none'}}}")
        #expect(record[.gatewayAuth] == "none" && record[.gatewayHasSecret] == false)
    }

    @Test func `a client of a remote gateway has no gateway to protect`() async throws {
        let record = try await gateway("{gateway: {mode: 'remote', bind: 'lan', remote: {url: 'wss://x.example'}}}")
        #expect(record[.gatewayAuth] == .unset && record[.gatewayHasSecret] == .unset)
        #expect(record[.gatewayIsExposed] == false)
    }

    @Test(
        arguments: [
            ("bind: 'loopback'", false), ("bind: 'auto'", false), ("bind: 'lan'", true), ("bind: 'tailnet'", true),
            ("bind: 'custom', customBindHost: '127.0.0.1'", false),
            ("bind: 'custom', customBindHost: '10.0.0.5'", true),
            ("bind: '0.0.0.0'", true), ("port: 1", false), ("tailscale: {mode: 'funnel'}", true),
        ] as [(String, Value)]
    )
    func `says whether it answers beyond loopback`(_ text: String, _ isExposed: Value) async throws {
        #expect(try await gateway("{gateway: {\(text)}}")[.gatewayIsExposed] == isExposed)
    }

    @Test func `what the unit passes as --bind wins over the file`() async throws {
        let unit = "[Service]\nExecStart=/usr/bin/openclaw gateway --port 18789 \\\n  --bind=lan\n"
        let record = try await gateway("{gateway: {bind: 'loopback'}}", [Self.unit: unit])
        #expect(record[.gatewayBind] == "lan" && record[.gatewayIsExposed] == true)
        #expect(record.origins[.gatewayBind] == Origin(Self.unit))
    }

    @Test(arguments: [
        "undefined", "changeme", "<YOUR_AUTH_TOKEN_HERE>", "REPLACE_WITH_GENERATED_TOKEN", "#OPENCLAW_TOKEN#",
        "[REDACTED_TOKEN]", "${env.GATEWAY_TOKEN}", "REDACTED", "your-token-here", "aaaaaaaaaaaaaaaaaaaaaaaa",
        "correct horse battery staple",
    ])
    func `tokens of examples are guessable`(_ text: String) {
        #expect(TokenStrength.isGuessable(text))
    }

    @Test(arguments: [
        "5b8b43da576801d7e82da9337ff104d736f28acbeec574c9", "crumb violin outpost yonder", "x7-Kq_9Lm2Pw",
    ])
    func `random tokens are not`(_ text: String) {
        #expect(!TokenStrength.isGuessable(text))
    }
}
