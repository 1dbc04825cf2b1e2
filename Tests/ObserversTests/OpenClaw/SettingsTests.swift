import Catalog
import Foundation
import Hardening
import MachineTesting
import Surface
import Testing

@testable import Observers

@Suite struct SettingsTests {
    private struct Missing: Error {}

    private func record(_ text: String, _ files: [String: String] = [:], of subject: Subject = .openclawSettings)
        async throws -> Record
    {
        let files = files.merging(["/root/.openclaw/openclaw.json": text]) { $1 }
        guard case .state(let state) = await Observer(CannedSurface(files: files)).observe(.facts(subject)) else {
            throw Missing()
        }
        return try #require(state.records.first)
    }

    @Test func `secrets are named by their keys and never shown`() async throws {
        let secret = "sk-live-0123456789abcdefghij"
        let record = try await record(
            """
            {
              env: {GROQ_API_KEY: "\(secret)", HOST: "example.org-and-more", vars: {MISTRAL_API_KEY: "\(secret)"}},
              models: {providers: {anyrouter: {apiKey: "\(secret)"}, ollama: {apiKey: "ollama-local"},
                groq: {apiKey: "${GROQ_API_KEY}"}, template: {apiKey: "YOUR_API_KEY_OF_XAI"}}},
              channels: {telegram: {botToken: "\(secret)", accounts: {b: {botToken: "[REDACTED_TOKEN]"}}},
                discord: {tokenFile: "/run/secrets/discord"}},
              skills: {entries: {sag: {apiKey: "\(secret)"}, other: {apiKey: {source: "env", id: "OTHER"}}}},
              mcp: {servers: {a: {env: {A_TOKEN: "\(secret)"}}, b: {headers: {Authorization: "Bearer ${B}"}}}},
              gateway: {auth: {token: "\(secret)"}, remote: {token: "\(secret)"}},
            }
            """,
            ["/root/.openclaw/.env": "B=x\n"]
        )
        #expect(record[.inlineVariables] == ["GROQ_API_KEY", "MISTRAL_API_KEY"])
        #expect(record[.inlineModelKeys] == ["anyrouter"])
        #expect(record[.inlineChannelTokens] == ["telegram.botToken"])
        #expect(record[.inlineOthers] == ["skills.entries.sag.apiKey", "gateway.remote.token"])
        #expect(record[.mcpSecrets] == ["a"])
        #expect(record.origins[.inlineOthers]?.line == 7)
        #expect(!"\(record)".contains(secret))
    }

    @Test func `the browser counts where an agent has it`() async throws {
        let none = "{tools: {deny: ['browser']}}"
        #expect(try await record(none)[.browserIsReachable] == false)
        #expect(try await record("{}")[.browserIsReachable] == true)
        let some = "{tools: {deny: ['browser']}, agents: {list: [{id: 'a', tools: {alsoAllow: ['browser']}}]}}"
        #expect(try await record(some)[.browserIsReachable] == false, "deny wins")
        #expect(try await record("{gateway: {mode: 'remote'}}")[.browserIsReachable] == false)
        guard case .unknown = try await record("{tools: {profile: '${P}'}}")[.browserIsReachable] else {
            Issue.record("told more than it knows")
            return
        }
    }

    @Test func `who only talks to a gateway elsewhere has no agents, channels and chains`() async throws {
        let text = "{gateway: {mode: 'remote'}, channels: {telegram: {dmPolicy: 'open', allowFrom: ['*']}}}"
        let observer = Observer(CannedSurface(files: ["/root/.openclaw/openclaw.json": text]))
        for subject in [Subject.openclawAgents, .openclawChannels, .chains] {
            guard case .state(.absent) = await observer.observe(.facts(subject)) else {
                Issue.record("\(subject.title)")
                continue
            }
        }
    }

