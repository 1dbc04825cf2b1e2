import Catalog
import Controls
import Hardening
import MachineTesting
import Surface
import Testing

@Suite struct OpenClawFixTests {
    @Test(arguments: Profile.tried)
    func `every control of the layer has one fix`(_ profile: Profile) {
        let controls = ControlList.controls(for: profile).filter { $0.layer == .openclaw }.map(\.id)
        let fixes = ControlList.fixes(for: profile).filter { $0.control.hasPrefix("openclaw.") }
        #expect(fixes.map(\.control).sorted() == controls.sorted())
    }

    static let open = """
        // My server.
        {
          meta: { lastTouchedVersion: "2026.4.19" },
          gateway: {
            mode: "local", bind: "lan", port: 18789, // for the phone
            auth: { mode: "token", token: "${OPENCLAW_GATEWAY_TOKEN}" },
            trustedProxies: ["127.0.0.1"],
            controlUi: { dangerouslyDisableDeviceAuth: true, allowedOrigins: ["https://claw.example.org", "*"] },
            tools: { allow: ["exec"] },
            nodes: { allowCommands: ["camera.snap", "canvas.present"] },
          },
          channels: {
            telegram: {
              enabled: true, dmPolicy: "open", allowFrom: ["*", "42"],
              groupPolicy: "open", groups: { "*": { requireMention: false } },
              accounts: { work: { botToken: "${WORK_TOKEN}", dmPolicy: "open" }, home: { allowFrom: ["7"] } },
            },
            discord: { dm: { policy: "open", allowFrom: ["*"] }, guilds: { "1": { users: ["2"] } }, allowBots: "mentions" },
          },
          commands: { bash: true, ownerAllowFrom: ["*"], allowFrom: { telegram: ["*"] } },
          agents: {
            list: [
              { id: "main", tools: { exec: { safeBins: ["awk", "cut"] } } },
              { id: "family", tools: { profile: "coding", elevated: { allowFrom: { telegram: ["*"] } } } },
            ],
          },
          hooks: { enabled: true, token: "${HOOKS_TOKEN}", allowRequestSessionKey: true, allowedSessionKeyPrefixes: [] },
          logging: { level: "trace", redactSensitive: "off" },
        }
        """

    @Test func `an open installation is closed as far as nobody's word is needed`() async throws {
        var bench = OpenClawBench(
            Self.open,
            files: [
                "\(OpenClawBench.directory)/.env":
                    "OPENCLAW_GATEWAY_TOKEN=\(token)\nHOOKS_TOKEN=\(token)2\nWORK_TOKEN=x\n"
            ]
        )
        bench.permit("\(OpenClawBench.directory)/openclaw.json", 0o644, owner: 1000)
        let (demands, complaints) = try await bench.harden()
        #expect(complaints.isEmpty, "\(complaints.joined(separator: "\n"))\n\(bench.text())")
        #expect(demands.amendments.count > 30)
        let text = bench.text()
        #expect(text.hasPrefix("// My server.\n{\n  meta: { lastTouchedVersion: \"2026.4.19\" },\n"))
        #expect(text.contains("mode: \"local\", bind: \"loopback\", port: 18789, // for the phone"))
        #expect(text.contains("token: \"${OPENCLAW_GATEWAY_TOKEN}\""))
        #expect(text.contains("allowedOrigins: [\"https://claw.example.org\"]"))
        #expect(text.contains("dmPolicy: \"pairing\", allowFrom: [\"42\"]"))
        let file = try #require(bench.surface.files["\(OpenClawBench.directory)/openclaw.json"])
        #expect(file.status.mode == 0o600 && file.status.owner == 1000)
    }

    private let token = String(repeating: "0123456789abcdef", count: 4)

    @Test func `settings are changed in the file that includes them`() async throws {
        var bench = OpenClawBench(
            """
            { meta: {lastTouchedVersion: "2026.4.19"}, gateway: {$include: "./gateway.json5"},
              channels: {$include: "./channels.json5"}, agents: {list: [{$include: "./main.json5"}]} }
            """,
            files: [
                "\(OpenClawBench.directory)/gateway.json5":
                    "{ mode: 'local', bind: 'lan', trustedProxies: ['127.0.0.1'] }",
                "\(OpenClawBench.directory)/channels.json5": "{ telegram: { dmPolicy: 'open', allowFrom: ['*'] } }",
                "\(OpenClawBench.directory)/main.json5": "{ id: 'main', tools: { fs: { workspaceOnly: false } } }",
            ]
        )
        let (_, complaints) = try await bench.harden()
        #expect(complaints.isEmpty, "\(complaints.joined(separator: "\n"))")
        #expect(bench.text("gateway.json5").contains("bind: 'loopback'"))
        #expect(bench.text("channels.json5").contains("dmPolicy: 'pairing', allowFrom: []"))
        #expect(bench.text("main.json5").contains("workspaceOnly: true"))
        #expect(!bench.text().contains("pairing"))
    }

