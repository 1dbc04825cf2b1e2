import Hardening

extension ConfigurationJudge {
    /// Settings that have to fit one another.
    mutating func judgePairs(_ root: Setting) {
        judgeVoices(root["talk"], "talk", Self.read)
        let realtime = RuleSpan.since(OpenClawVersion(2026, 5, 12), after: OpenClawVersion(2026, 4, 29))
        judgeVoices(root.at("talk.realtime"), "talk.realtime", realtime)
        judgeRoles(root.at("gateway.roles"))
        judgeIngress(root["gateway"])
        judgeStaleness(root["gateway"])
        judgeHooks(root["hooks"])
        judgeRetries(root)
        let command = root.at("audio.transcription.command")
        if let program = command.items.first?.text ?? (command.isList && command.items.isEmpty ? "" : nil),
            TextForm.program.takes(program) == false
        {
            let reason = "it is no name or path of a program"
            if mendsOnReading {
                judgement.doubt("audio.transcription.command[0]", reason)
            } else {
                rule(Self.read, "audio.transcription.command[0]", reason, command)
            }
        }
        for (index, binding) in root["bindings"].items.enumerated() where binding["type"].text == "acp" {
            let peer = binding.at("match.peer.id")
            guard peer.doubt == nil, peer.text?.trimmed.isEmpty != false else { continue }
            rule(Self.read, "bindings[\(index)].match.peer", "a binding of type acp needs an id in it", binding)
        }
        let joined = RuleSpan.since(OpenClawVersion(2026, 4, 23), after: OpenClawVersion(2026, 3, 13))
        for path in paths(to: root["channels"], "channels", depth: 0) {
            rule(joined, path, "it belongs under bindings at the top", root["channels"])
        }
        let routed = RuleSpan.since(OpenClawVersion(2026, 6, 11), after: OpenClawVersion(2026, 4, 23))
        let places: [(String, RuleSpan)] = [
            ("plugins.entries.imap.config.accounts", .always), ("plugins.entries.webhooks.config.routes", routed),
        ]
        for (place, span) in places {
            for entry in root.at(place).entries where !entry.value.isObject && entry.value.doubt == nil {
                rule(span, "\(place).\(entry.key)", "it has to be an object", entry.value, as: .wrongStructure)
            }
        }
        if !root.at("plugins.entries.onepassword.config").entries.isEmpty {
            judgement.doubt("plugins.entries.onepassword.config", "what goes together there is its plugin's rule")
        }
        let headers = root.at("gateway.remote.edgeAuth")
        if !headers.entries.isEmpty {
            judgement.doubt("gateway.remote.edgeAuth", "OpenClaw refuses some headers there")
        }
        for profile in root.at("cloudWorkers.profiles").entries where !profile.value["settings"].entries.isEmpty {
            let path = "cloudWorkers.profiles.\(profile.key).settings"
            judgement.doubt(path, "OpenClaw refuses secrets there that are no references")
        }
    }

    /// A named provider has to be one of those that are set up, and several of them need a name.
    private mutating func judgeVoices(_ talk: Setting, _ path: String, _ span: RuleSpan) {
        guard talk["provider"].doubt == nil else { return }
        let name = talk["provider"].text?.trimmed.lowercased() ?? ""
        let providers = Set(talk["providers"].entries.map(\.key))
        if !name.isEmpty, !providers.isEmpty, !providers.contains(name) {
            rule(span, "\(path).provider", "\(name) is not among \(path).providers", talk["provider"])
        }
        if name.isEmpty, providers.count > 1 {
            rule(span, "\(path).provider", "several providers need one to be named", talk["providers"])
        }
    }

    private mutating func judgeRoles(_ roles: Setting) {
        guard roles["definitions"].isObject else { return }
        let names = Set(roles["definitions"].entries.map(\.key.trimmed))
        if names.isEmpty {
            rule(.always, "gateway.roles.definitions", "it needs one role at least", roles["definitions"])
        }
        if let name = roles["default"].text?.trimmed, !names.contains(name) {
            rule(.always, "gateway.roles.default", "there is no role \(name)", roles["default"])
        }
    }