    @Test func `approvals in a database that cannot be read are no clean bill`() async throws {
        let database = ["/root/.openclaw/state/openclaw.sqlite": "SQLite format 3"]
        let new = try await record("{meta: {lastTouchedVersion: '2026.9.4'}}", database, of: .openclawAgents)
        guard case .unknown(let why) = new[.autoAllowsSkills] else {
            Issue.record("told more than it knows")
            return
        }
        #expect(why.why.contains("state/openclaw.sqlite"))
        let settings = try await record("{meta: {lastTouchedVersion: '2026.9.4'}}", database)
        if case .unknown = settings[.scheduledCommands] {} else { Issue.record("claims to know") }
        let old = try await record("{meta: {lastTouchedVersion: '2026.4.19'}}", database, of: .openclawAgents)
        #expect(old[.autoAllowsSkills] == false)
        let file = ["/root/.openclaw/exec-approvals.json": "{defaults: {autoAllowSkills: true}}"]
        let first = try await record("{meta: {lastTouchedVersion: '2026.9.4'}}", file, of: .openclawAgents)
        #expect(first[.autoAllowsSkills] == true && first[.approvalsAreInDatabase] == false)
    }

    @Test func `approvals and jobs come out of the database`() async throws {
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("state.sqlite")
        let bytes = Array(try Data(contentsOf: path))
        let database = FileContent(bytes: bytes, status: FileStatus(mode: 0o600, size: bytes.count))
        func record(_ subject: Subject, _ version: String) async throws -> Record {
            let text = "{meta: {lastTouchedVersion: '\(version)'}}"
            var surface = CannedSurface(files: ["/root/.openclaw/openclaw.json": text])
            surface.files["/root/.openclaw/state/openclaw.sqlite"] = database
            guard case .state(let state) = await Observer(surface).observe(.facts(subject)) else { throw Missing() }
            return try #require(state.records.first)
        }
        let agent = try await record(.openclawAgents, "2026.9.6")
        #expect(agent[.autoAllowsSkills] == true && agent[.execAskFallback] == "full")
        #expect(agent[.allowedInterpreters] == ["python3"] && agent[.approvalsAreInDatabase] == true)
        #expect(agent[.execMode] == "ask", "the stricter one counts")
        #expect(try await record(.openclawSettings, "2026.9.6")[.scheduledCommands] == ["nightly", "cleaning"])
        // Older versions keep neither there.
        let old = try await record(.openclawAgents, "2026.7.35")
        #expect(old[.autoAllowsSkills] == false && old[.execMode] == "full")
        // Commands are older than scripts and the approvals there, and 2026.5.12 has none of them.
        for (version, commands) in [("2026.6.11", ["nightly", "cleaning"]), ("2026.5.12", [])] {
            #expect(try await record(.openclawSettings, version)[.scheduledCommands] == .list(commands))
        }
    }

