import Hardening
import MachineTesting
import Surface
import Testing
import Vault

@testable import Observers

/// What goes around the guard.
@Suite struct ModelRoutesTests {
    private static let placeholder = "nacre-guard-" + String(repeating: "b", count: 52)

    private static func guardFile(_ listen: String = "127.0.0.1:18785") -> String {
        let hash = ContentDigest.hexadecimal(Array(placeholder.utf8))
        return "listen: [\"\(listen)\"]\nagents:\n  main-a:\n    placeholder: sha256:\(hash)\n    upstream: a\n"
    }

    private func record(
        _ text: String,
        _ others: [String: String] = [:],
        isVersionKnown: Bool = true
    ) async throws -> Record {
        var files = others
        files["/etc/passwd"] = "root:x:0:0::/root:/bin/bash\n"
        files["/root/.openclaw/openclaw.json"] = text
        if isVersionKnown {
            files["/usr/lib/node_modules/openclaw/package.json"] = #"{"name": "openclaw", "version": "2026.9.6"}"#
        }
        return try #require(try await Observer(CannedSurface(files: files)).models.modelRoutes()?.first)
    }

    private static func behind(_ address: String, key: String = placeholder, more: String = "") -> String {
        """
        {models: {mode: "replace", providers: {"main-a": {api: "anthropic-messages", baseUrl: "\(address)", apiKey: "\(key)",
          models: [{id: "m"\(more)}]}}}, agents: {defaults: {model: "main-a/m"}}}
        """
    }

    @Test func `nothing goes around a guard that knows the placeholder, and the placeholder is no key`() async throws {
        let text = Self.behind("http://127.0.0.1:18785")
        let record = try await record(text, ["/etc/nacre/guard.yaml": Self.guardFile()])
        #expect(record[.routesAround] == .unset && record[.hiddenRuntimes] == .unset)
        // Nobody saw the gateway's process, which may have variables.
        guard case .unknown = record[.modelKeys] else {
            Issue.record("\(record[.modelKeys])")
            return
        }
    }

