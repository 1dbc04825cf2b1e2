import Hardening
import Surface

/// When a rule holds, as far as versions were looked at.
struct RuleSpan {
    /// The last version that was seen without the rule, before it came.
    var absentUntil: OpenClawVersion?
    /// The first version that was seen to have it.
    var from: OpenClawVersion?
    /// The last version that was seen to have it, where it went away.
    var until: OpenClawVersion?
    /// The first version that was seen without it again.
    var absentFrom: OpenClawVersion?

    static let always = RuleSpan()

    static func since(_ from: OpenClawVersion, after absent: OpenClawVersion) -> RuleSpan {
        RuleSpan(absentUntil: absent, from: from)
    }

    /// Nothing where the version lies between two that differ.
    func holds(in version: OpenClawVersion) -> Bool? {
        if let absentUntil, version <= absentUntil { return false }
        if let absentFrom, version >= absentFrom { return false }
        if let from, version < from { return nil }
        if let until, version > until { return nil }
        return true
    }
}

extension ConfigurationJudge {
    /// Rules that hold between keys, which no table of single keys has.
    mutating func judgeRules(of root: Setting) {
        judgeTimestamp(root.at("meta.lastTouchedAt"))
        judgeGateway(root)
        judgePairs(root)
        judgeAgents(root)
        judgeChannels(root)
        judgeProviders(root)
        judgePlugins(root)
        judgeBrowser(root)
        judgeServers(root.at("mcp.servers"), "mcp.servers")
        judgeServers(root.at("nodeHost.mcp.servers"), "nodeHost.mcp.servers")
    }

    /// A text, or milliseconds that JavaScript makes a date of; some tables take anything here.
    private mutating func judgeTimestamp(_ value: Setting) {
        let path = "meta.lastTouchedAt"
        switch value.content {
        case .text, .unknown: return
        case .number(let text) where Self.number(text).map { abs($0) <= 8.64e15 } ?? false: return
        default: break
        }
        guard value.isSet else { return }
        refuse(.wrongValue, path, "\(path) takes a text, or a number that stands for a date", value)
    }

    /// Spellings of other programs that OpenClaw took for its own until summer 2026.
    private mutating func judgeServers(_ servers: Setting, _ path: String) {
        guard since(OpenClawVersion(2026, 8, 1)) else { return }
        for server in servers.entries {
            judgeIdentity(server.value, "\(path).\(server.key)")
            let former = server.value.at("codex.default_tools_approval_mode")
            if server.value["codex"].entries.contains(where: { $0.key == "default_tools_approval_mode" }) {
                let place = "\(path).\(server.key).codex.default_tools_approval_mode"
                refuse(.unknownKey, place, "OpenClaw \(name) does not know \(place)", former)
            }
            for entry in server.value.entries where BuiltInProviders.formerServerKeys.contains(entry.key) {
                let place = "\(path).\(server.key).\(entry.key)"
                refuse(.unknownKey, place, "OpenClaw \(name) does not know \(place)", entry.value)
            }
            let hasCommand = server.value["command"].text?.trimmed.isEmpty == false
            guard server.value["transport"].text == "stdio", !hasCommand else { continue }
            rule(.always, "\(path).\(server.key).transport", "stdio needs a command", server.value["transport"])
        }
    }

    /// Whoever asks logs in with an identity of their own: only over HTTP, and by OAuth.
    private mutating func judgeIdentity(_ server: Setting, _ path: String) {
        let oauth = server["oauth"]
        guard oauth["identity"].text == "per-requester" else { return }
        if server["auth"].text != "oauth" || !server["url"].isSet || server["url"].text == ""
            || server["command"].isSet || server["transport"].text == "stdio"
        {
            rule(.always, "\(path).oauth.identity", "per-requester needs auth oauth and a url", oauth["identity"])
        }
        guard oauth["authProfileId"].isSet, oauth["authProfileId"].text?.trimmed != "" else { return }
        rule(.always, "\(path).oauth.authProfileId", "it goes with no identity per-requester", oauth["authProfileId"])
    }

    /// A name that JavaScript gives to something of its own: mostly passed over, in some places refused.
    mutating func judgePrototype(_ value: Setting, _ at: At) {
        let isRefused =
            switch at.pattern {
            case "mcp.servers", "nodeHost.mcp.servers", "agents.entries.*": since(OpenClawVersion(2026, 8, 1))
            case "tools.web.search": since(OpenClawVersion(2026, 6, 11))
            default: false
            }
        guard isRefused else { return }
        refuse(.rule, key("__proto__", below: at), "OpenClaw \(name) refuses this name in \(at.path)", value)
    }

    /// Refuses a place by a rule, or doubts it where versions around this one differ.
    mutating func rule(
        _ span: RuleSpan,
        _ path: String,
        _ reason: String,
        _ value: Setting,
        as kind: Judgement.Refusal.Kind = .rule
    ) {
        switch span.holds(in: tested) {
        case true?: refuse(kind, path, "OpenClaw \(name) refuses \(path): \(reason)", value)
        case false?: break
        case nil: judgement.doubt(path, "\(reason); which version began to refuse it is not known exactly")
        }
    }

