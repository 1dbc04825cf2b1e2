import Hardening

/// What takes an agent's words and is no model that answers: embeddings, speech, media, and programs that run agents.
struct RoutesBeside {
    private(set) var routes: [ModelRoute] = []
    private(set) var runtimes: [ModelRoute] = []
    private let setup: GuardSetup?
    private let isInContainer: Bool

    init(_ root: Setting, agents: [InstallationModels.Agent], setup: GuardSetup?, isInContainer: Bool) {
        self.setup = setup
        self.isInContainer = isInContainer
        let memories = [["memory", "search"], ["agents", "defaults", "memorySearch"]]
        let own = agents.filter { !$0.isImplicit }
        for place in memories + own.flatMap({ [$0.place + ["memorySearch"], $0.place + ["memory", "search"]] }) {
            embeddings(place.reduce(root) { $0.step($1) }, place.joined(separator: "."))
        }
        for place in [["tts"], ["messages", "tts"]] + own.map({ $0.place + ["tts"] }) {
            speech(place.reduce(root) { $0.step($1) }, place.joined(separator: "."))
        }
        if root.at("talk").isObject {
            for name in ["apiKey", "providers", "realtime", "provider"] where root["talk"][name].isSet {
                routes.append(ModelRoute("talk.\(name)", "leads to a vendor of speech"))
            }
        }
        media(root.at("tools.media"))
        programs(root, own)
    }

    private mutating func embeddings(_ setting: Setting, _ place: String) {
        guard setting.isObject, setting["enabled"].flag != false else { return }
        if let address = setting["remote"]["baseUrl"].text {
            if setup?.listens(at: address, isInContainer: isInContainer) != true {
                routes.append(ModelRoute("\(place).remote.baseUrl", "leads to \(WebTarget.origin(of: address))"))
            }
        } else if let provider = setting["provider"].text, !["local", "none", "auto"].contains(provider) {
            routes.append(ModelRoute("\(place).provider", "has embeddings made by \(provider)"))
        }
    }

    private mutating func speech(_ setting: Setting, _ place: String) {
        guard setting.isObject, setting["enabled"].flag != false, setting["auto"].text.map({ $0 != "off" }) ?? false
        else { return }
        let provider = setting["provider"].text.map { ": \($0)" } ?? ""
        routes.append(ModelRoute("\(place).auto", "has answers spoken by a vendor\(provider)"))
    }

    private mutating func media(_ setting: Setting) {
        for kind in ["models", "audio", "image", "video"] {
            let list = kind == "models" ? setting["models"] : setting[kind]["models"]
            guard setting[kind]["enabled"].flag != false else { continue }
            for (index, item) in list.items.enumerated() where item["type"].text != "cli" {
                let place = kind == "models" ? "tools.media.models.\(index)" : "tools.media.\(kind).models.\(index)"
                routes.append(ModelRoute(place, "has media read by \(item["provider"].text ?? "a vendor")"))
            }
        }
    }

    /// Names of OpenClaw's own runtime.
    private static let embedded: Set<String> = ["", "auto", "default", "embedded", "openclaw", "pi"]

    private mutating func programs(_ root: Setting, _ own: [InstallationModels.Agent]) {
        func check(_ setting: Setting, _ place: String) {
            guard let id = setting["agentRuntime"]["id"].text?.trimmed.lowercased(), !Self.embedded.contains(id)
            else { return }
            runtimes.append(ModelRoute("\(place).agentRuntime.id", "runs the agent by \(id)"))
        }
        for agent in own + [.init(id: "", place: ["agents", "defaults"], isDefault: false)] {
            let setting = agent.place.reduce(root) { $0.step($1) }
            let place = agent.place.joined(separator: ".")
            check(setting, place)
            for entry in setting["models"].entries { check(entry.value, "\(place).models.\(entry.key)") }
            if setting["runtime"]["type"].text == "acp" {
                runtimes.append(ModelRoute("\(place).runtime.type", "runs the agent by ACP"))
            }
        }
        for entry in root.at("models.providers").entries {
            check(entry.value, "models.providers.\(entry.key)")
            for (index, item) in entry.value["models"].items.enumerated() {
                check(item, "models.providers.\(entry.key).models.\(index)")
            }
        }
        if root.at("acp.enabled").flag == true {
            runtimes.append(ModelRoute("acp.enabled", "lets agents start programs of others (ACP)"))
        }
    }

    /// Providers that are programs of their own, with tools of their own.
    static func runtime(_ use: ModelUse) -> ModelRoute? {
        guard use.kind == .asked, let provider = use.provider,
            provider.hasSuffix("-cli") || ["codex", "openai-codex", "copilot-proxy"].contains(provider)
        else { return nil }
        return ModelRoute(use.setting.joined(separator: "."), "runs the agent by \(provider)")
    }
}
