import Controls
import Documents
import Foundation
import Hardening
import MachineTesting
import Observers
import Testing

/// Random installations: what Nacre takes on it finishes, once, and nothing else gets worse by it.
@Suite struct OpenClawRandomTests {
    @Test(arguments: 0..<seeds)
    func `what is amended holds afterwards, and nothing else drifts`(_ seed: Int) async throws {
        var dice = Dice(state: UInt64(seed) &* 0x9E37_79B9 &+ 7)
        var document = try JSONDocument(Array(dice.pick(Self.bases).utf8))
        for _ in 0..<dice.number(40) {
            let (path, values) = dice.pick(Self.settings)
            let value = try JSONDocument(Array(dice.pick(values).utf8)).root
            // Some settings have no place in what was thrown before.
            guard let bytes = try? document.setting(JSONValue(value), at: Self.path(path)) else { continue }
            document = try JSONDocument(bytes)
        }
        var files: [String: String] = [:]
        if dice.number(3) == 0, let key = dice.pick(["gateway", "channels", "agents", "tools"]) as String?,
            let node = document.root[key]
        {
            files["\(OpenClawBench.directory)/\(key).json5"] = String(
                decoding: document.bytes[node.range],
                as: UTF8.self
            )
            document = try JSONDocument(try document.setting(["$include": .string("./\(key).json5")], at: [.key(key)]))
        }
        let text = String(decoding: document.bytes, as: UTF8.self)
        var bench = OpenClawBench(text, version: dice.pick(["2026.3.2", "2026.4.19", "2026.9.4"]), files: files)
        bench.profile = dice.pick(Profile.tried)
        let (_, complaints) = try await bench.harden()
        let shown = files.values.joined(separator: "\n")
        #expect(complaints.isEmpty, "\(complaints.joined(separator: "\n"))\n\(text)\n\(shown)\n→\n\(bench.text())")
    }

    /// How many installations are tried; more in the long run.
    private static let seeds = ProcessInfo.processInfo.environment["NACRE_OPENCLAW_SEEDS"].flatMap { Int($0) } ?? 8

    private static func path(_ text: String) -> [JSONPathComponent] {
        text.split(separator: ".").map { Int($0).map { .index($0) } ?? .key(String($0)) }
    }

    private static let bases = [
        "{}",
        "{\n  // two agents\n  agents: { list: [ { id: 'main', default: true }, { id: 'b' } ] },\n}",
        #"{"channels":{"telegram":{"accounts":{"a":{},"b":{}}},"discord":{"guilds":{"9":{}}}},"agents":{"list":[{"id":"x"}]}}"#,
        "{ agents: { entries: { main: {}, other: {} } }, channels: { whatsapp: {}, feishu: {}, slack: {} } }",
    ]

