import Documents
import Foundation
import Hardening
import MachineTesting
import Observers
import Surface
import Testing
import Vault

@testable import Controls

/// An openclaw.json whose agents come behind the guard.
@Suite struct GuardEnrolmentTests {
    private static let provider = """
        secrets: {providers: {nacre: {source: "exec", command: "/opt/nacre/clients/claw/nacre-secret"}}}
        """
    private static func key(_ name: String) -> String {
        #"{source: "exec", provider: "nacre", id: "\#(name)"}"#
    }

    /// One agent, a fallback of another vendor, a helper, an alias.
    private static let single = """
        {\(provider),
         models: {providers: {anthropic: {apiKey: \(key("claw/models/anthropic")),
           baseUrl: "https://api.anthropic.com", models: []},
          local: {api: "openai-completions", baseUrl: "http://127.0.0.1:8080/v1", apiKey: "not-needed",
           models: [{id: "qwen", name: "Q", contextWindow: 32000, maxTokens: 4096}]}}},
         agents: {defaults: {model: {primary: "anthropic/claude-opus-5", fallbacks: ["local/qwen", "sonnet"]},
          utilityModel: "anthropic/claude-haiku-4-5",
          models: {"anthropic/claude-sonnet-5": {alias: "sonnet"}}}},
         hooks: {mappings: [{action: "agent", model: "anthropic/claude-sonnet-5"}]}}
        """

    /// Two agents that share what all agents have.
    private static let pair = """
        {\(provider),
         models: {providers: {openai: {apiKey: \(key("claw/models/openai"))}}},
         agents: {defaults: {model: "openai/gpt-5.5", models: {"openai/gpt-5.5": {alias: "big"}}},
          entries: {main: {default: true}, guest: {model: {primary: "openai/gpt-5.4-mini"}}, third: {}}}}
        """

    private func bench(_ text: String) -> MigrationBench { MigrationBench(text) }

    private func enrolment(
        _ bench: MigrationBench,
        _ choice: GuardEnrolment.Choice = .init()
    ) async throws -> GuardEnrolment { try await bench.enrolment(choice) }

    private func applied(_ enrolment: GuardEnrolment, _ bench: MigrationBench) async throws -> MigrationBench {
        try bench.applying(enrolment)
    }

    private func around(_ bench: MigrationBench) async throws -> [String] {
        let models = try await bench.models()
        return (models.uses.filter { $0.kind == .asked }.compactMap { models.detour($0) } + models.routes)
            .map(\.description)
    }

