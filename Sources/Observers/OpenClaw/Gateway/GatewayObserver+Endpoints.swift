import Hardening

extension GatewayObserver {
    static func endpoints(_ installation: Installation, into record: inout Record) {
        let place = installation.root["gateway"]
        let terminal = MeasuredDefault.gatewayTerminal.value(in: installation.version)
        record.set(.gatewayTLS, place.at("tls.enabled"), default: false)
        record.set(.gatewayHSTS, place.at("http.securityHeaders.strictTransportSecurity"), default: .unset)
        let endpoints = place.at("http.endpoints")
        record.set(.chatCompletions, endpoints.at("chatCompletions.enabled"), default: false)
        record.set(.responsesEndpoint, endpoints.at("responses.enabled"), default: false)
        let fetches = ["chatCompletions", "responses"].flatMap { name in
            ["images", "files"].filter { endpoints[name][$0]["allowUrl"].flag == true }.map { "\(name).\($0)" }
        }
        record.set(.endpointsFetchURLs, .list(fetches), from: endpoints.origin)
        record.set(.sessionKeyOverride, place.at("http.allowSessionKeyOverride"), default: false)
        let names = place.at("tools.allow").texts
        let allowed = ToolCatalog.possible(in: installation.version).flatMap { $0.expand(names) }
            .reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        let dangerous = allowed.filter { $0 == "*" || deniedOverHTTP.contains($0) }
        record.set(.httpTools, .list(dangerous), from: place.at("tools.allow").origin)
        nodes(place["nodes"], installation.version, into: &record)
        record.set(.httpReachableTools, httpReachableTools(installation), from: place.at("tools.deny").origin)
        record[.browserIsReachable] = SettingsObserver.browserIsReachable(installation)
        record.set(.gatewayTerminal, place.at("terminal.enabled"), default: terminal)
        record.set(
            .remoteIsPlain,
            .flag(isPlainRemote(place.at("remote.url").text)),
            from: place.at("remote.url").origin
        )
    }

    private static func nodes(_ nodes: Setting, _ version: OpenClawVersion?, into record: inout Record) {
        let commands = nodes["commands"]["allow"].or(nodes["allowCommands"])
        let denied = nodes["commands"]["deny"].or(nodes["denyCommands"])
        record.set(.nodeCommands, .list(commands.texts.filter(dangerousCommands.contains)), from: commands.origin)
        let blunt = denied.texts.filter { name in name.contains { !$0.isLetter && !$0.isNumber && !"._-".contains($0) }
        }
        record.set(.nodeDeniesIneffective, .list(blunt), from: denied.origin)
        record.set(.nodeAutoApprovals, nodes.at("pairing.autoApproveCidrs"), default: [])
        record.set(.nodeBrowser, nodes.at("browser.mode"), default: "auto")
        let on = MeasuredDefault.recentlyOn.value(in: version)
        record.set(.nodeLocalApprovals, nodes.at("pairing.autoApproveLocal"), default: on)
        // Instead of yes it takes how to log in.
        let verifies = nodes.at("pairing.sshVerify")
        record.set(.nodeSSHVerification, verifies, default: verifies.isObject ? true : on)
        record.set(.nodePluginTools, nodes.at("pluginTools.enabled"), default: on)
        record.set(.nodeSkills, nodes["allowSkills"], default: on)
        let desktop = MeasuredDefault.desktopCommands.value(in: version)
        let left: Value =
            if case .list(let all) = desktop { .list(all.filter { !denied.texts.contains($0) }) } else { desktop }
        record.set(.nodeDesktopCommands, left, unless: denied.innerDoubt, from: denied.origin)
    }

    /// Tools that read or send what is private and that `/tools/invoke` does not deny by itself, as seen of 2026.9.6.
    private static let tellingTools = ["browser", "web_fetch", "message", "memory_search", "secrets"]

    /// What a caller with the token reaches without a model: tools of some agent that no list denies over HTTP.
    private static func httpReachableTools(_ installation: Installation) -> Value {
        if installation.isClient { return [] }
        let denied = installation.root.at("gateway.tools.deny")
        let exposure = Exposure(root: installation.root, version: installation.version, approvals: .missing)
        var reached: [String] = []
        for tool in tellingTools where !denied.texts.contains(tool) {
            for agent in exposure.agents {
                let answer = agent.toolDoubt.map { Value.unknown($0) } ?? agent.decided { $0.contains(tool) }
                if case .unknown = answer { return denied.innerDoubt.map { .unknown($0) } ?? answer }
                if answer == true, !reached.contains(tool) { reached.append(tool) }
            }
        }
        return reached.isEmpty ? [] : denied.innerDoubt.map { .unknown($0) } ?? .list(reached)
    }

    /// Whether the address leaves this machine without encryption.
    static func isPlainRemote(_ url: String?) -> Bool {
        guard let url, let scheme = url.firstRange(of: "://") else { return false }
        guard ["http", "ws"].contains(url[..<scheme.lowerBound].lowercased()) else { return false }
        let rest = url[scheme.upperBound...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        let authority = rest.split(separator: "@").last ?? ""
        let host =
            authority.hasPrefix("[") ? authority.dropFirst().prefix { $0 != "]" } : authority.prefix { $0 != ":" }
        return
            !(host == "localhost" || host.hasPrefix("127.") || host == "::1"
            || ["host.docker.internal", "host.containers.internal"].contains(host))
    }

    /// What `/tools/invoke` denies by itself, after `src/security/dangerous-tools.ts` of 2026.4.19 and 2026.9.6.
    private static let deniedOverHTTP: Set<String> = [
        "exec", "spawn", "shell", "fs_write", "fs_delete", "fs_move", "apply_patch", "terminal", "portal",
        "sessions_spawn", "sessions_send", "conversations_list", "conversations_send", "conversations_turn", "cron",
        "gateway", "plugins", "nodes", "computer", "mobile_ui", "openclaw", "whatsapp_login",
    ]

    /// Commands of paired devices that reach into a person's life, after the node command policies of 2026.4.19 and
    /// 2026.9.6.
    private static let dangerousCommands: Set<String> = [
        "camera.snap", "camera.clip", "camera.ptz.control", "screen.record", "contacts.add", "calendar.add",
        "reminders.add", "sms.send", "sms.search", "health.summary", "system.run",
    ]
}
