import Hardening
import Surface

extension AgentsObserver {
    static func commands(_ agent: AgentPolicy, into record: inout Record) {
        let exec = agent.exec
        let mode = agent.tool("exec.mode").or(agent.tool("exec.security"))
        let doubt = agent.toolDoubt ?? agent.execDoubt
        let source = mode.origin ?? agent.tool("profile").origin
        let runs = { (tools: Set<String>) in tools.contains("exec") && exec.mode != "deny" }
        record.set(.canExec, agent.decided(by: runs), unless: doubt, from: source)
        record.set(
            .execHost,
            .text(exec.host.rawValue),
            unless: agent.tool("exec.host").doubt ?? agent.sandbox("mode").doubt,
            from: agent.tool("exec.host").origin ?? agent.sandbox("mode").origin
        )
        record.set(.execMode, .text(exec.mode), unless: agent.execDoubt, from: mode.origin)
        let exec2 = agent.tool("exec")
        let mixes = exec2["mode"].isSet && (exec2["security"].isSet || exec2["ask"].isSet)
        record.set(.mixesExecModes, .flag(mixes), from: exec2["mode"].origin)
        record.set(.approvalsAreIgnored, .flag(agent.ignoresApprovals()), unless: agent.execDoubt, from: mode.origin)
        record.set(.execAskFallback, agent.approval("askFallback"), default: "deny")
        let strict = agent.tool("exec.strictInlineEval")
        let hasStrict = agent.version.map { $0 >= OpenClawVersion(2026, 3, 22) } ?? true
        record.set(.strictInlineEval, hasStrict ? strict.value(default: false) : .unset, from: strict.origin)
        let patterns = agent.approval("allowlist").items.compactMap { $0["pattern"].text ?? $0.text }
        let names = patterns.map { Path.name($0).lowercased() }
        record.set(.allowedInterpreters, .list(names.filter(isInterpreter)), from: agent.approval("allowlist").origin)
        standingGrants(agent, into: &record)
        record.set(.autoAllowsSkills, agent.approval("autoAllowSkills"), default: false)
        safeBins(agent, into: &record)

        let patch = agent.tool("exec.applyPatch")
        let patches = agent.decided { $0.contains("apply_patch") && patch["workspaceOnly"].flag == false }
        let unclear = agent.toolDoubt ?? patch["workspaceOnly"].doubt
        record.set(.patchesAnywhere, patches, unless: unclear, from: patch["workspaceOnly"].origin)
        let outdoes = agent.decided { tools in
            tools.isDisjoint(with: ["write", "edit", "apply_patch"]) && runs(tools) && exec.host != .sandbox
        }
        record.set(.execOutdoesFiles, outdoes, unless: doubt, from: agent.tool("deny").origin)

        let elevated = agent.tool("elevated")
        record.set(.elevatedEnabled, elevated["enabled"], default: true)
        var lists =
            elevated["enabled"].flag == false
            ? [] : elevated["allowFrom"].entries.map { (key: $0.key, value: $0.value) }
        // Of Discord alone, whoever may write counts where the list is left out. docs.openclaw.ai/tools/elevated
        let discord = agent.root.at("channels.discord")
        if elevated["enabled"].flag != false, !elevated["allowFrom"]["discord"].isSet, discord.isObject,
            discord["enabled"].flag != false
        {
            let people = discord["allowFrom"].isSet ? discord["allowFrom"] : discord.at("dm.allowFrom")
            if people.isSet { lists.append((key: "discord", value: people)) }
        }
        let anyone = lists.filter { $0.value.texts.contains("*") }
        let unlisted = anyone.isEmpty ? elevated["allowFrom"].innerDoubt : nil
        record.set(.elevatedForAnyone, .list(anyone.map(\.key)), unless: unlisted, from: anyone.first?.value.origin)
        record.set(.elevatedDefault, agent.root.at("agents.defaults.elevatedDefault"), default: "off")
        record.set(
            .elevatedPeople,
            .number(lists.map(\.value.items.count).max() ?? 0),
            from: elevated["allowFrom"].origin
        )
    }

    private static func safeBins(_ agent: AgentPolicy, into record: inout Record) {
        let bins = agent.tool("exec.safeBins")
        let profiles = Set(agent.tool("exec.safeBinProfiles").entries.map(\.key))
        let broad = bins.texts.map { $0.lowercased() }.filter { name in
            (isInterpreter(name) && !profiles.contains(name))
                || ["jq", "sed", "awk", "gawk", "mawk", "find", "sort", "xargs", "tee", "env", "git"].contains(name)
        }
        record.set(.broadSafeBins, .list(broad), unless: broad.isEmpty ? bins.innerDoubt : nil, from: bins.origin)
        let directories = agent.tool("exec.safeBinTrustedDirs")
        let risky = directories.texts.filter { path in
            !["/bin", "/usr/bin", "/sbin", "/usr/sbin"].contains(path)
        }
        let unclear = risky.isEmpty ? directories.innerDoubt : nil
        record.set(.riskyBinDirectories, .list(risky), unless: unclear, from: directories.origin)
    }

    /// What the agent's own approvals, and those for all agents, let it use of MCP servers for good.
    private static func standingGrants(_ agent: AgentPolicy, into record: inout Record) {
        let places = [agent.approvals["agents"][agent.id], agent.approvals["agents"]["*"], agent.approvals["defaults"]]
        let lists = places.map { $0["mcpTools"] }
        let names = lists.flatMap(\.items).map { "\($0["server"].text ?? "?"): \($0["tool"].text ?? "?")" }
        let doubt = agent.approvals.doubt ?? lists.lazy.compactMap(\.doubt).first
        record.set(
            .standingGrants,
            .list(names),
            unless: names.isEmpty ? doubt : nil,
            from: lists.first { $0.isSet }?.origin
        )
    }

    /// Programs that run whatever code they are handed.
    private static func isInterpreter(_ name: String) -> Bool {
        let base = name.prefix { $0.isLetter }
        return [
            "python", "node", "deno", "bun", "ruby", "perl", "php", "lua", "bash", "sh", "zsh", "dash", "fish",
            "osascript",
        ]
        .contains(String(base))
    }
}
