import Catalog
import Documents
import Hardening

// Variables that count by their name, whether or not the configuration asks for them.
extension KeysObserver {
    /// The keys that only `.env` sets, and secrets there that nothing in the configuration names: those besides `named`.
    func implied(
        by text: String,
        from environment: String,
        _ installation: Installation,
        named: Set<String>
    ) -> [PlainKey] {
        DotenvFile(text).values.sorted { $0.key < $1.key }.compactMap { name, value in
            guard !named.contains(name), !value.isEmpty else { return nil }
            let setting = Self.implied[name]
            guard setting != nil || SettingsObserver.isSecretName(name) else { return nil }
            let source = PlainKey.Source(environment, line: GivenVariables.line(of: name, in: text))
            return PlainKey(
                installation: installation.name,
                setting: setting ?? [name],
                file: installation.configurationPath,
                place: setting ?? [name],
                line: nil,
                value: value,
                variable: name,
                sources: [source],
                blocker: blocker(of: name, as: setting, value, installation)
            )
        }
    }

    /// Secrets that a unit, a compose file or a file of theirs gives the gateway's process, and nothing in the configuration
    /// names.
    func given(_ installation: Installation, besides known: Set<String>) -> [PlainKey] {
        installation.variables.sorted { $0.key < $1.key }.compactMap { name, value in
            guard !known.contains(name), Self.implied[name] != nil || SettingsObserver.isSecretName(name),
                SettingsObserver.isInlineSecret(Setting(.text(value))) || name.hasPrefix("OPENCLAW_GATEWAY_"),
                let origin = installation.given.origins[name], !value.isEmpty
            else { return nil }
            return PlainKey(
                installation: installation.name,
                setting: [name],
                file: origin.file,
                place: [name],
                line: nil,
                value: value,
                variable: name,
                sources: [PlainKey.Source(origin.file, line: origin.line)],
                blocker: "it is given to the gateway's process, and so to all that its agents run; take it out yourself"
            )
        }
    }

    private func blocker(
        of name: String,
        as setting: [String]?,
        _ value: String,
        _ installation: Installation
    ) -> String? {
        guard let setting else { return "nothing in the configuration names it" }
        guard let version = installation.version else { return nil }
        if let blocker = ReferenceFields.blocker(of: setting, in: version) { return blocker }
        let place = setting.reduce(installation.configuration.root) { $0[$1] }
        if place.isSet { return "\(setting.joined(separator: ".")) is set, too, and counts" }
        // Earlier versions want a provider whole, with its address and its models.
        if setting.first == "models", version < Self.partialProviders {
            return "OpenClaw \(version) takes no reference for a provider of which nothing else is said"
        }
        if setting.first == "channels", !installation.configuration.root["channels"][setting[1]].isSet {
            return "nothing in the configuration names it"
        }
        if installation.variables[name] != value { return "something that starts the gateway gives it another value" }
        return nil
    }

    private static let partialProviders = OpenClawVersion(2026, 9, 6)

    /// The settings that variables stand for by their name.
    ///
    /// Those of models were asked of the real program (`models status` of 2026.9.6), once with the variable and once with the
    /// reference alone; variables of several providers are left out.
    private static let implied: [String: [String]] = [
        "ANTHROPIC_API_KEY": ["models", "providers", "anthropic", "apiKey"],
        "CEREBRAS_API_KEY": ["models", "providers", "cerebras", "apiKey"],
        "GEMINI_API_KEY": ["models", "providers", "google", "apiKey"],
        "NVIDIA_API_KEY": ["models", "providers", "nvidia", "apiKey"],
        "OPENAI_API_KEY": ["models", "providers", "openai", "apiKey"],
        "OPENROUTER_API_KEY": ["models", "providers", "openrouter", "apiKey"],
        "TOGETHER_API_KEY": ["models", "providers", "together", "apiKey"],
        "XAI_API_KEY": ["models", "providers", "xai", "apiKey"],
        "OPENCLAW_GATEWAY_TOKEN": ["gateway", "auth", "token"],
        "OPENCLAW_GATEWAY_PASSWORD": ["gateway", "auth", "password"],
        "TELEGRAM_BOT_TOKEN": ["channels", "telegram", "botToken"],
    ]
}