    @Test(arguments: [
        (behind("http://127.0.0.1:18786"), guardFile()),
        (behind("https://127.0.0.1:18785"), guardFile()),
        (behind("http://127.0.0.1:18785@api.example:443"), guardFile()),
        (behind("http://198.51.100.7:18785"), guardFile()),
        (behind("http://127.0.0.1:18785", key: "nacre-guard-" + String(repeating: "c", count: 52)), guardFile()),
        (behind("http://127.0.0.1:18785", more: #", baseUrl: "https://api.example""#), guardFile()),
        (behind("http://127.0.0.1:18785"), guardFile("127.0.0.2:18785") + "x: y\n"),
        (
            behind("http://127.0.0.1:18785").replacing(
                #"model: "main-a/m""#,
                with: #"model: {primary: "main-a/m", fallbacks: ["b/m"]}"#
            ), guardFile()
        ),
        (
            behind("http://127.0.0.1:18785").replacing(
                #"model: "main-a/m""#,
                with: #"model: "main-a/m", utilityModel: "openai/x""#
            ), guardFile()
        ),
        (behind("http://127.0.0.1:18785").replacing(#"model: "main-a/m""#, with: ""), guardFile()),
    ])
    func `what leads elsewhere, or to a guard that does not know it, goes around`(_ text: String, _ file: String)
        async throws
    {
        let other = file.contains("127.0.0.2") ? file.replacing("127.0.0.2:18785", with: "10.0.0.1:18785") : file
        let record = try await record(text, ["/etc/nacre/guard.yaml": other])
        guard case .list(let routes) = record[.routesAround], !routes.isEmpty else {
            Issue.record("\(record[.routesAround])")
            return
        }
    }

    @Test func `without a guard every model goes around, and no secret of an address is told`() async throws {
        let record = try await record(
            #"{models: {providers: {a: {baseUrl: "https://me:hunter2hunter2@a.example/v1?key=hunter3hunter3"}}}, agents: {defaults: {model: "a/m"}}}"#
        )
        #expect(
            record[.routesAround] == [
                "agents.defaults.model asks a/m", "models.providers.a leads to https://a.example",
            ]
        )
    }

    @Test func `what OpenClaw stored beside its configuration counts unless it is told otherwise`() async throws {
        let text = Self.behind("http://127.0.0.1:18785")
        let stored =
            #"{"providers": {"openai": {"baseUrl": "https://api.openai.com/v1"}, "main-a": {"baseUrl": "http://127.0.0.1:18785"}}}"#
        let files = [
            "/etc/nacre/guard.yaml": Self.guardFile(), "/root/.openclaw/agents/main/agent/models.json": stored,
        ]
        #expect(try await record(text, files)[.routesAround] == .unset)
        let merging = text.replacing(#"mode: "replace", "#, with: "")
        #expect(
            try await record(merging, files)[.routesAround] == [
                "openai in /root/.openclaw/agents/main/agent/models.json leads to https://api.openai.com"
            ]
        )
    }

    @Test func `an automation that names a model of its own is told`() async throws {
        let jobs = """
            {"jobs": [{"name": "digest", "payload": {"kind": "agentTurn", "model": "openai/gpt-5.5"}},
             {"name": "fine", "payload": {"kind": "agentTurn", "model": "main-a/m"}}, {"id": "3", "payload": {}}]}
            """
        let files = ["/etc/nacre/guard.yaml": Self.guardFile(), "/root/.openclaw/cron/jobs.json": jobs]
        let record = try await record(Self.behind("http://127.0.0.1:18785"), files)
        #expect(record[.routesAround] == ["the automation digest asks openai/gpt-5.5"])
        let moved = try await self.record(
            Self.behind("http://127.0.0.1:18785").replacing(
                "{models:",
                with: "{cron: {store: \"/srv/jobs.json\"}, models:"
            ),
            ["/etc/nacre/guard.yaml": Self.guardFile(), "/srv/jobs.json": jobs]
        )
        #expect(moved[.routesAround] == ["the automation digest asks openai/gpt-5.5"])
        let broken = try await self.record(
            Self.behind("http://127.0.0.1:18785"),
            ["/etc/nacre/guard.yaml": Self.guardFile(), "/root/.openclaw/cron/jobs.json": "{"]
        )
        guard case .unknown = broken[.routesAround] else {
            Issue.record("\(broken[.routesAround])")
            return
        }
    }

    @Test(arguments: [
        (#"agents: {defaults: {model: "claude-cli/opus"}}"#, "agents.defaults.model runs the agent by claude-cli"),
        (
            #"agents: {defaults: {model: "a/m", models: {"a/m": {agentRuntime: {id: "codex"}}}}}"#,
            "runs the agent by codex"
        ),
        (
            #"agents: {list: [{id: "main", runtime: {type: "acp"}}]}"#,
            "agents.list.0.runtime.type runs the agent by ACP"
        ),
        (#"models: {providers: {a: {agentRuntime: {id: "claude-cli"}}}}"#, "models.providers.a.agentRuntime.id runs"),
    ])
    func `a program that runs agents is told`(_ text: String, _ words: String) async throws {
        let record = try await record("{\(text)}")
        guard case .list(let runtimes) = record[.hiddenRuntimes] else {
            Issue.record("\(record[.hiddenRuntimes])")
            return
        }
        #expect(runtimes.contains { $0.contains(words) }, "\(runtimes)")
    }

    @Test func `keys are told however the gateway has them, and not shown`() async throws {
        let text = """
            {models: {providers: {a: {apiKey: "sk-ant-api03-0123456789abcdefghijklmn"},
              b: {apiKey: {source: "exec", provider: "nacre", id: "claw/b"}}, c: {apiKey: "${XAI_API_KEY}"}}}}
            """
        let record = try await record(
            text,
            [
                "/root/.openclaw/.env":
                    "XAI_API_KEY=xai-0123456789abcdefghij\nGROQ_API_KEY=gsk_0123456789abcdefghijABCD\n"
            ]
        )
        guard case .list(let keys) = record[.modelKeys] else {
            Issue.record("\(record[.modelKeys])")
            return
        }
        #expect(
            keys == [
                "GROQ_API_KEY", "models.providers.a.apiKey", "models.providers.b.apiKey", "models.providers.c.apiKey",
            ]
        )
    }

    @Test func `where it is not known which variables the gateway has, it is not known that it has no key`()
        async throws
    {
        let record = try await record("{}", isVersionKnown: false)
        guard case .unknown = record[.modelKeys] else {
            Issue.record("\(record[.modelKeys])")
            return
        }
    }

    @Test func `guard.yaml that cannot be read leaves nothing known`() async throws {
        let record = try await record("{}", ["/etc/nacre/guard.yaml": "a: [\n"])
        let observer = Observer(
            CannedSurface(files: [
                "/etc/passwd": "root:x:0:0::/root:/bin/bash\n", "/root/.openclaw/openclaw.json": "{}",
                "/etc/nacre/guard.yaml": "a: [\n",
            ])
        )
        guard case .unknown = try await observer.models.agentGuard()?.first?[.guardSetup] else {
            Issue.record("it is taken for known")
            return
        }
        // What is known to go around is told all the same.
        guard case .list = record[.routesAround] else {
            Issue.record("\(record[.routesAround])")
            return
        }
    }
}