    private mutating func judgeIngress(_ gateway: Setting) {
        let ingress = gateway.at("portals.ingress")
        guard ingress.isObject else { return }
        let port = gateway["port"].isSet ? gateway["port"].number : 18789
        if let own = ingress["port"].number, own == port {
            rule(.always, "gateway.portals.ingress.port", "it is the gateway's own", ingress["port"])
        }
        guard let domain = ingress["domain"].text?.lowercased() else { return }
        let origins = [gateway["publicOrigin"].text ?? ""] + gateway.at("controlUi.allowedOrigins").texts
        for origin in origins {
            guard case .address(let address) = WebAddress.reading(origin) else { continue }
            guard address.host == domain || address.host.hasSuffix(".\(domain)") else { continue }
            rule(.always, "gateway.portals.ingress.domain", "\(origin) lies in it", ingress["domain"])
        }
    }

    private mutating func judgeStaleness(_ gateway: Setting) {
        let stale = gateway["channelStaleEventThresholdMinutes"]
        let check = gateway["channelHealthCheckMinutes"]
        guard let least = check.isSet ? check.number : 5, least != 0, let minutes = stale.number, minutes < least
        else { return }
        let span = RuleSpan.since(OpenClawVersion(2026, 4, 23), after: OpenClawVersion(2026, 3, 13))
        let path = "gateway.channelStaleEventThresholdMinutes"
        rule(span, path, "it is less than channelHealthCheckMinutes, which is \(Int(least))", stale)
    }

    private mutating func judgeHooks(_ hooks: Setting) {
        guard hooks["defaultSessionKey"].doubt == nil, hooks["defaultSessionKey"].text?.trimmed.isEmpty != false
        else { return }
        for (index, mapping) in hooks["mappings"].items.enumerated() {
            guard mapping["sessionMode"].text == "persistent", (mapping["action"].text ?? "agent") == "agent",
                mapping["sessionKey"].doubt == nil, mapping["sessionKey"].text?.trimmed.isEmpty != false,
                !mapping["transform"].isSet
            else { continue }
            rule(.always, "hooks.mappings[\(index)].sessionKey", "persistent needs one", mapping)
        }
    }

    /// Limits of loops and retries that have to rise; later versions do not know them.
    private mutating func judgeRetries(_ root: Setting) {
        var places = [("tools", root["tools"])]
        for (index, agent) in root.at("agents.list").items.enumerated() {
            places.append(("agents.list[\(index)].tools", agent["tools"]))
            judgeOrder(agent["runRetries"], ["min", "max"], mayEqual: true, "agents.list[\(index)].runRetries")
        }
        judgeOrder(root.at("agents.defaults.runRetries"), ["min", "max"], mayEqual: true, "agents.defaults.runRetries")
        for (path, tools) in places {
            let keys = ["warningThreshold", "criticalThreshold", "globalCircuitBreakerThreshold"]
            judgeOrder(tools["loopDetection"], keys, mayEqual: false, "\(path).loopDetection")
        }
    }

    private mutating func judgeOrder(_ place: Setting, _ keys: [String], mayEqual: Bool, _ path: String) {
        for (lower, upper) in zip(keys, keys.dropFirst()) {
            guard let less = place[lower].number, let more = place[upper].number else { continue }
            guard mayEqual ? less > more : less >= more else { continue }
            rule(Self.read, "\(path).\(upper)", "it has to be more than \(lower)", place[upper])
        }
    }

    /// Places in channels that bind them to agents, as early versions did.
    private func paths(to place: Setting, _ path: String, depth: Int) -> [String] {
        guard depth < 64 else { return [] }
        let own = place["bindings"]["acp"]
        var found = own.isObject || own.isList ? ["\(path).bindings.acp"] : []
        for entry in place.entries { found += paths(to: entry.value, "\(path).\(entry.key)", depth: depth + 1) }
        for item in place.items { found += paths(to: item, "\(path)[]", depth: depth + 1) }
        return found
    }
}

extension Setting {
    /// The number that stands here.
    var number: Double? { if case .number(let text) = content { ConfigurationJudge.number(text) } else { nil } }
}
