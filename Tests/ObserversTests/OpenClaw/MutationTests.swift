import Catalog
import Hardening
import MachineTesting
import Surface
import Testing

@testable import Observers

/// Configurations and compose files with random damage: whatever it is, there is an answer, and never a trap.
@Suite struct MutationTests {
    private static let configurations = [
        """
        {
          meta: {lastTouchedVersion: "2026.4.19"}, gateway: {mode: "local", bind: "lan", port: 18789,
            auth: {mode: "token", token: "${GATEWAY_TOKEN}", rateLimit: {maxAttempts: 10}}, trustedProxies: ["10.0.0.2/32"],
            controlUi: {allowedOrigins: ["https://a.example"]}, nodes: {denyCommands: ["camera.snap"]}},
          agents: {defaults: {model: {primary: "a/b-7b", fallbacks: ["c/d"]}, sandbox: {mode: "non-main", docker: {
              network: "none", binds: ["/data:/data:ro"], pidsLimit: 256}}},
            list: [{id: "main", default: true, tools: {profile: "coding", deny: ["browser"]}}, {id: "b", skills: []}]},
          bindings: [{agentId: "b", match: {channel: "telegram", accountId: "*", peer: {kind: "group", id: "-1"}}}],
        }
        """,
        """
        {
          channels: {telegram: {dmPolicy: "open", allowFrom: ["*", 42], groups: {"*": {requireMention: true}, "-100": {
              allowFrom: ["7"], topics: {"3": {enabled: false}}}}, accounts: {x: {groupPolicy: "open"}}},
            discord: {guilds: {"1": {users: ["2"], channels: {c: {allow: true}}}}}, feishu: {appSecret: "not-a-secret-here"}},
          hooks: {enabled: true, token: {source: "file", id: "/a"}, mappings: [{match: {path: "x"}, agentId: "main"}]},
          tools: {exec: {security: "allowlist", ask: "on-miss", safeBins: ["jq"]}, allow: ["group:fs", "exec", "mcp__*"],
            elevated: {allowFrom: {telegram: ["*"]}}, web: {fetch: {ssrfPolicy: {allowedHostnames: ["a"]}}}},
          models: {providers: {a: {baseUrl: "http://[::1]:1/", apiKey: "sk-0123456789abcdef", models: []}}},
          plugins: {allow: ["a"], installs: {a: {source: "npm", spec: "@s/a@1.2.3"}}}, env: {vars: {A_TOKEN: "x"}},
          session: {dmScope: "main"}, browser: {profiles: {p: {cdpUrl: "ws://10.1.2.3:9222"}}}, mcp: {servers: {}},
        }
        """,
    ]

    private static let compose = """
        services:
          gateway: &base
            image: "${IMAGE:-ghcr.io/openclaw/openclaw:${TAG:-latest}}"
            command: ["node", "dist/index.js", "gateway", "--bind", "lan"]
            ports: ["127.0.0.1:18789:18789", {target: 18790, published: 18790, host_ip: 0.0.0.0}]
            environment: {OPENCLAW_GATEWAY_TOKEN: "${T:-changeme}"}
            volumes: ["./s:/home/node/.openclaw", {type: bind, source: /, target: /h}]
            deploy: {resources: {limits: {memory: 2G, pids: 100, cpus: "1.5"}}}
          cli: {<<: *base, entrypoint: [node]}
        """

    /// Things that mean something to a parser, to be put anywhere.
    private static let fragments = [
        "{", "}", "[", "]", ",", ":", "\"", "'", "\\", "\\u{D800}", "/*", "//", "${", "}", "$", "*", "-", "1e999",
        "null", "true", "\n", "\t",
        "\u{0}", "é", "🦞", "$include", "[[[[[[[[", "99999999999999999999", "-0", "&a", "<<", "!!", "|", ">", "#", "..",
        "~", "{}", "[]", "\"\"",
    ]

    private struct Damage {
        var state: UInt64

        mutating func pick(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(max(1, bound)))
        }

        mutating func damaged(_ text: String) -> [UInt8] {
            var bytes = Array(text.utf8)
            for _ in 0...pick(4) where !bytes.isEmpty {
                let place = pick(bytes.count)
                let end = min(bytes.count, place + pick(12))
                switch pick(6) {
                case 0: bytes[place] = UInt8(truncatingIfNeeded: pick(256))
                case 1: bytes.removeSubrange(place..<end)
                case 2: bytes.insert(contentsOf: bytes[place..<end], at: pick(bytes.count))
                case 3: bytes.removeSubrange((bytes.count - pick(bytes.count) / 8)...)
                default:
                    bytes.insert(
                        contentsOf: MutationTests.fragments[pick(MutationTests.fragments.count)].utf8,
                        at: place
                    )
                }
            }
            return bytes
        }
    }

    private static let subjects: [Subject] = [
        .openclaw, .openclawGateway, .openclawSettings, .openclawChannels, .openclawAgents, .openclawFiles,
        .openclawPlugins, .openclawProblems, .openclawAdvisories, .chains, .composeServices,
    ]

    @Test(arguments: 0..<4)
    func `a damaged file has an answer for every question`(_ seed: Int) async {
        var damage = Damage(state: UInt64(seed) &* 7919 &+ 5)
        for round in 0..<40 {
            var surface = CannedSurface()
            let text = Self.configurations[round % Self.configurations.count]
            let status = FileStatus(mode: 0o600)
            surface.files["/root/.openclaw/openclaw.json"] = FileContent(bytes: damage.damaged(text), status: status)
            surface.files["/root/.openclaw/exec-approvals.json"] = FileContent(
                bytes: damage.damaged(
                    "{defaults: {security: 'full', ask: 'off'}, agents: {main: {allowlist: [{pattern: '/x'}]}}}"
                ),
                status: status
            )
            surface.files["/opt/a/compose.yml"] = FileContent(bytes: damage.damaged(Self.compose), status: status)
            let observer = Observer(surface)
            for subject in Self.subjects {
                if case .unreadable(let why) = await observer.observe(.facts(subject)) { #expect(!why.why.isEmpty) }
            }
        }
    }

    @Test func `what is not damaged is read`() async {
        for text in Self.configurations {
            let observer = Observer(CannedSurface(files: ["/root/.openclaw/openclaw.json": text]))
            guard case .state(let state) = await observer.observe(.facts(.openclawProblems)) else { return }
            #expect(!state.records.contains { $0[.problemKind] == .problem(.error) }, "\(state)")
        }
    }
}