    @Test(
        arguments: [
            ("2026.6.11", ["nightly"]), ("2026.7.35", ["nightly"]), ("2026.5.12", []), ("2026.8.1", []),
        ] as [(String, Value)]
    )
    func `jobs come out of the file that was there before the database`(
        _ version: String,
        _ commands: Value
    ) async throws {
        let jobs = """
            {"version": 1, "jobs": [
              {"id": "1", "name": "nightly", "enabled": true, "payload": {"kind": "command", "argv": ["sh", "-lc", "x"]}},
              {"id": "2", "name": "off", "enabled": false, "payload": {"kind": "command", "argv": ["x"]}},
              {"id": "3", "name": "talk", "enabled": true, "payload": {"kind": "agentTurn", "message": "command"}}]}
            """
        let text = "{meta: {lastTouchedVersion: '\(version)'}}"
        #expect(try await record(text, ["/root/.openclaw/cron/jobs.json": jobs])[.scheduledCommands] == commands)
        let elsewhere = "{meta: {lastTouchedVersion: '\(version)'}, cron: {store: '~/jobs.json'}}"
        #expect(try await record(elsewhere, ["/root/jobs.json": jobs])[.scheduledCommands] == commands)
        let broken = try await record(text, ["/root/.openclaw/cron/jobs.json": "{\"jobs\": "])[.scheduledCommands]
        if commands == [] { #expect(broken == []) } else if case .unknown = broken {} else { Issue.record("told") }
    }

    @Test func `tools that somebody approved for good are named`() async throws {
        let approvals = """
            {defaults: {mcpTools: [{server: 'all', tool: 'read'}]},
             agents: {main: {mcpTools: [{server: 'files', tool: 'delete', source: 'allow-always'}]},
                      other: {mcpTools: [{server: 'else', tool: 'x'}]}}}
            """
        let text = "{meta: {lastTouchedVersion: '2026.9.6'}}"
        let file = ["/root/.openclaw/exec-approvals.json": approvals]
        let agent = try await record(text, file, of: .openclawAgents)
        #expect(agent[.standingGrants] == ["files: delete", "all: read"])
        #expect(try await record(text, of: .openclawAgents)[.standingGrants] == [])
        let hidden = ["/root/.openclaw/state/openclaw.sqlite": "SQLite format 3"]
        guard case .unknown = try await record(text, hidden, of: .openclawAgents)[.standingGrants] else {
            Issue.record("claims to know")
            return
        }
    }

    @Test(
        arguments: [
            ("2026.7.35", "false", false), ("2026.8.1", "false", .unset), ("2026.9.6", "false", .unset),
            ("2026.9.6", "true", true), ("2026.7.35", "true", true),
        ] as [(String, String, Value)]
    )
    func `looking for updates is asked for where it calls nobody else`(
        _ version: String,
        _ setting: String,
        _ seen: Value
    ) async throws {
        let text = "{meta: {lastTouchedVersion: '\(version)'}, update: {checkOnStart: \(setting)}}"
        #expect(try await record(text)[.updateCheck] == seen)
        guard case .unknown = try await record("{update: {checkOnStart: false}}")[.updateCheck] else {
            Issue.record("claims to know")
            return
        }
    }

    @Test(
        arguments: [
            ("2026.7.35", .unset, .unset, .unset), ("2026.8.1", true, ["computer.act", "desktop.stream"], .unset),
            ("2026.9.6", true, ["computer.act", "desktop.stream"], true),
        ] as [(String, Value, Value, Value)]
    )
    func `what newer versions allow of themselves is seen from the version on that does`(
        _ version: String,
        _ isOn: Value,
        _ desktop: Value,
        _ updates: Value
    ) async throws {
        let gateway = try await record("{meta: {lastTouchedVersion: '\(version)'}}", of: .openclawGateway)
        for field in [
            Field.nodeLocalApprovals, .nodeSSHVerification, .nodePluginTools, .nodeSkills, .controlUIFavicons,
        ] {
            #expect(gateway[field] == isOn, "\(field)")
        }
        #expect(gateway[.nodeDesktopCommands] == desktop)
        let settings = try await record("{meta: {lastTouchedVersion: '\(version)'}}")
        #expect(settings[.catalogRefresh] == isOn && settings[.nodeHostUpdates] == updates)
        #expect(settings[.telemetry] == false)
        let off = """
            {meta: {lastTouchedVersion: '\(version)'}, gateway: {nodes: {pairing: {sshVerify: false}, allowSkills: false,
              commands: {deny: ['computer.act', 'desktop.stream']}}}}
            """
        let closed = try await record(off, of: .openclawGateway)
        #expect(closed[.nodeSSHVerification] == false && closed[.nodeSkills] == false)
        if isOn == true { #expect(closed[.nodeDesktopCommands] == []) }
        let some = "{meta: {lastTouchedVersion: '2026.9.6'}, gateway: {nodes: {pairing: {sshVerify: {user: 'a'}}}}}"
        #expect(try await record(some, of: .openclawGateway)[.nodeSSHVerification] == true)
    }

    @Test func `what is reached over HTTP is what an agent has and no list denies`() async throws {
        func reached(_ text: String) async throws -> Value {
            let whole = "{meta: {lastTouchedVersion: '2026.9.6'}, \(text)}"
            return try await record(whole, of: .openclawGateway)[.httpReachableTools]
        }
        #expect(try await reached("") == ["browser", "web_fetch", "message", "memory_search", "secrets"])
        #expect(
            try await reached("gateway: {tools: {deny: ['message', 'secrets', 'browser']}}") == [
                "web_fetch", "memory_search",
            ]
        )
        #expect(try await reached("tools: {profile: 'minimal'}") == [])
    }

    @Test func `what writes conversations out is seen, and only where it does`() async throws {
        func traced(_ diagnostics: String) async throws -> Value? {
            try await record("{diagnostics: \(diagnostics)}", of: .openclawSettings)[.tracedContent]
        }
        #expect(try await traced("{otel: {enabled: true, captureContent: true}}") == ["all"])
        #expect(
            try await traced(
                "{otel: {enabled: true, captureContent: {enabled: true, toolOutputs: true, toolInputs: false}}}"
            )
                == ["toolOutputs"]
        )
        for off in [
            "{}", "{otel: {enabled: true}}", "{otel: {captureContent: true}}",
            "{otel: {enabled: true, traces: false, captureContent: true}}",
            "{enabled: false, otel: {enabled: true, captureContent: true}}",
            "{otel: {enabled: true, captureContent: {toolOutputs: true}}}",
        ] {
            #expect(try await traced(off) == [], "\(off)")
        }
        let plain = try await record("{}", of: .openclawSettings)
        #expect(plain[.cacheTrace] == false && plain[.consoleLevel] == "info")
        let loud = try await record(
            "{diagnostics: {cacheTrace: {enabled: true}}, logging: {consoleLevel: 'trace'}}",
            of: .openclawSettings
        )
        #expect(loud[.cacheTrace] == true && loud[.consoleLevel] == "trace")
    }

