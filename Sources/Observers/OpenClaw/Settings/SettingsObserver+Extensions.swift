import Detection
import Hardening

extension SettingsObserver {
    /// Plugins, skills and MCP servers.
    static func extensions(_ installation: Installation, into record: inout Record) {
        let plugins = installation.root["plugins"]
        record.set(.pluginsRestricted, .flag(plugins["allow"].isList), from: plugins["allow"].origin)
        record.set(.pluginLoadPaths, plugins.at("load.paths"), default: [])
        let prompts = plugins["entries"].entries.filter { entry in
            let hooks = entry.value["hooks"]
            return hooks["allowPromptInjection"].flag == true || hooks["allowConversationAccess"].flag == true
        }
        record.set(.pluginsWithPromptAccess, .list(prompts.map(\.key)), from: prompts.first?.value.origin)
        let approving = plugins["entries"].entries.filter { $0.value.at("config.permissionMode").text == "approve-all" }
        record.set(.pluginsApproveAll, .list(approving.map(\.key)), from: approving.first?.value.origin)

        let skills = installation.root["skills"]
        record.set(.skillExtraDirectories, skills.at("load.extraDirs"), default: [])
        record.set(.skillArchives, skills.at("install.allowUploadedArchives"), default: false)
        workshop(skills["workshop"], installation.version, into: &record)
        // Versions up to 2026.4.19 have no such key.
        let hasPolicy = installation.version.map { $0 > OpenClawVersion(2026, 4, 19) } ?? false
        let policy = installation.root.at("security.installPolicy.enabled")
        record.set(.installPolicy, policy, default: hasPolicy ? false : .unset)

        record.set(.mcpApps, installation.root.at("mcp.apps.enabled"), default: false)
        let servers = installation.root.at("mcp.servers").entries
        let leaky = servers.filter { server in
            (server.value["env"].entries + server.value["headers"].entries).contains { entry in
                isSecretName(entry.key) && entry.value.text?.isEmpty == false && !entry.value.isReference
            }
        }
        record.set(.mcpSecrets, .list(leaky.map(\.key)), from: leaky.first?.value.origin)
        let plain = servers.filter { isPlainRemote($0.value["url"].text, installation) }
        record.set(.mcpPlain, .list(plain.map(\.key)), from: plain.first?.value.origin)
    }

    /// Skills that the agent writes; up to 2026.7 a switch let it propose them, where later ones have a mode.
    private static func workshop(_ place: Setting, _ version: OpenClawVersion?, into record: inout Record) {
        let mode: Value =
            switch place.at("autonomous.enabled").flag {
            case true?: "propose"
            case false?: "off"
            case nil: MeasuredDefault.skillWorkshop.value(in: version)
            }
        record.set(.skillWorkshop, place.at("autonomous.mode"), default: mode)
        let approval = MeasuredDefault.skillWorkshopApproval.value(in: version)
        record.set(.skillWorkshopApproval, place["approvalPolicy"], default: approval)
    }

    /// What the installation talks to outside: models, cron webhooks, secret providers; and keys in the file.
    static func outside(_ installation: Installation, into record: inout Record) {
        let root = installation.root
        let cron = root["cron"]
        record.set(.cronPrivateNetwork, cron.at("webhookSsrfPolicy.dangerouslyAllowPrivateNetwork"), default: false)
        let bare = cron["webhook"].text?.isEmpty == false && !cron["webhookToken"].isSet
        record.set(.cronWebhook, .flag(bare), from: cron["webhook"].origin)
        let loose = root.at("secrets.providers").entries.filter {
            $0.value["allowInsecurePath"].flag == true || $0.value["allowSymlinkCommand"].flag == true
        }
        record.set(.looseSecretProviders, .list(loose.map(\.key)), from: loose.first?.value.origin)
        let providers = root.at("models.providers").entries
        let plain = providers.filter {
            isPlainRemote($0.value["baseUrl"].text, installation)
                || $0.value.at("request.tls.insecureSkipVerify").flag == true
        }
        record.set(.plainProviders, .list(plain.map(\.key)), from: plain.first?.value.origin)
        let keyed = providers.filter { isInlineSecret($0.value["apiKey"]) }
        record.set(.inlineModelKeys, .list(keyed.map(\.key)), from: keyed.first?.value["apiKey"].origin)
        let variables = root["env"].entries + root.at("env.vars").entries
        let leaky = variables.filter { isSecretName($0.key) && isInlineSecret($0.value) }
        let names = leaky.reduce(into: [String]()) { if !$0.contains($1.key) { $0.append($1.key) } }
        record.set(.inlineVariables, .list(names), from: leaky.first?.value.origin)
        var tokens: [(String, Origin?)] = []
        for channel in root["channels"].entries {
            let accounts = channel.value["accounts"].entries.map { ("\(channel.key).accounts.\($0.key)", $0.value) }
            for (path, place) in [(channel.key, channel.value)] + accounts {
                for entry in place.entries where isSecretName(entry.key) && isInlineSecret(entry.value) {
                    tokens.append(("\(path).\(entry.key)", entry.value.origin))
                }
            }
        }
        let others = otherSecrets(root)
        record.set(.inlineOthers, .list(others.map(\.0)), from: others.first?.1)
        record.set(.inlineChannelTokens, .list(tokens.map(\.0)), from: tokens.first?.1)
    }

    /// Whether the address leaves this machine without encryption; a container reaches its neighbors by bare names.
    private static func isPlainRemote(_ url: String?, _ installation: Installation) -> Bool {
        guard GatewayObserver.isPlainRemote(url), let url, let scheme = url.firstRange(of: "://") else { return false }
        let host = url[scheme.upperBound...].prefix { !"/:?#".contains($0) }
        return installation.container == nil || host.contains(".") || host.hasPrefix("[")
    }

    /// Secrets anywhere that no other field speaks of: keys of skills, plugins, tools, voices, a remote gateway.
    static func otherSecrets(_ setting: Setting, path: String = "", depth: Int = 0) -> [(String, Origin?)] {
        let told = ["gateway.auth", "hooks.token", "models.providers", "channels", "env", "mcp.servers"]
        guard depth < 16, !told.contains(path) else { return [] }
        let children =
            setting.entries.map { (path.isEmpty ? $0.key : "\(path).\($0.key)", $0.key, $0.value) }
            + setting.items.enumerated().map { ("\(path)[\($0.offset)]", "", $0.element) }
        return children.flatMap { path, key, value -> [(String, Origin?)] in
            let isSecret = isSecretName(key) && isInlineSecret(value)
            if isSecret, !told.contains(path) { return [(path, value.origin)] }
            return otherSecrets(value, path: path, depth: depth + 1)
        }
    }

    /// Text long enough to be a secret that stands in the file itself; words for local models without keys are none.
    static func isInlineSecret(_ setting: Setting) -> Bool {
        guard let text = setting.text, !setting.isReference else { return false }
        // An agent behind the guard has a placeholder, which opens nothing but that.
        if text.hasPrefix("nacre-guard-"), text.utf8.count == 64 { return false }
        if TokenStrength.isGuessable(text) || text.uppercased().contains("YOUR_") { return false }
        return text.count >= 12 && !text.contains("<") && !text.lowercased().contains("local") && !text.contains(" ")
    }

    /// Whether a key's name says that it holds a secret; files and identifiers of one do not, and `key` alone may be any.
    static func isSecretName(_ name: String) -> Bool { SecretName(name).map { !$0.isVague } ?? false }
}