    private mutating func judgeGateway(_ root: Setting) {
        let gateway = root["gateway"]
        let mode = gateway.at("tailscale.mode").text
        guard mode == "serve" || mode == "funnel" else { return }
        if let bind = gateway["bind"].text, bind != "loopback",
            bind != "custom" || gateway["customBindHost"].text != "127.0.0.1"
        {
            rule(
                .since(OpenClawVersion(2026, 3, 13), after: OpenClawVersion(2026, 2, 26)),
                "gateway.bind",
                "beside tailscale \(mode ?? "") only loopback goes",
                gateway["bind"]
            )
        }
        guard gateway.at("auth.mode").text == "none" else { return }
        rule(
            .since(OpenClawVersion(2026, 6, 11), after: OpenClawVersion(2026, 5, 12)),
            "gateway.auth.mode",
            "beside tailscale \(mode ?? "") it may not be none",
            gateway.at("auth.mode")
        )
    }

    private mutating func judgeProviders(_ root: Setting) {
        let model = root.at("agents.defaults.imageModel")
        let image = model["primary"].or(model)
        if since(OpenClawVersion(2026, 8, 1)), let name = image.text, BuiltInProviders.isRetired(name) {
            let reason = "OpenClaw refuses models that their provider shut down, and \(name) may be one"
            judgement.doubt("agents.defaults.imageModel", reason)
        }
        guard since(OpenClawVersion(2026, 5, 28)) else { return }
        for entry in root.at("models.providers").entries where entry.value.isObject {
            guard !BuiltInProviders.names.contains(entry.key.trimmed.lowercased()) else { continue }
            for key in ["baseUrl", "models"] {
                let isThere = key == "models" ? entry.value[key].isList : entry.value[key].text != ""
                guard !isThere || !entry.value[key].isSet else { continue }
                let path = "models.providers.\(entry.key).\(key)"
                refuse(.rule, path, "OpenClaw \(name) wants \(path) for a provider of one's own", entry.value)
            }
        }
    }

    private mutating func judgePlugins(_ root: Setting) {
        let plugins = root["plugins"]
        let known = knownPlugins
        if !since(OpenClawVersion(2026, 2, 26)) {
            for entry in plugins["entries"].entries where !known.contains(entry.key) {
                judgement.doubt("plugins.entries.\(entry.key)", "this version refuses plugins that are not there")
            }
        }
        for (list, last) in [("allow", OpenClawVersion(2026, 4, 20)), ("deny", OpenClawVersion(2026, 5, 7))] {
            guard !since(OpenClawVersion(last.year, last.month, last.number + 1)) else { continue }
            for name in plugins[list].texts where !known.contains(name) {
                judgement.doubt("plugins.\(list)", "this version may refuse \(name), a plugin that is not there")
            }
        }
        if !since(OpenClawVersion(2026, 9, 6)), !plugins.at("load.paths").items.isEmpty {
            judgement.doubt("plugins.load.paths", "OpenClaw refuses a path that is not there")
        }
        if let memory = plugins.at("slots.memory").text, memory != "none", !known.contains(memory) {
            judgement.doubt("plugins.slots.memory", "OpenClaw refuses \(memory) unless such a plugin is there")
        }
        let search = root.at("tools.web.search")
        if since(OpenClawVersion(2026, 5, 7)), let provider = search["provider"].text {
            judgement.doubt(
                "tools.web.search.provider",
                "OpenClaw refuses \(provider) unless a plugin that is there provides it"
            )
        }
        for entry in search.entries where ["constructor", "prototype"].contains(entry.key) {
            let span = RuleSpan.since(OpenClawVersion(2026, 6, 11), after: OpenClawVersion(2026, 5, 12))
            rule(span, "tools.web.search.\(entry.key)", "it may not have this name", entry.value)
        }
        for entry in search.entries where BuiltInProviders.formerSearches.contains(entry.key) {
            let isKey = entry.key == "apiKey"
            guard isKey || entry.value.isObject else { continue }
            rule(
                isKey
                    ? .since(OpenClawVersion(2026, 8, 1), after: OpenClawVersion(2026, 7, 1))
                    : .since(OpenClawVersion(2026, 6, 11), after: OpenClawVersion(2026, 5, 12)),
                "tools.web.search.\(entry.key)",
                "it belongs under plugins.entries.NAME.config.webSearch",
                entry.value
            )
        }
    }

    private mutating func judgeBrowser(_ root: Setting) {
        for entry in root.at("browser.profiles").entries where entry.value.isObject {
            let profile = entry.value
            let path = "browser.profiles.\(entry.key)"
            let driver = profile["driver"].text
            let hasPort = profile["cdpPort"].isSet || profile["cdpUrl"].isSet && profile["cdpUrl"].text != ""
            if !hasPort, driver != "existing-session", driver != "extension" {
                rule(.always, path, "it needs cdpPort or cdpUrl", profile)
            }
            if driver == "extension", profile["cdpUrl"].text?.isEmpty == false {
                rule(.always, "\(path).cdpUrl", "driver extension does not take it", profile["cdpUrl"])
            }
            if profile["userDataDir"].text?.isEmpty == false, driver != "existing-session" {
                rule(.always, "\(path).userDataDir", "only driver existing-session takes it", profile["userDataDir"])
            }
        }
    }
}
