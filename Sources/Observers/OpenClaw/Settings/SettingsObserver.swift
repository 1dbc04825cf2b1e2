import Catalog
import Hardening
import Surface

/// What openclaw.json says of an installation.
struct SettingsObserver: SubjectObserver {
    let look: Look

    /// The settings of each installation outside gateway, channels and agents.
    func openclawSettings() async throws(Unknown) -> [Record]? {
        let all = await installations.openclawInstallations().content ?? []
        var scheduled: [String: Value] = [:]
        for installation in all { scheduled[installation.name] = await agents.scheduledCommands(installation) }
        return try await gateway.openclawRecords { [scheduled] installation in
            var record = Record(installation.name, identity: installation.identity)
            record[.scheduledCommands] = scheduled[installation.name] ?? .unset
            Self.hooks(installation, into: &record)
            Self.browser(installation, into: &record)
            Self.extensions(installation, into: &record)
            Self.outside(installation, into: &record)
            Self.logging(installation, into: &record)
            return record
        }
    }

    private static func hooks(_ installation: Installation, into record: inout Record) {
        let hooks = installation.root["hooks"]
        record.set(.hooks, hooks["enabled"], default: false)
        let token = hooks["token"]
        let gateway = installation.root.at("gateway.auth")
        let isHidden = token.isReference && !token.isIndirect
        let hidden = token.doubt ?? (isHidden ? .notStated("hooks.token is a reference to another place") : nil)
        let secrets = [
            gateway["token"].text, gateway["password"].text, installation.variables["OPENCLAW_GATEWAY_TOKEN"],
        ]
        record.set(
            .hooksTokenLength,
            hidden.map { .unknown($0) } ?? .number(token.text?.count ?? 0),
            from: token.origin
        )
        record.set(.hooksTokenInline, .flag(token.text?.isEmpty == false && !token.isReference), from: token.origin)
        let isReused = token.text.map { text in !text.isEmpty && secrets.contains(text) } ?? false
        record.set(.hooksTokenReused, hidden.map { .unknown($0) } ?? .flag(isReused), from: token.origin)
        record.set(.hooksPath, hooks["path"], default: "/hooks")
        record.set(.hooksAgents, hooks["allowedAgentIds"], default: ["*"])
        record.set(.hooksSessionKey, hooks["defaultSessionKey"], default: .unset)
        record.set(.hooksRequestSessionKey, hooks["allowRequestSessionKey"], default: false)
        record.set(.hooksSessionPrefixes, hooks["allowedSessionKeyPrefixes"], default: [])
        var unsafe = hooks["mappings"].items.enumerated()
            .filter { $0.element["allowUnsafeExternalContent"].flag == true }.map { "mappings[\($0.offset)]" }
        if hooks.at("gmail.allowUnsafeExternalContent").flag == true { unsafe.append("gmail") }
        record.set(.hooksUnsafeContent, .list(unsafe), from: hooks.origin)
        let transforms = hooks["transformsDir"].text ?? ""
        let target = Path.resolve(transforms, from: installation.directory)
        let leaves = !transforms.isEmpty && !transforms.hasPrefix("~") && !Path.isInside(target, installation.directory)
        record.set(.hooksTransforms, .flag(leaves), from: hooks["transformsDir"].origin)
    }

    private static func browser(_ installation: Installation, into record: inout Record) {
        let browser = installation.root["browser"]
        record.set(.browser, browser["enabled"], default: true)
        record.set(.browserIsReachable, browserIsReachable(installation), from: browser.origin)
        record.set(.browserEvaluate, browser["evaluateEnabled"], default: true)
        record.set(.browserNoSandbox, browser["noSandbox"], default: false)
        let policy = browser["ssrfPolicy"]
        let reaches = policy["dangerouslyAllowPrivateNetwork"].or(policy["allowPrivateNetwork"])
        let inherited = MeasuredDefault.browserPrivateNetwork.value(in: installation.version)
        record.set(.browserPrivateNetwork, reaches, default: inherited)
        let profiles =
            browser["profiles"].entries.map { ($0.key, $0.value["cdpUrl"].text) } + [
                ("browser", browser["cdpUrl"].text)
            ]
        record.set(
            .browserPlainCDP,
            .list(profiles.filter { GatewayObserver.isPlainRemote($0.1) }.map(\.0)),
            from: browser.origin
        )
        record.set(.browserPrivateCDP, .list(profiles.filter { isPrivateHost($0.1) }.map(\.0)), from: browser.origin)
        record.set(.browserLegacyRelay, browser.at("extensionRelay.allowLegacyAuth"), default: false)
    }