    @Test func `only the agents that need it are restricted`() async throws {
        var bench = OpenClawBench(
            """
            { agents: { list: [ { id: "safe", tools: { profile: "messaging" } }, { id: "loose" } ] } }
            """
        )
        let (_, complaints) = try await bench.harden()
        #expect(complaints.isEmpty, "\(complaints.joined(separator: "\n"))\n\(bench.text())")
        #expect(bench.text().contains(#"{ id: "safe", tools: { profile: "messaging""#))
        #expect(bench.text().contains(#"{ id: "loose", tools: { "#))
    }

    private func advice(
        _ text: String,
        _ control: String,
        _ profile: Profile = .standalone,
        files: [String: String] = [:]
    )
        async throws -> String?
    {
        var bench = OpenClawBench(text, files: files)
        bench.profile = profile
        let demands = try await bench.plan().demands
        #expect(!demands.amendments.contains { $0.control == control })
        return demands.advice.first { $0.control == control }?.text
    }

    @Test func `what comes out of a variable is left to a person`() async throws {
        let text = "{ channels: { telegram: { dmPolicy: '${POLICY}', allowFrom: ['*'] } } }"
        let files = ["\(OpenClawBench.directory)/.env": "POLICY=open\n"]
        let words = try await advice(text, "openclaw.restrict-direct-messages", files: files)
        #expect(words?.contains("channels.telegram.dmPolicy") == true)
    }