    @Test func `switches of the start are seen, and where the start was not, nothing is claimed`() async throws {
        let unit = "/root/.config/systemd/user/openclaw-gateway.service"
        func installation(_ lines: String) async throws -> Record {
            try await record(
                "{meta: {lastTouchedVersion: '2026.9.6'}}",
                [unit: "[Service]\n\(lines)", "/root/.local/bin/claude": ""],
                of: .openclaw
            )
        }
        let careless = try await installation(
            "Environment=OPENCLAW_DEBUG_MODEL_PAYLOAD=1 OPENCLAW_SECRET_SENTINELS=off\nExecStart=/usr/bin/openclaw gateway --raw-stream"
        )
        #expect(
            careless[.weakeningSwitches]
                == ["OPENCLAW_DEBUG_MODEL_PAYLOAD", "OPENCLAW_SECRET_SENTINELS", "--raw-stream"]
        )
        #expect(careless[.repairingAgents] == ["/root/.local/bin/claude"])
        let behindNode = try await installation(
            "Environment=NODE_TLS_REJECT_UNAUTHORIZED=0 FS_SAFE_NATIVE_MODE=off OPENCLAW_ALLOW_INSECURE_PRIVATE_WS=1\n"
                + "Environment=LD_PRELOAD=/tmp/x.so \"NODE_OPTIONS=--max-old-space-size=1024 --require=/tmp/x.js\"\n"
                + "ExecStart=/usr/bin/node --inspect=0.0.0.0:9229 /opt/openclaw/dist/index.js gateway --allow-unconfigured"
        )
        #expect(
            behindNode[.weakeningSwitches] == [
                "OPENCLAW_ALLOW_INSECURE_PRIVATE_WS", "FS_SAFE_NATIVE_MODE", "NODE_TLS_REJECT_UNAUTHORIZED",
                "LD_PRELOAD", "--allow-unconfigured", "NODE_OPTIONS --require", "--inspect",
            ]
        )
        let loud = try await installation(
            "Environment=OPENCLAW_LOG_LEVEL=trace\nExecStart=/usr/bin/openclaw gateway --log-level debug"
        )
        #expect(loud[.weakeningSwitches] == ["OPENCLAW_LOG_LEVEL", "--log-level"])
        let quiet = try await installation(
            "Environment=OPENCLAW_LOG_LEVEL=DEBUG\nExecStart=/usr/bin/openclaw gateway --log-level=info"
        )
        #expect(quiet[.weakeningSwitches] == [])
        let plain = try await installation(
            "Environment=OPENCLAW_RAW_STREAM=0 OPENCLAW_SERVICE_REPAIR_POLICY=external\nExecStart=/usr/bin/openclaw gateway"
        )
        #expect(plain[.weakeningSwitches] == [] && plain[.repairingAgents] == [])
        let unseen = try await record("{}", of: .openclaw)
        if case .unknown = unseen[.weakeningSwitches] {} else { Issue.record("claims to know") }
        let older = try await record(
            "{meta: {lastTouchedVersion: '2026.9.1'}}",
            ["/root/.local/bin/codex": ""],
            of: .openclaw
        )
        #expect(older[.repairingAgents] == [])
    }

    @Test func `a proxy's word is believed only where the mode says so`() async throws {
        let gateway = { (text: String) in try await self.record(text, of: .openclawGateway) }
        #expect(try await gateway("{}")[.gatewayUsesTrustedProxy] == false)
        #expect(try await gateway("{gateway: {auth: {mode: 'trusted-proxy'}}}")[.gatewayUsesTrustedProxy] == true)
        let proxies = "{gateway: {trustedProxies: ['any', '10.0.0.1', '10.0.0.0/24', '::1', 'proxy.internal', '*']}}"
        #expect(try await gateway(proxies)[.unusableProxies] == ["any", "proxy.internal"])
    }

    @Test(
        arguments: [
            ("2026.4.13", true), ("2026.4.14", false), ("2026.9.6", false),
        ] as [(String, Value)]
    )
    func `the browser's reach depends on the version where nothing sets it`(_ version: String, _ reach: Value)
        async throws
    {
        let unset = try await record("{meta: {lastTouchedVersion: '\(version)'}}")
        #expect(unset[.browserPrivateNetwork] == reach)
        let text = "{meta: {lastTouchedVersion: '\(version)'}, browser: {ssrfPolicy: {allowPrivateNetwork: true}}}"
        #expect(try await record(text)[.browserPrivateNetwork] == true)
    }

    @Test func `without a version its defaults could not be determined`() async throws {
        if case .unknown = try await record("{}")[.browserPrivateNetwork] {} else { Issue.record("claims to know") }
        let gateway = try await record("{}", of: .openclawGateway)
        if case .unknown = gateway[.gatewayTerminal] {} else { Issue.record("claims to know") }
    }

    @Test func `webhooks: length, reuse and reach, and a reference hides the token`() async throws {
        let shared = "abcdefghijklmnopqrstuvwxyz"
        let reused = try await record(
            "{hooks: {enabled: true, token: '\(shared)'}}",
            ["/root/.openclaw/.env": "OPENCLAW_GATEWAY_TOKEN=\(shared)\n"]
        )
        #expect(reused[.hooksTokenReused] == true && reused[.hooksTokenLength] == 26)
        #expect(reused[.hooksTokenInline] == true && reused[.hooksAgents] == ["*"])
        let text = "{hooks: {enabled: true, token: {source: 'file', provider: 'p', id: '/hooks'}}}"
        let hidden = try await record(text)
        if case .unknown = hidden[.hooksTokenLength] {} else { Issue.record("\(hidden[.hooksTokenLength])") }
        #expect(hidden[.hooksTokenInline] == false)
        #expect(try await record("{hooks: {enabled: true}}")[.hooksTokenLength] == 0)
    }

    @Test(arguments: [
        ("http://10.0.0.5:1234/v1", true), ("http://127.0.0.1:11434", false), ("https://api.example.org", false),
        ("http://localhost:8080", false), ("http://[::1]:8080", false), ("ws://evil.example", true),
        ("http://127.0.0.1@evil.example/", true), ("HTTP://model.example", true), ("not an address", false),
    ])
    func `plain addresses of other machines are told from local ones`(_ url: String, _ isPlain: Bool) {
        #expect(GatewayObserver.isPlainRemote(url) == isPlain)
    }

    @Test func `a configuration that cannot be parsed leaves every setting unknown`() async throws {
        let settings = try await record("{hooks: {enabled: tru")
        let gateway = try await record("{hooks: {enabled: tru", of: .openclawGateway)
        for value in [settings[.hooks], settings[.browser], gateway[.gatewayBind], gateway[.gatewayIsExposed]] {
            if case .unknown = value { continue }
            Issue.record("claims to know: \(value)")
        }
    }
}