    static func browserIsReachable(_ installation: Installation) -> Value {
        if installation.isClient { return false }
        let exposure = Exposure(root: installation.root, version: installation.version, approvals: .missing)
        let agents = exposure.agents
        let answers = agents.map { agent in
            agent.toolDoubt.map { Value.unknown($0) } ?? agent.decided { $0.contains("browser") }
        }
        return answers.contains(true) ? true : answers.first { $0 != false } ?? false
    }

    private static func isPrivateHost(_ url: String?) -> Bool {
        guard let url, let scheme = url.firstRange(of: "://") else { return false }
        let host = url[scheme.upperBound...].prefix { $0 != "/" && $0 != ":" }
        let second = host.split(separator: ".").dropFirst().first.flatMap { Int($0) } ?? 0
        return host.hasPrefix("10.") || host.hasPrefix("192.168.") || host.hasPrefix("169.254.")
            || (host.hasPrefix("172.") && (16...31).contains(second)) || host.hasSuffix(".internal")
    }

    private static func logging(_ installation: Installation, into record: inout Record) {
        let root = installation.root
        let logging = root["logging"]
        record.set(.mdns, root.at("discovery.mdns.mode"), default: "minimal")
        // Since 2026.8 a domain alone turns it on.
        let domain = root.at("discovery.wideArea.domain")
        let isNamed = domain.isSet && installation.version.map { $0 > OpenClawVersion(2026, 7, 35) } ?? false
        record.set(.wideArea, isNamed ? domain : root.at("discovery.wideArea.enabled"), default: false)
        if isNamed, domain.text?.isEmpty == false { record[.wideArea] = true }
        record.set(.logRedaction, logging["redactSensitive"], default: "tools")
        record.set(.logFile, logging["file"], default: .unset)
        record.set(.logLevel, logging["level"], default: "info")
        record.set(.consoleLevel, logging["consoleLevel"], default: "info")
        traces(installation, into: &record)
        let patterns = logging["redactPatterns"]
        record.set(.logPatternsReplaced, .flag(patterns.isSet), from: patterns.origin)
        let audit = root.at("security.audit.suppressions")
        record.set(.auditSuppressions, .number(audit.items.count), from: audit.origin)
        record.set(.shellEnvironment, root.at("env.shellEnv.enabled"), default: false)
        record.set(.updateChannel, root.at("update.channel"), default: "stable")
        updateCheck(root.at("update.checkOnStart"), installation.version, into: &record)
        unaskedCalls(root, installation.version, into: &record)
        let flags = dangerousFlags(root, path: "", depth: 0)
        record.set(.dangerousFlags, .list(flags.map(\.0)), from: flags.first?.1)
    }

    /// Since 2026.8.1 looking for a newer version is a daily call to the developers, which is a person's to want or not.
    private static func updateCheck(_ setting: Setting, _ version: OpenClawVersion?, into record: inout Record) {
        record.set(.updateCheck, setting, default: true)
        guard record[.updateCheck] == false else { return }
        if let version {
            if version >= OpenClawVersion(2026, 8, 1) { record[.updateCheck] = .unset }
        } else {
            record[.updateCheck] = .unknown(
                .notStated("whom a version asks for a newer one depends on it, and nothing names it")
            )
        }
    }

    /// What the gateway does of itself with others, besides looking for a newer version.
    private static func unaskedCalls(_ root: Setting, _ version: OpenClawVersion?, into record: inout Record) {
        let refreshes = MeasuredDefault.recentlyOn.value(in: version)
        record.set(.catalogRefresh, root.at("models.catalogRefresh.enabled"), default: refreshes)
        let updates = MeasuredDefault.nodeHostUpdates.value(in: version)
        record.set(.nodeHostUpdates, root.at("nodeHost.autoUpdate.enabled"), default: updates)
        record.set(.telemetry, root.at("telemetry.enabled"), default: false)
    }

    /// Every `dangerously…` switch that is on, wherever it is.
    private static func dangerousFlags(_ setting: Setting, path: String, depth: Int) -> [(String, Origin?)] {
        guard depth < 16 else { return [] }
        let children =
            setting.entries.map { (path.isEmpty ? $0.key : "\(path).\($0.key)", $0.key, $0.value) }
            + setting.items.enumerated().map { ("\(path)[\($0.offset)]", "", $0.element) }
        return children.flatMap { path, key, value -> [(String, Origin?)] in
            if key.hasPrefix("dangerously"), value.flag == true { return [(path, value.origin)] }
            return dangerousFlags(value, path: path, depth: depth + 1)
        }
    }
}
