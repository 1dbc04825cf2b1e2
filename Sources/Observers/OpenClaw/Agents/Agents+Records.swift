import Hardening

extension Observer {
    /// What each agent may do, with profiles, lists, overrides and defaults worked out.
    func openclawAgents() async -> Observation {
        switch await openclawInstallations() {
        case .absent: return .state(.absent)
        case .unreadable(let why): return .unreadable(why)
        case .found(let all):
            var records: [Record] = []
            for installation in all {
                if let doubt = installation.root.doubt {
                    records.append(Record(installation.name, [.agent: .unknown(doubt)]))
                    continue
                }
                records += await agentPolicies(installation).map { Self.agent($0, installation) }
            }
            return .state(all.isEmpty ? .absent : .records(records))
        }
    }

    /// The agents of an installation with the file of approvals beside its configuration.
    func agentPolicies(_ installation: Installation) async -> [AgentPolicy] {
        let path = Path.join(installation.directory, "exec-approvals.json")
        var approvals = Setting.missing
        if case .found = await surface.status(path) {
            var loader = ConfigurationLoader(surface: surface, directories: [installation.directory], variables: [:])
            approvals = await loader.load(path).root
        }
        return AgentPolicy.all(installation.root, version: installation.version, approvals: approvals)
    }

    static func agent(_ agent: AgentPolicy, _ installation: Installation) -> Record {
        var record = Record("agent \(agent.id)", [.agent: .text(agent.id)])
        let tools = agent.tools
        record.set(.toolProfile, agent.tool("profile"), default: "full")
        let source = agent.tool("profile").origin ?? agent.own.origin ?? installation.root["tools"].origin
        record.set(.riskyTools, .list(ToolCatalogue.risky.filter(tools.contains)), from: source)
        record.set(.restrictsTools, .flag(!ToolCatalogue.names.subtracting(tools).isEmpty), from: source)
        let widens = installation.root.at("tools.profile").text == "minimal" && agent.profile != "minimal"
        record.set(.widensProfile, .flag(widens), from: source)
        commands(agent, tools, into: &record)
        reach(agent, tools, into: &record)
        sandbox(agent, into: &record)
        record.set(.legacyModels, .list(agent.models(of: .legacy)), from: agent.own["model"].origin)
        record.set(.weakModels, .list(agent.models(of: .weak)), from: agent.own["model"].origin)
        record.set(.smallModels, .list(agent.models(of: .small)), from: agent.own["model"].origin)
        return record
    }

    private static func reach(_ agent: AgentPolicy, _ tools: Set<String>, into record: inout Record) {
        let fs = agent.tool("fs.workspaceOnly")
        let profile = agent.tool("profile").origin
        record.set(.canReadFiles, .flag(tools.contains("read")), from: profile)
        record.set(.canWriteFiles, .flag(!tools.isDisjoint(with: ["write", "edit", "apply_patch"])), from: profile)
        record.set(.workspaceOnly, fs, default: false)
        record.set(.canFetchWeb, .flag(tools.contains("web_fetch")), from: profile)
        record.set(.canBrowse, .flag(tools.contains("browser")), from: profile)
        let policy = agent.tool("web.fetch.ssrfPolicy")
        record.set(.fetchesPrivateNetwork, policy["dangerouslyAllowPrivateNetwork"], default: false)
        record.set(.hasGatewayTool, .flag(tools.contains("gateway")), from: profile)
        record.set(.hasCronTool, .flag(tools.contains("cron")), from: profile)
        record.set(.hasNodesTool, .flag(tools.contains("nodes")), from: profile)
        record.set(.agentToAgent, agent.root.at("tools.agentToAgent.enabled"), default: false)
        let lists = !tools.isDisjoint(with: ["sessions_list", "sessions_history", "sessions_send"])
        let visibility = agent.root.at("tools.sessions.visibility")
        record.set(.sessionsVisibility, lists ? visibility.value(default: "tree") : .unset, from: visibility.origin)
        let across = agent.root.at("tools.message.crossContext")
        let wide = across["allowAcrossProviders"].or(agent.root.at("tools.message.allowCrossContextSend"))
        record.set(.messagesAcrossChannels, .flag(tools.contains("message") && wide.flag == true), from: wide.origin)
        record.set(.loopDetection, agent.tool("loopDetection.enabled"), default: false)
        let skills = agent.own["skills"].or(agent.root.at("agents.defaults.skills"))
        record.set(.restrictsSkills, .flag(skills.isList), from: skills.origin)
        let drift =
            skills.isList && agent.canExec(in: agent.sandboxMode == "all" ? .sandbox : .host)
            && agent.exec.host != .sandbox
        record.set(.execOutdoesSkills, .flag(drift), from: skills.origin)
    }
}
