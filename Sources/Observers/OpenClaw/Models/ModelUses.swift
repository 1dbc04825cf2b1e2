import Hardening

/// Settings that name models, anywhere in a configuration.
///
/// After the schemas of 2026.2 to 2026.9: whatever is called `model`, ends in `Model`, or is `primary` or one of `fallbacks` below
/// such a setting; keys of `models` of agents; what `modelPolicy` allows; `channels.modelByChannel`.
struct ModelUses {
    private let root: Setting
    private let agents: [InstallationModels.Agent]
    private(set) var found: [ModelUse] = []

    init(_ root: Setting, agents: [InstallationModels.Agent]) {
        self.root = root
        self.agents = agents
        for entry in root.entries where !Self.foreign.contains(entry.key) { visit(entry.value, [entry.key]) }
    }

    /// Parts whose `model` is none that agents are answered by; they are looked at on their own.
    private static let foreign: Set<String> = [
        "models", "memory", "talk", "acp", "auth", "secrets", "env", "meta", "mcp",
    ]
    private static let foreignKeys: Set<String> = [
        "memorySearch", "memory", "cliBackends", "providers", "applyPatch", "media", "acp", "local", "elevenlabs",
        "openai",
    ]

    /// The configuration's depth bounds the recursion.
    private mutating func visit(_ setting: Setting, _ path: [String]) {
        let last = path.last ?? ""
        if isMap(path) {
            for entry in setting.entries {
                add(entry.key, path + [entry.key], .key)
                visit(entry.value, path + [entry.key])
            }
            return
        }
        if path.starts(with: ["channels", "modelByChannel"]) {
            if let text = setting.text { add(text, path, .asked) }
            for entry in setting.entries { visit(entry.value, path + [entry.key]) }
            return
        }
        if last == "model" || last.hasSuffix("Model") || path.dropLast().last == "mediaModels" {
            if let text = setting.text { return add(text, path, .asked) }
            if let text = setting["primary"].text { add(text, path + ["primary"], .asked) }
            for (index, item) in setting["fallbacks"].items.enumerated() {
                if let text = item.text { add(text, path + ["fallbacks", "\(index)"], .asked) }
            }
            if setting.isObject, setting["primary"].isSet || setting["fallbacks"].isSet { return }
        }
        if last == "modelPolicy" {
            for (index, item) in setting["allow"].items.enumerated() {
                if let text = item.text { add(text, path + ["allow", "\(index)"], .choice) }
            }
            return
        }
        for entry in setting.entries where !Self.foreignKeys.contains(entry.key) {
            visit(entry.value, path + [entry.key])
        }
        for (index, item) in setting.items.enumerated() { visit(item, path + ["\(index)"]) }
    }

    private func isMap(_ path: [String]) -> Bool {
        guard path.last == "models", path.first == "agents" else { return false }
        return path == ["agents", "defaults", "models"] || agents.contains { $0.place + ["models"] == path }
    }

    private mutating func add(_ text: String, _ path: [String], _ kind: ModelUse.Kind) {
        // Plugins call many things a model; where agents are answered, everything is one.
        guard path.first != "plugins" || text.contains("/") else { return }
        let agent = agents.first { !$0.isImplicit && path.starts(with: $0.place) }
        let whole = text.contains("/") ? text : alias(text, of: agent) ?? text
        let parts = whole.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        let isNamed = parts.count == 2 && !parts[0].isEmpty
        found.append(
            ModelUse(
                setting: path,
                text: text,
                provider: isNamed ? parts[0].trimmed.lowercased() : nil,
                model: isNamed ? String(parts[1]) : whole,
                agent: agent?.id,
                kind: kind
            )
        )
    }

    /// The model that another name stands for.
    private func alias(_ name: String, of agent: InstallationModels.Agent?) -> String? {
        let places = [agent?.place, ["agents", "defaults"]].compactMap(\.self)
        let maps = places.map { $0.reduce(root) { $0.step($1) }["models"] }
        for entry in maps.flatMap(\.entries)
        where entry.value["alias"].text?.trimmed.lowercased() == name.trimmed.lowercased() {
            return entry.key
        }
        return nil
    }
}

extension Setting {
    /// The place under a key, or of an item.
    func step(_ component: String) -> Setting {
        guard isList, let index = Int(component), items.indices.contains(index) else { return self[component] }
        return items[index]
    }
}
