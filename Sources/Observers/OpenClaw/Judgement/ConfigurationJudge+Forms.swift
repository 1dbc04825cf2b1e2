import Hardening

extension ConfigurationJudge {
    /// Until here the rules were read out of no version, and it is not known which of them held.
    static let read = RuleSpan(from: OpenClawVersion(2026, 3, 13))
    static let since8 = RuleSpan.since(OpenClawVersion(2026, 8, 1), after: OpenClawVersion(2026, 7, 35))

    private static let minute = 60_000.0
    private static let day = 86_400_000.0

    /// What texts have to look like, by place; `agent` stands for one agent and for the defaults of all.
    private static let forms: [String: TextForm] = [
        "mcp.servers.*.url": .web, "mcp.servers.*.oauth.redirectUrl": .web,
        "mcp.servers.*.oauth.clientMetadataUrl": .document, "mcp.apps.sandboxOrigin": .origin,
        "mcp.servers.*.codex.agents[]": .agentName,
        "gateway.publicOrigin": .publicOrigin, "gateway.portals.ingress.domain": .domain,
        "gateway.roles.definitions.*.agents[]": .agentName, "gateway.tls.certPath": .notBlank,
        "gateway.tls.keyPath": .notBlank, "gateway.controlUi.chatMessageMaxWidth": .unknown,
        "proxy.proxyUrl": .web, "cron.webhook": .web, "models.catalogRefresh.url": .securePage,
        "agent.compaction.maxActiveTranscriptBytes": .size,
        "agent.compaction.memoryFlush.forceFlushTranscriptBytes": .size, "agent.decisionModel": .modelOrEmpty,
        "agent.models.*.pickerRuntimes[]": .runtimeName,
        "agent.heartbeat.every": .duration(unit: minute, least: 0),
        "session.maintenance.maxDiskBytes": .size, "session.maintenance.highWaterBytes": .size,
        "session.maintenance.rotateBytes": .size, "cron.runLog.maxBytes": .size,
        "session.maintenance.pruneAfter": .duration(unit: day, least: 0),
        "session.maintenance.resetArchiveRetention": .duration(unit: day, least: 0),
        "session.maintenance.archiveDashboardAfter": .duration(unit: day, least: 1),
        "session.maintenance.preserveRecent": .duration(unit: day, least: 1),
        "cron.sessionRetention": .duration(unit: day / 24, least: 0),
        "cloudWorkers.profiles.*.suspendAfter": .duration(unit: 0, least: minute),
        "hooks.mappings[].transform.module": .modulePath, "hooks.internal.handlers[].module": .modulePath,
        "worktreeRoot": .homePath, "desktop.host.passwordFile": .absolutePath,
        "nodeHost.desktop.passwordFile": .absolutePath, "secrets.providers.*.trustedDirs[]": .absolutePath,
        "secrets.providers.*.command": .absoluteProgram, "secrets.egressProxy.allowedHosts[]": .hostName,
        "secrets.egressProxy.bypassHosts[]": .hostName, "channels.signal.cliPath": .program,
        "channels.signal.accounts.*.cliPath": .program, "channels.imessage.cliPath": .program,
        "channels.imessage.accounts.*.cliPath": .program, "channels.reef.email": .mail,
        "plugins.entries.diffs.config.viewerBaseUrl": .address,
    ]

    /// Ends of places in channels that hold URLs.
    private static let addresses = [
        "a2a.advertisedUrl", "a2a.peers.*.url", "buzz.relayUrl", "clickclack.apiBaseUrl", "clickclack.baseUrl",
        "clickclack.discussions.controlUrlBase", "discord.activityUrl", "feishu.domain", "msteams.serviceUrl",
        "nostr.profile.banner", "nostr.profile.picture", "nostr.profile.website", "reef.relayUrl", "telegram.apiRoot",
    ]

    /// Places whose text may not be blank, where the table says only that it may not be empty.
    private static let trimmed: Set<String> = [
        "agent.authInheritance.agentId", "agent.heartbeat.agentId", "agent.models.*.pickerRuntimes[]",
        "agent.sessionStore.agentId", "agent.systemAgent.agentId", "agent.tools.github.gitAuthor.email",
        "agent.tools.github.gitAuthor.name", "cloudWorkers.profiles.*.provider", "desktop.host.passwordFile",
        "gateway.auth.trustedProxy.cloudflareAccessOidc.githubAccountIdClaim",
        "gateway.auth.trustedProxy.cloudflareAccessOidc.providerId", "gateway.controlUi.environment.label",
        "gateway.roles.default", "gateway.roles.definitions.*.accessPolicyPlugin",
        "gateway.roles.definitions.*.agents[]", "hooks.mappings[].channel", "mcp.servers.*.oauth.authProfileId",
        "mcp.servers.*.oauth.scope", "mcp.servers.*.toolFilter.exclude[]", "mcp.servers.*.toolFilter.include[]",
        "memory.qmd.searchTool", "nodeHost.workerRuns.containerImage", "secrets.egressProxy.allowedHosts[]",
        "secrets.egressProxy.bypassHosts[]", "talk.agentId", "tools.github.gitAuthor.email",
        "tools.github.gitAuthor.name", "tools.media.audio.preferredModel", "tools.media.image.preferredModel",
        "tools.media.video.preferredModel", "worktreeRoot",
    ]

