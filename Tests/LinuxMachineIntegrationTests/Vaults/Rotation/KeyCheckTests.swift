import Testing
import Vault

@testable import LinuxMachine
@testable import Observers

/// A new key, asked of whoever takes it, with stand-ins that speak the documented APIs.
@Suite(.serialized) struct KeyCheckTests {
    private let key = SecretBytes(Array("sk-asked-asked-asked".utf8))

    private func gateway(_ address: String, _ dialect: String?, isInside: Bool = false) -> SecretReferences {
        SecretReferences(
            directory: "/home/claw/.openclaw",
            owner: 1000,
            configuration: "/home/claw/.openclaw/openclaw.json",
            container: isInside ? "c" : nil,
            unit: nil,
            user: nil,
            port: 18789,
            usesTLS: false,
            sharesNetwork: isInside ? false : nil,
            mounts: [],
            providers: [:],
            references: [],
            models: ["stand": .init(address: address, dialect: dialect)],
            longestTurn: .unknown,
            doubt: nil
        )
    }

    private func check(_ address: String, _ dialect: String?, isInside: Bool = false) throws -> KeyCheck {
        try #require(
            KeyCheck(
                SecretSetting(["models", "providers", "stand", "apiKey"]),
                of: gateway(address, dialect, isInside: isInside)
            )
        )
    }

    @Test(arguments: [
        ("openai-completions", "/v1", "/v1/models", "authorization", "Bearer sk-asked-asked-asked"),
        ("openai-responses", "/v1/", "/v1/models", "authorization", "Bearer sk-asked-asked-asked"),
        (nil, "/v1", "/v1/models", "authorization", "Bearer sk-asked-asked-asked"),
        ("anthropic-messages", "", "/v1/models", "x-api-key", "sk-asked-asked-asked"),
        ("google-generative-ai", "/v1beta", "/v1beta/models", "x-goog-api-key", "sk-asked-asked-asked"),
    ])
    func `each dialect is asked as it is documented`(
        _ dialect: String?,
        _ base: String,
        _ path: String,
        _ header: String,
        _ value: String
    ) async throws {
        let server = try StandInServer { _ in .whole(200, "{\"data\": []}") }
        defer { server.stop() }
        let check = try check("http://127.0.0.1:\(server.port)\(base)", dialect)
        #expect(await check.ask(key, seconds: 5) == .taken)
        let asked = try #require(server.asked.first)
        #expect(asked.method == "GET" && asked.path == path && asked.headers[header] == value)
        #expect((asked.headers["anthropic-version"] == "2023-06-01") == (dialect == "anthropic-messages"))
    }

    @Test func `Telegram is asked who the bot is`() async throws {
        let server = try StandInServer { asked in
            asked.path == "/bot1:good/getMe" ? .whole(200, "{\"ok\": true}") : .whole(401, "{\"ok\": false}")
        }
        defer { server.stop() }
        let setting = SecretSetting(["channels", "telegram", "botToken"])
        let gateway = gateway("", nil)
        let check = try #require(KeyCheck(setting, of: gateway, telegram: "http://127.0.0.1:\(server.port)"))
        #expect(await check.ask(SecretBytes(Array("1:good".utf8)), seconds: 5) == .taken)
        #expect(await check.ask(SecretBytes(Array("1:bad".utf8)), seconds: 5) == .refused(401))
        #expect(await check.ask(SecretBytes(Array("1/../x".utf8)), seconds: 5) == .refused(404))
    }

    @Test(arguments: [401, 403]) func `a refusal is one`(_ status: Int) async throws {
        let server = try StandInServer { _ in .whole(status, "{}") }
        defer { server.stop() }
        #expect(try await check("http://127.0.0.1:\(server.port)/v1", nil).ask(key, seconds: 5) == .refused(status))
    }

    @Test(arguments: [
        StandInServer.Answer.whole(500, "{}"), .whole(404, "{}"), .whole(429, "{}"), .whole(200, "<html>hello</html>"),
        .whole(302, ""), .raw(""), .silence,
    ])
    func `everything else tells nothing`(_ answer: StandInServer.Answer) async throws {
        let server = try StandInServer { _ in answer }
        defer { server.stop() }
        guard case .unknown(let why) = try await check("http://127.0.0.1:\(server.port)/v1", nil).ask(key, seconds: 1)
        else {
            Issue.record("\(answer) was believed")
            return
        }
        #expect(!why.contains("sk-asked"))
        #expect(server.asked.count == 1, "nobody was asked: \(why)")
    }

    @Test func `nothing is said in the clear to others, nor to this machine in place of a container`() async throws {
        guard case .unknown = try await check("http://192.0.2.1/v1", nil).ask(key, seconds: 1) else {
            Issue.record("a key went out in the clear")
            return
        }
        let server = try StandInServer { _ in .whole(200, "{}") }
        defer { server.stop() }
        let inside = try check("http://127.0.0.1:\(server.port)/v1", nil, isInside: true)
        guard case .unknown = await inside.ask(key, seconds: 1) else {
            Issue.record("the machine was asked in place of the container")
            return
        }
        #expect(server.asked.isEmpty)
    }

    @Test func `a header, or a dialect that is not known, is nobody to ask`() {
        let gateway = gateway("https://api.example.org", "ollama")
        #expect(KeyCheck(SecretSetting(["models", "providers", "stand", "apiKey"]), of: gateway) == nil)
        let other = self.gateway("https://api.example.org", nil)
        #expect(KeyCheck(SecretSetting(["models", "providers", "stand", "headers", "x"]), of: other) == nil)
        #expect(KeyCheck(SecretSetting(["models", "providers", "elsewhere", "apiKey"]), of: other) == nil)
        #expect(KeyCheck(SecretSetting(["gateway", "auth", "token"]), of: other) == nil)
    }
}
