import Catalog
import Hardening
import Surface

/// Agents of an installation, and the commands that they may run.
struct AgentsObserver: SubjectObserver {
    let look: Look

    /// What each agent may do, with profiles, lists, overrides and defaults worked out.
    func openclawAgents() async throws(Unknown) -> [Record]? {
        guard let all = try await installations.openclawInstallations().get() else { return nil }
        var records: [Record] = []
        let gateways = all.filter { !$0.isClient }
        for installation in gateways {
            if let doubt = installation.root.doubt {
                records.append(Record(installation.name, [.agent: .unknown(doubt)], doubt: doubt))
                continue
            }
            let store = await approvals(of: installation)
            let agents = await exposure(installation).agents.map { Self.agent($0, installation, store) }
            records += GatewayObserver.named(agents, after: installation, of: all)
        }
        return gateways.isEmpty ? nil : records
    }

    /// What decides an installation's agents: its configuration, and the approvals beside it.
    func exposure(_ installation: Installation) async -> Exposure {
        Exposure(
            root: installation.root,
            version: installation.version,
            approvals: await approvals(of: installation).setting,
            hasEngine: await hasEngine(installation)
        )
    }

    /// A gateway in a container would need the engine's socket, with which it is root; what hardens it takes that away.
    private func hasEngine(_ installation: Installation) async -> Bool {
        guard installation.container == nil else { return false }
        if case .absent = await docker.dockerContainers() { return false }
        return true
    }

    static func agent(_ agent: AgentPolicy, _ installation: Installation, _ store: ApprovalStore) -> Record {
        var record = Record("agent \(agent.id)", [.agent: .text(agent.id)])
        let tools = agent.tools
        record.set(.toolProfile, agent.tool("profile"), default: "full")
        let source = agent.tool("profile").origin ?? agent.own.origin ?? installation.root["tools"].origin
        let doubt = agent.toolDoubt
        record.set(.riskyTools, .list(ToolCatalog.risky.filter(tools.contains)), unless: doubt, from: source)
        record.set(.restrictsTools, agent.restrictsTools, unless: doubt, from: source)
        let widens = installation.root.at("tools.profile").text == "minimal" && agent.profile != "minimal"
        record.set(.widensProfile, .flag(widens), unless: agent.tool("profile").doubt, from: source)
        let reasoning = agent.own["reasoningDefault"]
        let verbose = agent.own["verboseDefault"].or(installation.root.at("agents.defaults.verboseDefault"))
        let shown = [reasoning, verbose].first { ["on", "stream", "full"].contains($0.text) }
        let unresolved = shown == nil ? reasoning.doubt ?? verbose.doubt : nil
        record.set(.showsReasoning, .flag(shown != nil), unless: unresolved, from: shown?.origin)
        commands(agent, into: &record)
        record[.approvalsAreInDatabase] = .flag(store.isInDatabase)
        if let hidden = store.hidden {
            for field in [Field.execAskFallback, .allowedInterpreters, .autoAllowsSkills, .standingGrants] {
                record[field] = .unknown(hidden)
            }
        }
        reach(agent, tools, into: &record)
        sandbox(agent, into: &record)
        let model = agent.own["model"].or(installation.root.at("agents.defaults.model")).origin
        record.set(.legacyModels, .list(agent.models(of: .legacy)), unless: agent.modelDoubt, from: model)
        record.set(.weakModels, .list(agent.models(of: .weak)), unless: agent.modelDoubt, from: model)
        record.set(.smallModels, .list(agent.models(of: .small)), unless: agent.modelDoubt, from: model)
        return record
    }

    private static func reach(_ agent: AgentPolicy, _ tools: Set<String>, into record: inout Record) {
        let fs = agent.tool("fs.workspaceOnly")
        func has(_ field: Field, _ names: String...) {
            let answer = agent.decided { !$0.isDisjoint(with: names) }
            record.set(field, answer, unless: agent.toolDoubt, from: agent.tool("profile").origin)
        }
        has(.canReadFiles, "read")
        has(.canWriteFiles, "write", "edit", "apply_patch")
        record.set(.workspaceOnly, fs, default: false)
        has(.canFetchWeb, "web_fetch")
        has(.canBrowse, "browser")
        let policy = agent.tool("web.fetch.ssrfPolicy")
        let ranges = ["dangerouslyAllowPrivateNetwork", "allowRfc2544BenchmarkRange", "allowIpv6UniqueLocalRange"]
        let reached = ranges.map { policy[$0] }.first { $0.flag == true }
        let unclear = reached == nil ? policy.innerDoubt : nil
        record.set(.fetchesPrivateNetwork, .flag(reached != nil), unless: unclear, from: reached?.origin)
        record.set(.fetchesThroughProxy, agent.tool("web.fetch.useTrustedEnvProxy"), default: false)
        has(.hasGatewayTool, "gateway", "openclaw", "plugins")
        has(.hasCronTool, "cron")
        has(.hasNodesTool, "nodes", "computer", "mobile_ui")
        has(.hasTerminalTool, "terminal")
        has(.hasPortalTool, "portal")
        peers(agent, tools, into: &record)
        record.set(.loopDetection, agent.tool("loopDetection.enabled"), default: false)
        let skills = agent.own["skills"].or(agent.root.at("agents.defaults.skills"))
        record.set(.restrictsSkills, .flag(skills.isList), from: skills.origin)
        let exec = agent.exec
        let drift = agent.decided { tools in
            skills.isList && tools.contains("exec") && exec.mode != "deny" && exec.host != .sandbox
        }
        record.set(.execOutdoesSkills, drift, unless: agent.toolDoubt ?? agent.execDoubt, from: skills.origin)
    }

    /// What the agent learns of other conversations and agents, and where it may speak.
    private static func peers(_ agent: AgentPolicy, _ tools: Set<String>, into record: inout Record) {
        let doubt = agent.toolDoubt
        let talks = MeasuredDefault.agentToAgent.value(in: agent.version)
        record.set(.agentToAgent, agent.root.at("tools.agentToAgent.enabled"), default: talks)
        let lists = !tools.isDisjoint(with: ["sessions_list", "sessions_history", "sessions_send", "sessions_search"])
        let visibility = agent.root.at("tools.sessions.visibility")
        record.set(
            .sessionsVisibility,
            lists ? visibility.value(default: agent.sessionsVisibility) : .unset,
            unless: doubt,
            from: visibility.origin
        )
        let context = agent.tool("message.crossContext.allowAcrossProviders")
        let wide = context.or(agent.tool("message.allowCrossContextSend"))
        let inherited = MeasuredDefault.messagesAcrossProviders.value(in: agent.version)
        let across: Value = tools.contains("message") ? wide.value(default: inherited) : false
        record.set(.messagesAcrossChannels, across, unless: wide.doubt ?? doubt, from: wide.origin)
    }
}

extension AgentPolicy {
    /// Whose sessions the agent sees where nothing says so; in a sandbox those of its own conversation.
    var sessionsVisibility: Value {
        sandboxMode == "all" ? "tree" : MeasuredDefault.sessionsVisibility.value(in: version)
    }
}