    private static let token = "7123456789" + ":AA" + "Fq8Zk2Lw9Xb4Tn6Vc1Rm3Ys5Hd7Jg0PeUx"
    private static let yesAndNo = ["true", "false"]
    private static let people = [#"["*"]"#, #"["7", "*"]"#, #"["42"]"#, "[]"]
    private static let policies = ["'open'", "'pairing'", "'allowlist'", "'disabled'"]

    static let settings: [(String, [String])] = [
        ("gateway.bind", ["'lan'", "'loopback'", "'tailnet'", "'custom'"]), ("gateway.mode", ["'local'"]),
        ("gateway.auth.mode", ["'none'", "'token'", "'trusted-proxy'"]),
        ("gateway.auth.token", ["'0123456789abcdef0123456789abcdef'", "'short'"]),
        ("gateway.auth.password", ["'a password that is long enough'"]),
        ("gateway.auth.rateLimit", ["{}", "{exemptLoopback: true}"]),
        (
            "gateway.trustedProxies",
            ["['127.0.0.1']", "['0.0.0.0/0', '127.0.0.1']", "['0.0.0.0/0']", "['any', '10.0.0.2']", "['any']"]
        ),
        ("gateway.allowRealIpFallback", yesAndNo), ("gateway.tailscale.mode", ["'funnel'", "'serve'"]),
        ("gateway.auth.trustedProxy", ["{userHeader: 'X', allowUsers: ['a'], allowLoopback: true}"]),
        ("gateway.controlUi.allowedOrigins", ["['*']", "['*', 'https://a.example']", "[]"]),
        ("gateway.controlUi.dangerouslyAllowHostHeaderOriginFallback", yesAndNo),
        ("gateway.controlUi.dangerouslyDisableDeviceAuth", yesAndNo), ("gateway.controlUi.allowInsecureAuth", yesAndNo),
        ("gateway.controlUi.embedSandbox", ["'trusted'", "'scripts'"]),
        ("gateway.http.endpoints.responses", ["{enabled: true, files: {allowUrl: true}}"]),
        ("gateway.tools.allow", ["['exec', 'read']"]), ("gateway.nodes.allowCommands", ["['camera.snap', 'x']"]),
        ("gateway.tls.enabled", yesAndNo),
        ("channels.telegram.dmPolicy", policies), ("channels.telegram.allowFrom", people),
        ("channels.telegram.groupPolicy", ["'open'", "'allowlist'"]), ("channels.telegram.groupAllowFrom", people),
        (
            "channels.telegram.groups",
            ["{'*': {requireMention: false}}", "{'-100': {allowFrom: ['7'], groupPolicy: 'open'}}"]
        ),
        ("channels.telegram.accounts.a.dmPolicy", policies), ("channels.telegram.accounts.a.allowFrom", people),
        ("channels.telegram.accounts.b.configWrites", yesAndNo), ("channels.telegram.configWrites", yesAndNo),
        ("channels.telegram.network.dangerouslyAllowPrivateNetwork", yesAndNo),
        ("channels.discord.dm", ["{policy: 'open', allowFrom: ['*']}", "{policy: 'open'}", "{enabled: false}"]),
        (
            "channels.discord.guilds",
            ["{'*': {}}", "{'1': {users: ['*']}}", "{'1': {users: ['2'], channels: {c: {}}}}"]
        ),
        ("channels.discord.groupPolicy", ["'open'"]), ("channels.discord.allowBots", ["true", "'mentions'"]),
        ("channels.slack.dangerouslyAllowNameMatching", yesAndNo), ("channels.whatsapp.allowFrom", people),
        ("channels.whatsapp.dmPolicy", policies), ("channels.feishu.tools.doc", yesAndNo),
        ("channels.defaults.groupPolicy", ["'open'", "'allowlist'"]),
        ("channels.defaults.contextVisibility", ["'all'", "'allowlist_quote'"]),
        ("session.dmScope", ["'main'", "'per-peer'"]), ("session.groupScope", ["'main'"]),
        (
            "commands",
            ["{bash: true, config: true}", "{restart: false, ownerAllowFrom: ['*']}", "{allowFrom: {telegram: ['*']}}"]
        ),
        ("commands.useAccessGroups", yesAndNo), ("tools.profile", ["'minimal'", "'coding'", "'full'"]),
        ("tools.deny", ["['gateway']", "['group:runtime']", "['group:fs']"]),
        ("tools.allow", ["['*']", "['read', 'exec']"]),
        (
            "tools.exec",
            ["{security: 'full', ask: 'off'}", "{host: 'sandbox'}", "{mode: 'full', ask: 'always'}", "{mode: 'ask'}"]
        ),
        ("tools.exec.safeBins", ["['awk', 'cut', 'Python3']"]),
        ("tools.exec.safeBinTrustedDirs", ["['/tmp/bin', '/bin']"]),
        ("tools.exec.applyPatch.workspaceOnly", yesAndNo), ("tools.fs.workspaceOnly", yesAndNo),
        ("tools.elevated", ["{allowFrom: {telegram: ['*']}}", "{enabled: false, allowFrom: {slack: ['1']}}"]),
        ("tools.web.fetch.ssrfPolicy", ["{allowRfc2544BenchmarkRange: true}"]),
        ("tools.agentToAgent.enabled", yesAndNo), ("tools.sessions.visibility", ["'all'", "'tree'"]),
        ("tools.message.allowCrossContextSend", yesAndNo), ("tools.loopDetection.enabled", yesAndNo),
        ("tools.sandbox.tools.deny", ["['browser']", "[]"]), ("agents.defaults.elevatedDefault", ["'full'"]),
        ("agents.defaults.verboseDefault", ["'full'"]), ("agents.defaults.model", ["'a/b-7b'", "'openai/gpt-5'"]),
        ("agents.defaults.sandbox", ["{mode: 'all', scope: 'shared'}", "{mode: 'non-main', perSession: false}"]),
        (
            "agents.defaults.sandbox.docker",
            ["{network: 'host', binds: ['/etc:/e', '/data:/d']}", "{user: 'root', capDrop: []}"]
        ),
        ("agents.defaults.sandbox.docker.seccompProfile", ["'unconfined'"]),
        ("agents.defaults.sandbox.docker.pidsLimit", ["4096"]),
        (
            "agents.defaults.sandbox.browser",
            ["{enabled: true, network: 'bridge'}", "{allowHostControl: true, network: 'host'}"]
        ),
        ("agents.list.0.tools", ["{profile: 'full'}", "{deny: ['exec']}", "{elevated: {allowFrom: {x: ['*', '1']}}}"]),
        (
            "agents.list.0.sandbox",
            ["{mode: 'all', docker: {network: 'bridge', readOnlyRoot: false}}", "{mode: 'off'}"]
        ),
        ("agents.list.0.reasoningDefault", ["'stream'"]),
        ("agents.entries.other.tools", ["{exec: {ask: 'off'}, alsoAllow: ['cron']}"]),
        (
            "agents.entries.main.sandbox",
            ["{mode: 'all', workspaceAccess: 'rw', docker: {dangerouslyAllowExternalBindSources: true}}"]
        ),
        ("hooks", ["{enabled: true}", "{enabled: true, path: '/', allowedSessionKeyPrefixes: ['in:']}"]),
        ("hooks.mappings", ["[{allowUnsafeExternalContent: true}, {}]"]), ("hooks.allowRequestSessionKey", yesAndNo),
        ("browser", ["{noSandbox: true}", "{enabled: false}", "{ssrfPolicy: {allowPrivateNetwork: true}}"]),
        ("browser.evaluateEnabled", yesAndNo), ("plugins.entries.acpx.config.permissionMode", ["'approve-all'"]),
        ("discovery.mdns.mode", ["'full'", "'off'"]), ("logging", ["{level: 'trace', redactSensitive: 'off'}"]),
        ("channels.telegram.botToken", ["'\(token)'", "'$${NO}\(token)'", "'${TELEGRAM_BOT_TOKEN}'"]),
        ("channels.telegram.accounts.a.botToken", ["'\(token)'"]), ("channels.discord.token", ["'it\\'s \(token)'"]),
        ("hooks.token", ["'Zk29dk4Jfm20skPqLxv8'"]), ("mcp.servers.a.env.API_TOKEN", ["'Zk29 dk4J#fm20 $kPqLxv8'"]),
        ("models.providers.far", ["{baseUrl: 'https://a.example/v1', apiKey: 'Zk29dk4Jfm20skPqLxv8', models: []}"]),
        ("skills.entries.sag.apiKey", ["'Zk29dk4Jfm20skPqLxv8'"]),
        ("env.vars.OPENROUTER_API_KEY", ["'Zk29dk4Jfm20skPqLxv8'"]),
        ("tools.web.search.apiKey", ["'${BRAVE_API_KEY}'"]),
        ("update", ["{channel: 'dev', checkOnStart: false}"]), ("env.shellEnv.enabled", yesAndNo),
    ]
}

/// SplitMix64: the same throws in every run.
private struct Dice: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func number(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &self) }
    mutating func pick<T>(_ choices: [T]) -> T { choices[number(choices.count)] }
}