    /// A place by the name that one rule has for several of its kind.
    static func general(_ pattern: String) -> String {
        for start in ["agents.entries.*.", "agents.list[].", "agents.defaults."] where pattern.hasPrefix(start) {
            return "agent." + pattern.dropFirst(start.count)
        }
        return pattern.hasPrefix("nodeHost.mcp.") ? String(pattern.dropFirst("nodeHost.".count)) : pattern
    }

    static func isTrimmed(_ pattern: String) -> Bool { trimmed.contains(general(pattern)) }

    private static func form(of pattern: String) -> TextForm? {
        if let form = forms[general(pattern)] { return form }
        guard pattern.hasPrefix("channels.") else { return nil }
        let place = String(pattern.dropFirst("channels.".count)).replacing(".accounts.*", with: "")
        return addresses.contains(place) ? .address : nil
    }

    private func span(of pattern: String) -> RuleSpan {
        switch pattern {
        case "proxy.proxyUrl": .since(OpenClawVersion(2026, 4, 29), after: OpenClawVersion(2026, 4, 23))
        case "gateway.tls.certPath", "gateway.tls.keyPath":
            .since(OpenClawVersion(2026, 6, 11), after: OpenClawVersion(2026, 5, 12))
        case "secrets.providers.*.command": .always
        // Since April these channels are judged by their plugins, which look at kinds only.
        case let pattern where pattern.hasSuffix(".cliPath"):
            RuleSpan(
                from: OpenClawVersion(2026, 3, 13),
                until: OpenClawVersion(2026, 3, 13),
                absentFrom: OpenClawVersion(2026, 4, 23)
            )
        default: Self.read
        }
    }

    /// The form of a text, or of a number that is read as one.
    mutating func judgeForm(_ text: String, _ value: Setting, _ at: At) {
        guard let form = Self.form(of: at.pattern) else { return }
        if text.isEmpty, at.pattern.hasSuffix("heartbeat.every") { return }
        guard text.utf16.count <= 2000 else { return judgement.doubt(at.path, "\(at.path) is too long to be judged") }
        switch form.takes(text) {
        case true?:
            let isPeriod =
                at.pattern == "session.maintenance.pruneAfter" || at.pattern.hasSuffix("resetArchiveRetention")
            guard isPeriod, TextForm.duration(unit: Self.day, least: 1).takes(text) == false else { return }
            rule(Self.since8, at.path, "it has to be longer than nothing", value)
        case false?: rule(span(of: at.pattern), at.path, "it is not written as it has to be", value)
        case nil: judgement.doubt(at.path, "how \(at.path) has to be written is not understood")
        }
    }

    /// A name that a person chose, where OpenClaw does not take every one.
    mutating func judgeKey(_ key: String, _ value: Setting, _ at: At) {
        let isGood: Bool?
        switch at.pattern {
        case "agents.entries.*": isGood = Self.matches(key, ["^[A-Za-z0-9_][A-Za-z0-9_-]{0,63}$"])
        case "browser.profiles.*": isGood = Self.matches(key, ["^[a-z0-9-]+$"])
        case "channels.a2a.peers.*": isGood = Self.matches(key, ["^[a-z0-9][a-z0-9._-]{0,63}$"])
        case "channels.buzz.accounts.*":
            isGood =
                Self.matches(key, ["^[a-z0-9][a-z0-9_-]{0,63}$"]) == true
                && !["constructor", "prototype"].contains(key)
        case "channels.buzz.groups.*", "channels.buzz.accounts.*.groups.*":
            let hex = "[0-9a-fA-F]"
            isGood = Self.matches(key, ["^\(hex){8}-\(hex){4}-[1-5]\(hex){3}-[89aAbB]\(hex){3}-\(hex){12}$"])
        case "channels.feishu.stickerSets.*", "channels.feishu.stickerSets.*.*":
            isGood = Self.matches(key, ["^[A-Za-z0-9_-]{1,128}$"]) == true ? true : nil
        case "plugins.entries.imap.config.accounts.*": isGood = Self.matches(key, ["^[A-Za-z0-9][A-Za-z0-9_-]*$"])
        case "plugins.entries.onepassword.config.items.*": isGood = Self.matches(key, ["^[a-z0-9][a-z0-9-]{0,63}$"])
        case "cloudWorkers.profiles.*", "nodeHost.mcp.servers.*": isGood = !key.isEmpty && key.trimmed == key
        case "cloudWorkers.projectProfiles.*": isGood = nil
        case "gateway.roles.definitions.*": isGood = !key.trimmed.isEmpty && key.trimmed.utf16.count <= 128
        case "accessGroups.*", "accessGroups.*.members.*", "gateway.auth.identityScopes.*": isGood = !key.isEmpty
        default: isGood = !(key.isEmpty && at.pattern.hasSuffix(".compat.reasoningEffortMap.*"))
        }
        if isGood == nil { judgement.doubt(at.path, "whether \(at.path) is a name that it may have is not known") }
        guard isGood == false else { return }
        rule(Self.read, at.path, "its name is not one that it may have", value)
    }
}
