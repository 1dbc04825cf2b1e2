import Hardening
import Testing

@testable import Observers

@Suite struct ChainTests {
    private let open = "channels: {telegram: {dmPolicy: 'open', allowFrom: ['*'], groupPolicy: 'disabled'}}"
    private let closed = "tools: {deny: ['group:runtime', 'group:web', 'browser', 'gateway', 'cron', 'nodes']}"

    @Test func `nobody reaches anything where nobody can speak and nothing is read`() async {
        #expect(await Exposure.reading("{\(closed)}").chainNames.isEmpty)
        let paired = "channels: {telegram: {dmPolicy: 'pairing'}}, session: {dmScope: 'per-peer'}"
        #expect(await Exposure.reading("{\(closed), \(paired)}").chainNames.isEmpty)
    }

    @Test func `the answer is a way out for whoever asks`() async {
        let text = "{tools: {allow: ['read']}, session: {dmScope: 'per-peer'}, \(open)}"
        #expect(await Exposure.reading(text).chainNames == ["anybody on telegram → private data"])
    }

    @Test func `whoever writes a page needs a tool that sends`() async {
        let reads = await Exposure.reading("{tools: {allow: ['browser', 'read'], fs: {workspaceOnly: true}}}")
        #expect(reads.chainNames == ["whoever writes a web page → private data"])
        #expect(await Exposure.reading("{tools: {allow: ['web_fetch']}}").chainNames.isEmpty)
    }

    @Test func `strangers see the session they share with the owner`() async {
        let text = "{tools: {allow: ['tts']}, \(open)}"
        #expect(await Exposure.reading(text).chainNames == ["anybody on telegram → other people's sessions"])
    }

    @Test func `a sandbox for all but the main session confines groups and separate sessions`() async {
        let sandbox = "agents: {defaults: {sandbox: {mode: 'non-main'}}}, tools: {allow: ['exec', 'gateway']}"
        let group = "channels: {telegram: {groupPolicy: 'open'}}"
        for others in [group, "session: {dmScope: 'per-peer'}, \(open)"] {
            let names = await Exposure.reading("{\(sandbox), \(others)}").chainNames
            #expect(!names.contains { $0.contains("telegram") }, "\(others)")
        }
        let shared = await Exposure.reading("{\(sandbox), \(open)}").chainNames
        #expect(shared.isSuperset(of: ["anybody on telegram → commands", "anybody on telegram → configuration"]))
    }

    @Test func `a command that nobody is asked about reads pages, too`() async {
        let free = "tools: {allow: ['exec'], exec: {security: 'full'}}"
        #expect(await Exposure.reading("{\(free)}").chainNames.contains("whoever writes a web page → commands"))
        let asked = "tools: {allow: ['exec'], exec: {ask: 'always'}}"
        #expect(await Exposure.reading("{\(asked)}").chainNames.isEmpty)
        let offline = "agents: {defaults: {sandbox: {mode: 'all', workspaceAccess: 'rw'}}}, \(free)"
        #expect(await Exposure.reading("{\(offline)}").chainNames.isEmpty)
    }