    @Test func `whatever one agent asks is behind the guard afterwards, and nothing else is left`() async throws {
        let bench = bench(Self.single)
        #expect(try await !around(bench).isEmpty)
        let enrolment = try await enrolment(bench)
        #expect(enrolment.blockers == [])
        #expect(enrolment.entries.map(\.name) == ["main-anthropic", "main-local"])
        #expect(enrolment.entries.map(\.key) == ["claw/models/anthropic", nil])
        let after = try await applied(enrolment, bench)
        #expect(try await around(after) == [])
        let text = after.file("\(OpenClawBench.directory)/openclaw.json")
        let root = try JSONDocument(Array(text.utf8)).root
        #expect(root["models"]?["providers"]?.members?.map(\.key).sorted() == ["main-anthropic", "main-local"])
        let defaults = root["agents"]?["defaults"]
        #expect(defaults?["model"]?["primary"]?.text == "main-anthropic/claude-opus-5")
        #expect(
            defaults?["model"]?["fallbacks"]?.items?.map(\.text) == [
                "main-local/qwen", "main-anthropic/claude-sonnet-5",
            ]
        )
        #expect(defaults?["models"]?.members?.map(\.key) == ["main-anthropic/claude-sonnet-5"])
        #expect(root["hooks"]?["mappings"]?[0]?["model"]?.text == "main-anthropic/claude-sonnet-5")
        #expect(root["session"]?["dmScope"]?.text == "per-channel-peer" && root["models"]?["mode"]?.text == "replace")
        let offered = root["models"]?["providers"]?["main-anthropic"]?["models"]?.items?.map { $0["id"]?.text }
        #expect(Set(offered ?? []) == ["claude-opus-5", "claude-sonnet-5", "claude-haiku-4-5"])
        #expect(root["models"]?["providers"]?["main-local"]?["models"]?[0]?["contextWindow"]?.integer == 32_000)
    }

    @Test func `agents that share a model are told apart afterwards`() async throws {
        let bench = bench(Self.pair)
        let enrolment = try await enrolment(bench)
        #expect(enrolment.blockers == [])
        #expect(Set(enrolment.entries.map(\.name)) == ["main-openai", "guest-openai", "third-openai"])
        #expect(Set(enrolment.entries.map(\.placeholder)).count == 3)
        let after = try await applied(enrolment, bench)
        #expect(try await around(after) == [])
        let text = after.file("\(OpenClawBench.directory)/openclaw.json")
        let agents = try JSONDocument(Array(text.utf8)).root["agents"]
        #expect(agents?["entries"]?["third"]?["model"]?.text == "third-openai/gpt-5.5")
        #expect(agents?["entries"]?["main"]?["model"]?.text == "main-openai/gpt-5.5")
        #expect(agents?["entries"]?["guest"]?["model"]?["primary"]?.text == "guest-openai/gpt-5.4-mini")
        #expect(agents?["defaults"]?["models"]?.members?.count == 3)
    }

    @Test(arguments: ["2026.4.23", "2026.6.11", "2026.9.6"])
    func `each version gets the settings that it knows`(_ version: String) async throws {
        let text =
            #"{models: {providers: {local: {api: "ollama", baseUrl: "http://127.0.0.1:11434", models: [{id: "q"}]}}}, "#
            + #"agents: {defaults: {model: "local/q"}}}"#
        let bench = MigrationBench(text, version: version)
        let after = try await applied(try await enrolment(bench), bench)
        let root = try JSONDocument(Array(after.file("\(OpenClawBench.directory)/openclaw.json").utf8)).root
        #expect((root["tools"]?["codeMode"] != nil) == (version != "2026.4.23"))
        #expect((root["session"]?["writeLock"]?["maxHoldMs"]?.integer == 900_000) == (version == "2026.6.11"))
        #expect((root["diagnostics"]?["stuckSessionAbortMs"]?.integer == 900_000) == (version == "2026.6.11"))
    }

    @Test func `one of several agents leaves a way around, which is named and can be accepted`() async throws {
        let bench = bench(Self.pair)
        let refused = try await enrolment(bench, .init(agents: ["guest"]))
        #expect(refused.blockers.contains { $0.contains("--accept models.providers.openai") }, "\(refused.blockers)")
        let taken = try await enrolment(bench, .init(agents: ["guest"], accepted: ["models.providers.openai"]))
        #expect(taken.blockers == [] && taken.entries.map(\.name) == ["guest-openai"])
        let after = try await applied(taken, bench)
        let left = try await around(after)
        #expect(left.contains { $0.contains("agents.defaults.model") } && !left.contains { $0.contains("guest") })
    }

    @Test func `a placeholder is taken for no key`() async throws {
        let bench = bench(Self.single)
        let after = try await applied(try await enrolment(bench), bench)
        let keys = try #require(try await Observer(after.bench.surface).keys.all().first)
        #expect(keys.keys.map(\.words) == [])
    }

    @Test func `a provider that no agent asks goes where that is said, and only such a one`() async throws {
        let text = Self.single.replacingOccurrences(of: "local: {", with: #"spare: {apiKey: "x"}, local: {"#)
        let bench = bench(text)
        let refused = try await enrolment(bench)
        #expect(refused.blockers.count == 1)
        #expect(refused.blockers.contains { $0.contains("--drop models.providers.spare") }, "\(refused.blockers)")
        let wrong = try await enrolment(
            bench,
            .init(accepted: ["models.providers.spare"], dropped: ["models.providers.local", "models.providers.none"])
        )
        #expect(wrong.blockers.count == 2 && wrong.amendments.isEmpty, "\(wrong.blockers)")
        let dropped = try await enrolment(bench, .init(dropped: ["models.providers.spare"]))
        #expect(dropped.blockers == [])
        #expect(try await around(try await applied(dropped, bench)) == [])
    }

    @Test func `what the guard holds, the gateway's own client of the vault gets no longer`() async throws {
        let list = """
            clients:
              claw:
                runs: account
                secrets: ["claw/gateway/token", "claw/models/anthropic", "claw/shared"]
              guard:
                secrets: ["claw/models/anthropic"]

            """
        var choice = GuardEnrolment.Choice()
        let setting = "models.providers.anthropic.apiKey"
        choice.holders = [
            KeyHolder(client: "claw", secret: "claw/models/anthropic", settings: [setting]),
            KeyHolder(client: "claw", secret: "claw/shared", settings: [setting, "skills.entries.x.apiKey"]),
        ]
        let amendment = try #require(
            try await enrolment(bench(Self.single), choice).amendments.first { $0.resource == .file(KeyHolder.file) }
        )
        let before = State.file(State.File(Array(list.utf8), mode: 0o644))
        guard case .file(let after) = try amendment.amend(before, Snapshot()) else {
            Issue.record("no file")
            return
        }
        let root = try YAMLDocument(String(decoding: after.bytes, as: UTF8.self)).root["clients"]
        #expect(root?["claw"]?["secrets"]?.items?.map(\.text) == ["claw/gateway/token", "claw/shared"])
        #expect(root?["guard"]?["secrets"]?.items?.map(\.text) == ["claw/models/anthropic"])
        #expect(try amendment.amend(.file(after), Snapshot()) == .file(after))
        // One that had nothing else is left with nothing.
        choice.holders.append(KeyHolder(client: "claw", secret: "claw/gateway/token", settings: [setting]))
        choice.holders[1] = KeyHolder(client: "claw", secret: "claw/shared", settings: [setting])
        let withdrawn = try await enrolment(bench(Self.single), choice).amendments.first {
            $0.resource == .file(KeyHolder.file)
        }
        guard case .file(let empty) = try #require(withdrawn).amend(before, Snapshot()) else {
            Issue.record("no file")
            return
        }
        let left = try YAMLDocument(String(decoding: empty.bytes, as: UTF8.self)).root["clients"]
        #expect(left?["claw"]?["secrets"]?.items?.isEmpty == true)
        choice.accepted = [String(setting.dropLast(".apiKey".count))]
        let kept = try await enrolment(bench(Self.single), choice)
        #expect(!kept.amendments.isEmpty && !kept.amendments.contains { $0.resource == .file(KeyHolder.file) })
    }

    @Test func `why a provider cannot be enrolled is said once`() async throws {
        let text = """
            {\(Self.provider), models: {providers: {far: {api: "openai-completions", baseUrl: "http://198.51.100.7/v1",
              apiKey: \(Self.key("claw/models/far"))}}},
             agents: {defaults: {model: "far/m"}}}
            """
        let refused = try await enrolment(bench(text)).blockers
        #expect(refused.count == 1 && refused[0].contains("give it https://"), "\(refused)")
        let nobody = try await enrolment(bench(text), .init(agents: ["nobody"])).blockers
        #expect(nobody == ["there is no agent nobody; there is main"])
    }

    @Test(arguments: [
        (
            #"models: {providers: {anthropic: {apiKey: "sk-ant-api03-abcdefghijklmnop"}}}"#,
            "first: sudo nacre secrets migrate"
        ),
        (#"tts: {auto: "always", provider: "openai"}"#, "--accept tts.auto"),
        (#"memory: {search: {provider: "voyage"}}"#, "--accept memory.search.provider"),
        (
            #"tools: {media: {audio: {models: [{provider: "openai", model: "x"}]}}}"#,
            "--accept tools.media.audio.models.0"
        ),
        (
            #"models: {providers: {other: {baseUrl: "https://x.example/v1", apiKey: "k"}}}"#,
            "--accept models.providers.other"
        ),
        (
            #"models: {providers: {anthropic: {apiKey: "x", baseUrl: "https://a.example", models: [{id: "m", baseUrl: "https://b.example"}]}}}"#,
            "have a base URL of their own"
        ),
        (#"acp: {enabled: true}"#, "--accept acp.enabled"),
        (#"agents: {defaults: {model: "opus"}}"#, "names no provider"),
        (#"agents: {defaults: {model: "claude-cli/claude-opus-5"}}"#, "runs the agent by claude-cli"),
        (#"agents: {defaults: {model: "bedrock/x"}}"#, "which dialect it speaks is not known"),
        (#"agents: {defaults: {}}"#, "names no model"),
    ])
    func `what would go around the guard is refused, with what to do`(_ part: String, _ words: String) async throws {
        let whole =
            part.contains("defaults")
            ? "{\(part)}" : "{\(part), agents: {defaults: {model: \"anthropic/claude-opus-5\"}}}"
        let enrolment = try await enrolment(bench(whole))
        #expect(enrolment.amendments.isEmpty)
        #expect(enrolment.blockers.contains { $0.contains(words) }, "\(enrolment.blockers)")
    }

    @Test func `guard.yaml keeps what it says, and an agent that is enrolled again gets another placeholder`() throws {
        let entry = GuardEnrolment.Entry(
            name: "main-openai",
            agent: "main",
            provider: "openai",
            dialect: "openai-responses",
            upstream: "https://api.openai.com/v1",
            key: "claw/openai",
            placeholder: "one",
            prices: [:]
        )
        let first = try GuardFile.adding([entry], at: "127.0.0.1:18785", to: "") { "hash-\($0)" }
        let edited = first.replacingOccurrences(
            of: "upstream: openai",
            with: "upstream: openai # mine\n    budget: {streams: 2}"
        )
        let again = GuardEnrolment.Entry(
            name: "main-openai",
            agent: "main",
            provider: "openai",
            dialect: "openai-responses",
            upstream: "https://api.openai.com/v1",
            key: "claw/openai",
            placeholder: "two",
            prices: [:]
        )
        let second = try GuardFile.adding([again], at: "172.18.0.1:18785", to: edited) { "hash-\($0)" }
        let root = try YAMLDocument(second).root
        #expect(root["agents"]?["main-openai"]?["placeholder"]?.text == "sha256:hash-two")
        #expect(root["agents"]?["main-openai"]?["budget"]?["streams"]?.integer == 2)
        #expect(root["upstreams"]?.entries?.count == 1 && second.contains("# mine"))
        #expect(root["listen"]?.items?.map(\.text) == ["127.0.0.1:18785", "172.18.0.1:18785"])
    }
}