    @Test func `nothing cuts the gateway off from its proxy`() async throws {
        let far = "{ gateway: { bind: 'lan', trustedProxies: ['10.0.0.2'] } }"
        #expect(try await advice(far, "openclaw.bind-gateway-to-loopback")?.contains("another machine") == true)
        let behind = "{ gateway: { bind: 'lan' } }"
        #expect(
            try await advice(behind, "openclaw.bind-gateway-to-loopback", .managed)?.contains("another machine") == true
        )
        let fallback =
            "{ gateway: { trustedProxies: ['10.0.0.2'], controlUi: { dangerouslyAllowHostHeaderOriginFallback: true } } }"
        #expect(try await advice(fallback, "openclaw.disable-host-header-fallback") != nil)
        #expect(try await advice(fallback, "openclaw.unset-dangerous-switches") != nil)
    }

    @Test func `names of the profile become origins`() async throws {
        var bench = OpenClawBench(
            "{ gateway: { bind: 'lan', trustedProxies: ['127.0.0.1'], controlUi: { allowedOrigins: ['*'] } } }"
        )
        bench.profile.proxy.domains = ["claw.example.org"]
        let (_, complaints) = try await bench.harden()
        #expect(complaints.isEmpty, "\(complaints)")
        #expect(bench.text().contains("allowedOrigins: ['https://claw.example.org']"))
    }

    @Test(arguments: [
        ("trustedProxies: ['10.0.0.2'],", "standalone", ""), ("tailscale: { mode: 'serve' },", "standalone", ""),
        ("bind: 'tailnet',", "standalone", ""), ("", "managed", ""),
        ("", "standalone", "http { server { server_name a.test; location / { proxy_pass http://127.0.0.1:18789; } } }"),
    ])
    func `a star stays where somebody may reach the gateway by a name nobody told`(
        _ setting: String,
        _ name: String,
        _ proxy: String
    ) async throws {
        let text = "{ gateway: { \(setting) controlUi: { allowedOrigins: ['*'] } } }"
        let profile = try #require(Profile.builtIn.first { $0.name == name })
        let files = proxy.isEmpty ? [:] : ["/etc/nginx/nginx.conf": proxy, "/var/lib/dpkg/status": Self.nginx]
        let words = try await advice(text, "openclaw.remove-wildcard-origin", profile, files: files)
        #expect(words?.contains("https://claw.example.org") == true)
    }

    private static let nginx = "Package: nginx\nStatus: install ok installed\nVersion: 1.22\n\n"

    @Test(arguments: ["{ gateway: {", "{ gateway: { bind: 'lan', port: 18789,"])
    func `a gateway on loopback answers pages of this machine alone`(_ beginning: String) async throws {
        let fallback = "dangerouslyAllowHostHeaderOriginFallback: true"
        var bench = OpenClawBench("\(beginning) controlUi: { allowedOrigins: ['*'], \(fallback) } } }")
        let (_, complaints) = try await bench.harden()
        #expect(complaints.isEmpty, "\(complaints)")
        #expect(bench.text().contains("allowedOrigins: ['http://localhost:18789', 'http://127.0.0.1:18789']"))
        #expect(await bench.verdicts()["openclaw.remove-wildcard-origin"] == .compliant)
    }

    @Test func `a published gateway answers pages of the ports it is published on`() async throws {
        let text = #"{"gateway": {"bind": "lan", "controlUi": {"allowedOrigins": ["*"]}}}"#
        var bench = OpenClawBench.container(text, published: #"{"18789/tcp":[{"HostIp":"","HostPort":"8080"}]}"#)
        let (_, complaints) = try await bench.harden()
        #expect(complaints.isEmpty, "\(complaints)")
        let shown = String(decoding: bench.surface.files["/srv/claw/openclaw.json"]?.bytes ?? [], as: UTF8.self)
        #expect(shown.contains(#""http://127.0.0.1:18789", "http://localhost:8080", "http://127.0.0.1:8080""#))
    }

    @Test func `a sandbox that may write the workspace reads it, and one that sees none goes on seeing none`()
        async throws
    {
        var bench = OpenClawBench(
            """
            { agents: { defaults: { sandbox: { mode: "all" } },
              list: [ { id: "a", sandbox: { workspaceAccess: "rw" } }, { id: "b" } ] } }
            """
        )
        let (_, complaints) = try await bench.harden()
        #expect(complaints.isEmpty, "\(complaints)")
        #expect(bench.text().contains(#"{ id: "a", sandbox: { workspaceAccess: "ro" } }"#))
        #expect(bench.text().count(of: "workspaceAccess") == 1)
    }

    @Test func `a profile that allows commands is asked, not overruled`() async throws {
        var profile = Profile.standalone
        profile.openclaw.allowExec = true
        #expect(try await advice("{}", "openclaw.require-approval-for-commands", profile) != nil)
    }

    @Test(arguments: ["2026.7.35", "2026.8.1", "2026.9.3", "2026.9.6"])
    func `what newer versions allow where nothing is set is written down as refused`(_ version: String) async throws {
        var bench = OpenClawBench("{ agents: { list: [ { id: 'a' }, { id: 'b' } ] } }", version: version)
        let (_, complaints) = try await bench.harden()
        #expect(complaints.isEmpty, "\(complaints.joined(separator: "\n"))")
        let isNew = version.hasPrefix("2026.8") || version.hasPrefix("2026.9")
        for key in ["terminal", "workshop", "sshVerify", "pluginTools", "allowSkills", "catalogRefresh"] {
            #expect(bench.text().contains("\(key): ") == isNew, "\(key)")
        }
        #expect(bench.text().contains("agentToAgent") == version.hasPrefix("2026.9"))
        #expect(bench.text().contains("crossContext") == (version == "2026.9.6"))
        #expect(bench.text().contains("'terminal'") && bench.text().contains("'group:nodes'"))
    }

    @Test func `commands that are denied are refused by their policy, too`() async throws {
        var unset = OpenClawBench("{}", version: "2026.9.6")
        _ = try await unset.harden()
        #expect(unset.text().contains("security: 'deny'") || unset.text().contains(#""security": "deny""#))
        var full = OpenClawBench("{ tools: { exec: { mode: 'full' } } }", version: "2026.9.6")
        let (_, complaints) = try await full.harden()
        #expect(complaints.isEmpty, "\(complaints.joined(separator: "\n"))")
        #expect(full.text().contains("exec: { mode: 'deny' }"))
    }

    @Test func `a list that is left empty lets nobody in by a policy that every version takes`() async throws {
        let text = "{ channels: { telegram: { dmPolicy: 'allowlist', allowFrom: ['*'] } } }"
        var bench = OpenClawBench(text, version: "2026.3.13")
        let (_, complaints) = try await bench.harden()
        #expect(complaints.isEmpty, "\(complaints.joined(separator: "\n"))")
        #expect(bench.text().contains("dmPolicy: 'disabled'") && !bench.text().contains("'*'"))
    }

    @Test func `approvals are denied in their own file`() async throws {
        let approvals =
            #"{"version":1,"defaults":{"security":"full","ask":"always","askFallback":"full","autoAllowSkills":true},"agents":{}}"#
        var bench = OpenClawBench("{}", files: ["\(OpenClawBench.directory)/exec-approvals.json": approvals])
        let (_, complaints) = try await bench.harden()
        #expect(complaints.isEmpty, "\(complaints)")
        #expect(bench.text("exec-approvals.json").contains(#""askFallback":"deny","autoAllowSkills":false"#))
    }

    @Test func `modes are taken away where they are too wide`() async throws {
        var bench = OpenClawBench(
            "{}",
            files: [
                "\(OpenClawBench.directory)/.env": "A=b\n", "\(OpenClawBench.directory)/openclaw.json.bak": "{}",
                "\(OpenClawBench.directory)/credentials/oauth.json": "{}",
            ]
        )
        for name in [".env", "openclaw.json", "openclaw.json.bak", "credentials/oauth.json"] {
            bench.permit("\(OpenClawBench.directory)/\(name)", 0o664)
        }
        let (plan, _) = try await bench.plan()
        bench.put(plan)
        let modes = [".env", "openclaw.json", "openclaw.json.bak", "credentials/oauth.json"].map {
            bench.surface.files["\(OpenClawBench.directory)/\($0)"]?.status.mode
        }
        #expect(modes == [0o600, 0o600, 0o600, 0o600])
    }

    @Test func `the way the gateway runs is found`() async throws {
        let unit = "/root/.config/systemd/user/openclaw-gateway.service"
        let bench = OpenClawBench(
            "{ gateway: { port: 19001 } }",
            files: [unit: "[Service]\nExecStart=/usr/bin/openclaw gateway\n"]
        )
        let plan = try await bench.plan().plan
        let wanted = Activation.Gateway(
            unit: "openclaw-gateway.service",
            user: "root",
            configuration: "\(OpenClawBench.directory)/openclaw.json",
            port: 19001
        )
        #expect(plan.stages.contains { $0.activation == .gateway(wanted) })
    }

    @Test func `in a container the gateway goes on listening where Docker publishes it`() async throws {
        var bench = OpenClawBench.container("{ gateway: { mode: 'local', auth: { token: '${T}' } }, tools: {} }")
        let plan = try await bench.plan().plan
        let activations = plan.stages.compactMap(\.activation)
        guard case .gateway(let gateway)? = activations.first else {
            Issue.record("nothing restarts the gateway: \(activations)")
            return
        }
        #expect(gateway.container == "claw-gateway" && gateway.configuration == "/srv/claw/openclaw.json")
        let (_, complaints) = try await bench.harden()
        #expect(complaints.isEmpty, "\(complaints.joined(separator: "\n"))")
        let file = try #require(bench.surface.files["/srv/claw/openclaw.json"])
        let text = String(decoding: file.bytes, as: UTF8.self)
        #expect(text.contains("group:runtime") && !text.contains("bind"))
        #expect(file.status.owner == 1000 && file.status.mode == 0o600)
    }

    @Test func `nothing is written into the container itself`() async throws {
        let inside = "/var/lib/docker/overlay2/x/merged/home/node/.openclaw"
        let bench = OpenClawBench.container("{ commands: { bash: true } }", state: inside, mounted: false)
        let demands = try await bench.plan().demands
        #expect(!demands.amendments.contains { if case .file = $0.amendment.resource { true } else { false } })
        let words = demands.advice.first { $0.control == "openclaw.disable-bash-command" }?.text
        #expect(words?.contains("gone with it") == true)
    }

    @Test func `of two installations only the one that drifted is changed`() async throws {
        let closed = "{ meta: {lastTouchedVersion: '2026.4.19'}, commands: { restart: false } }"
        var bench = OpenClawBench("{ commands: { bash: true } }", files: ["/home/ann/.openclaw/openclaw.json": closed])
        let plan = try await bench.plan().plan
        let changes = plan.changes.filter { $0.because.contains("openclaw.disable-bash-command") }
        #expect(changes.map(\.resource) == [.file("/root/.openclaw/openclaw.json")])
        let (_, complaints) = try await bench.harden()
        #expect(complaints.isEmpty, "\(complaints.joined(separator: "\n"))")
    }

    @Test func `versions whose settings are not known get no new ones`() async throws {
        let bench = OpenClawBench("{ commands: { bash: true } }", version: "2026.1.20")
        let demands = try await bench.plan().demands
        #expect(
            demands.advice.contains { $0.control == "openclaw.enable-loop-detection" && $0.text.contains("not known") }
        )
    }

    @Test func `what has the wrong shape is corrected by a person first`() async throws {
        let words = try await advice("{ tools: ['read'] }", "openclaw.enable-loop-detection")
        #expect(words?.contains("tools has to be an object, not a list") == true)
    }

    @Test func `tools that all agents lose and tools that some lose are denied side by side`() async throws {
        var bench = OpenClawBench(
            """
            { agents: { defaults: { model: 'groq/llama-8b' }, list: [
              { id: 'a', tools: { deny: ['gateway', 'cron'] } }, { id: 'b' } ] } }
            """
        )
        bench.profile.openclaw.allowExec = true
        let (_, complaints) = try await bench.harden()
        #expect(complaints.isEmpty, "\(complaints.joined(separator: "\n"))")
        #expect(bench.text().contains("tools: { deny: ['gateway', 'cron'] }"))
    }
}

extension String {
    /// How often a word stands in it.
    fileprivate func count(of word: String) -> Int { ranges(of: word).count }
}