    @Test func `what an MCP server returns is read, too, and it takes what is handed to it`() async throws {
        let servers = "mcp: {servers: {mail: {url: 'https://mail.example/mcp'}}}"
        let exposure = await Exposure.reading("{tools: {allow: ['read', 'bundle-mcp']}, \(servers)}")
        #expect(exposure.chainNames == ["whoever writes what an MCP server returns → private data"])
        let agent = try #require(exposure.agents.first)
        let cuts = exposure.cuts(of: agent, exposure.chains(of: agent))
        #expect(cuts.values.map { $0.map(\.words) } == [["agents.defaults.sandbox.mode: \"all\""]])
        #expect(await Exposure.reading("{tools: {allow: ['read']}, \(servers)}").chainNames.isEmpty)
        #expect(
            await Exposure.reading("{tools: {allow: ['read'], deny: ['bundle-mcp']}, \(servers)}").chainNames.isEmpty
        )
    }

    @Test(
        arguments: [
            ("2026.2.18", ["configuration", "devices", "schedule"]), ("2026.2.19", ["devices"]), ("2026.4.19", []),
        ]
    )
    func `newer versions keep what is the owner's from strangers`(_ version: String, _ kinds: [String]) async {
        let tools = "tools: {allow: ['gateway', 'cron', 'nodes']}, \(open)"
        let alone = await Exposure.reading("{\(tools), session: {dmScope: 'per-peer'}}", version: version)
        #expect(alone.chainNames == Set(kinds.map { "anybody on telegram → \($0)" }))
        // Words that stay in the owner's session are read in the owner's next turn.
        let shared = await Exposure.reading("{\(tools)}", version: version).chainNames
        #expect(shared.contains("anybody on telegram → configuration"))
        let owners = "commands: {ownerAllowFrom: ['*']}, session: {dmScope: 'per-peer'}"
        let all = await Exposure.reading("{\(tools), \(owners)}", version: version).chainNames
        #expect(all.contains("anybody on telegram → configuration"))
    }

    @Test func `the cut of open groups keeps named ones`() async throws {
        let text = """
            {tools: {allow: ['read']}, channels: {slack: {groupPolicy: 'open'},
              telegram: {groupAllowFrom: ['*', '7'], groups: {'-1': {}}}}}
            """
        let exposure = await Exposure.reading(text)
        let agent = try #require(exposure.agents.first)
        let cuts = exposure.cuts(of: agent, exposure.chains(of: agent))
        let words = Set(cuts.values.map { $0.map(\.words).joined() })
        #expect(
            words == ["channels.slack.groupPolicy: \"allowlist\"", "no \"*\" in channels.telegram.groupAllowFrom"]
        )
    }

    @Test(arguments: [
        (true, "{tools: {fs: {workspaceOnly: true}}}", "agents.defaults.sandbox.mode: \"all\"", [String](), 1),
        (
            false, "{tools: {fs: {workspaceOnly: true}}}", "add \"group:web\", \"browser\" to tools.deny",
            ["group:web", "browser"], 0
        ),
        // What starts elsewhere needs no engine here.
        (false, "{agents: {defaults: {sandbox: {backend: 'ssh'}}}}", "agents.defaults.sandbox.mode: \"all\"", [], 1),
    ])
    func `a sandbox is a cut only where one can be started`(
        _ hasEngine: Bool,
        _ text: String,
        _ words: String,
        _ denials: [String],
        _ settings: Int
    ) async throws {
        var exposure = await Exposure.reading(text, version: "2026.4.19")
        exposure.hasEngine = hasEngine
        exposure = exposure.with([Cut(["tools", "deny"], Setting(.list([Setting(.text("group:runtime"))])))])
        let agent = try #require(exposure.agents.first)
        let chains = exposure.chains(of: agent)
        let leak = try #require(chains.first { $0.end.kind == "private data" })
        let cut = try #require(exposure.cuts(of: agent, chains)[leak.key])
        #expect(cut.map(\.words) == [words])
        #expect(cut.allSatisfy { $0.isDear })
        #expect(cut.flatMap(\.denials) == denials && cut.flatMap(\.settings).count == settings)
    }

    @Test func `until 2026.4 a cut by approval names the host, too`() async throws {
        let exposure = await Exposure.reading("{tools: {exec: {ask: 'on-miss'}}}", version: "2026.3.13")
        let agent = try #require(exposure.agents.first)
        #expect(agent.ignoresApprovals())
        let cuts = exposure.cuts(of: agent, exposure.chains(of: agent))
        let cut = cuts.first { $0.key.kind == "commands" }?.value.map(\.words)
        #expect(cut == ["tools.exec.host: \"gateway\" and tools.exec.ask: \"always\""])
    }

    @Test func `elevated mode for anyone leads out of the sandbox`() async {
        let text = """
            {agents: {defaults: {sandbox: {mode: 'all'}}}, session: {dmScope: 'per-peer'}, \(open),
             tools: {elevated: {allowFrom: {telegram: ['*']}}}}
            """
        #expect(await Exposure.reading(text).chainNames.contains("anybody on telegram → commands"))
    }

    @Test func `only the agent that a channel is bound to is reached over it`() async {
        let text = """
            {tools: {allow: ['read']}, session: {dmScope: 'per-peer'}, \(open),
             agents: {list: [{id: 'home'}, {id: 'public'}]}, bindings: [{agentId: 'public', match: {channel: 'telegram'}}]}
            """
        let exposure = await Exposure.reading(text)
        #expect(exposure.agents.map { exposure.chains(of: $0).count } == [0, 1])
    }

    @Test func `a cut names the agent's own setting where that one counts`() async throws {
        let text = """
            {tools: {allow: ['write'], fs: {workspaceOnly: true}}, session: {dmScope: 'per-peer'}, \(open),
             agents: {list: [{id: 'a', tools: {fs: {workspaceOnly: false}}}]}}
            """
        let exposure = await Exposure.reading(text)
        let agent = try #require(exposure.agents.first)
        let cuts = exposure.cuts(of: agent, exposure.chains(of: agent))
        #expect(cuts.values.map { $0.map(\.words) } == [["agents.list[0].tools.fs.workspaceOnly: true"]])
    }

    @Test func `what cannot be resolved makes the agent's chains unknown`() async {
        for setting in ["tools: {profile: '${P}'}", "\(closed), channels: {telegram: {dmPolicy: '${P}'}}"] {
            let records = ChainsObserver.chains(await Exposure.reading("{\(setting)}"), of: "here")
            #expect(records.contains { if case .unknown = $0[.chainKind] { true } else { false } }, "\(setting)")
        }
    }

    @Test func `agents that differ in nothing share one record`() async {
        let text = """
            {tools: {allow: ['gateway', 'web_fetch']}, agents: {list: [{id: 'a'}, {id: 'b'}, {id: 'c'}, {id: 'd'},
              {id: 'e', tools: {deny: ['gateway']}}]}}
            """
        let records = ChainsObserver.chains(await Exposure.reading(text), of: "here")
        #expect(records.map(\.name) == ["whoever writes a web page → a, b, c and 1 more → configuration"])
        #expect(records.first?[.chainCut] == "add \"gateway\", \"openclaw\", \"plugins\" to tools.deny")
    }

    @Test func `a webhook speaks to the agent its mapping names, else to the default one`() async {
        let text = """
            {tools: {allow: ['gateway']}, agents: {list: [{id: 'a'}, {id: 'b'}, {id: 'c'}]},
             hooks: {enabled: true, mappings: [{match: {path: 'x'}}, {match: {path: 'y'}, agentId: 'c'}]}}
            """
        let exposure = await Exposure.reading(text)
        #expect(exposure.agents.map { exposure.chains(of: $0).count } == [1, 0, 1])
    }

    @Test func `memory that is switched off holds nothing to leak`() async {
        let text = "tools: {allow: ['memory_search', 'web_fetch']}"
        #expect(await Exposure.reading("{\(text)}").chainNames == ["whoever writes a web page → private data"])
        let off = "agents: {defaults: {memorySearch: {enabled: false}}}"
        #expect(await Exposure.reading("{\(text), \(off)}").chainNames.isEmpty)
    }
}
