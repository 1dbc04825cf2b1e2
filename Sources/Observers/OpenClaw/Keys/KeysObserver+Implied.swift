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
        named: Set<String>,
        _ others: [PlainKey]
    ) -> [PlainKey] {
        DotenvFile(text).values.sorted { $0.key < $1.key }.compactMap { name, value in
            guard !named.contains(name), !value.isEmpty else { return nil }
            let setting = Self.implied[name]
            guard setting != nil || SettingsObserver.isSecretName(name) else { return nil }
            // What says the same as a setting that moves goes with that.
            if others.contains(where: { $0.blocker == nil && $0.setting == setting && $0.value == value }) {
                return nil
            }
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

    /// Keys that a unit, a compose file or a file of theirs gives the gateway's process, and nothing in the configuration
    /// names.
    func given(
        _ installation: Installation,
        besides known: Set<String>,
        _ variables: [KeyVariable],
        _ others: [PlainKey]
    ) -> [PlainKey] {
        variables.sorted { $0.name < $1.name }.compactMap { variable in
            let name = variable.name
            guard !known.contains(name),
                !others.contains(where: { $0.blocker == nil && variable.blocker == nil && variable.repeats($0) })
            else { return nil }
            let why =
                blocker(of: name, as: variable.setting, variable.value, installation)
                ?? installation.given.doubt(about: name)?.why ?? variable.blocker
            let setting = variable.setting ?? [name]
            return PlainKey(
                installation: installation.name,
                setting: setting,
                file: installation.configurationPath,
                place: setting,
                line: nil,
                value: variable.value,
                variable: name,
                sources: variable.places.map { PlainKey.Source($0.file, line: $0.line) },
                blocker: why.map { "\($0), and so it is given to all that its agents run" }
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
    static let implied: [String: [String]] = [
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
