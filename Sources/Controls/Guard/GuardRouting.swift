import Hardening

/// Which provider each reference to a model gets, and why it cannot be done.
struct GuardRouting: Sendable {
    /// An agent and a provider that it asks.
    struct Pair: Hashable, Sendable {
        let agent: String
        let provider: String
        var name: String { "\(agent)-\(provider)" }
    }

    /// Where a provider leads.
    struct Upstream: Hashable, Sendable {
        let dialect: String
        let address: String
        let key: String?
    }

    let models: InstallationModels
    /// The agents that are enrolled.
    let agents: [InstallationModels.Agent]
    private(set) var pairs: [Pair] = []
    private(set) var blockers: [String] = []
    private(set) var notes: [String] = []
    private var upstreams: [String: Upstream] = [:]

    /// Dialects that the guard speaks, by the names that OpenClaw has for them.
    static let dialects: Set<String> = [
        "anthropic-messages", "google-generative-ai", "ollama", "openai-completions", "openai-responses",
    ]

    init(_ models: InstallationModels, _ choice: GuardEnrolment.Choice) {
        self.models = models
        let wanted = choice.agents.isEmpty ? models.agents.map(\.id) : choice.agents
        agents = models.agents.filter { wanted.contains($0.id) }
        let missing = wanted.filter { id in !models.agents.contains { $0.id == id } }
        if !missing.isEmpty {
            blockers.append(
                "there is no agent \(missing.joined(separator: ", ")); there is \(models.agents.map(\.id).joined(separator: ", "))"
            )
        }
        guard missing.isEmpty else { return }
        for agent in agents { pair(agent) }
        for pair in pairs { settle(pair, choice) }
        refuse(choice)
        note(choice)
        (blockers, notes) = (blockers.uniqued, notes.uniqued)
    }

    /// Whether every agent is enrolled, so that nothing else needs what they asked.
    var isWhole: Bool { agents.count == models.agents.count }

    /// The agent that what belongs to nobody in particular is counted as.
    var common: InstallationModels.Agent? { agents.first(where: \.isDefault) ?? agents.first }

    func isGuarded(_ provider: String) -> Bool {
        models.providers.first { $0.id.lowercased() == provider }?.isGuarded ?? false
    }

    func upstream(of provider: String) -> Upstream? { upstreams[provider] }

    /// Whose reference it becomes; none where it stays as it is.
    func owner(of use: ModelUse) -> InstallationModels.Agent? {
        guard let provider = use.provider, !isGuarded(provider), upstreams[provider] != nil else { return nil }
        if let agent = use.agent { return agents.first { $0.id == agent } }
        return isWhole ? common : nil
    }

    /// The setting of all agents that one takes over as its own, so that its turns are told from those of others.
    func inherited(by agent: InstallationModels.Agent) -> [ModelUse] {
        guard !agent.isImplicit, models.agents.count > 1 || !isWhole else { return [] }
        let own = models.uses.contains { $0.agent == agent.id && $0.setting.starts(with: agent.place + ["model"]) }
        guard !own else { return [] }
        return models.uses.filter { $0.setting.starts(with: ["agents", "defaults", "model"]) && $0.kind == .asked }
    }

    /// Models that a provider of an agent is asked for, in the order of the configuration.
    func models(of pair: Pair) -> [String] {
        let uses = models.uses.filter { use in
            guard use.provider == pair.provider else { return false }
            return owner(of: use)?.id == pair.agent || isOffered(use, to: pair.agent)
        }
        let taken = agents.filter { $0.id == pair.agent }.flatMap(inherited).filter { $0.provider == pair.provider }
        // A login may be named behind the model.
        return (taken + uses).map { String($0.model.prefix { $0 != "@" }) }.filter { $0 != "*" }.uniqued
    }

    /// Whether it is a choice of all agents.
    func isOffered(_ use: ModelUse, to agent: String) -> Bool {
        use.agent == nil && use.kind != .asked && agents.contains { $0.id == agent }
    }

    func prices(of pair: Pair) -> [String: [String?]] {
        let known = models(of: pair).compactMap { name -> (String, [String?])? in
            guard let model = KnownModels.model(name, of: pair.provider), model.prices[0] != nil else { return nil }
            return (name, model.prices)
        }
        return Dictionary(known) { first, _ in first }
    }

    private mutating func pair(_ agent: InstallationModels.Agent) {
        let own = models.uses.filter { use in
            guard use.kind == .asked else { return false }
            return use.agent == agent.id || use.agent == nil && isWhole && agent.id == common?.id
        }
        for use in own + inherited(by: agent) {
            guard let provider = use.provider else {
                blockers.append(
                    "\(use.setting.joined(separator: ".")) is \(use.text), which names no provider: write PROVIDER/\(use.text)"
                )
                continue
            }
            let pair = Pair(agent: agent.id, provider: provider)
            if !isGuarded(provider), !pairs.contains(pair) { pairs.append(pair) }
        }
    }

    private mutating func settle(_ pair: Pair, _ choice: GuardEnrolment.Choice) {
        let provider = pair.provider
        guard upstreams[provider] == nil else { return }
        let own = models.providers.first { $0.id.lowercased() == provider }
        let vendor = KnownModels.vendors[provider]
        func block(_ why: String) { blockers.append("the provider \(provider): \(why)") }
        guard let dialect = own?.dialect ?? vendor?.dialect else {
            return block("which dialect it speaks is not known; set models.providers.\(provider).api")
        }
        guard Self.dialects.contains(dialect) else { return block("it speaks \(dialect), which the guard does not") }
        guard let named = own?.address ?? vendor?.address else {
            return block("where it leads is not known; set models.providers.\(provider).baseUrl")
        }
        let address = fromHere(named)
        if address != named {
            notes.append("\(named) is this server, as the container knows it: the guard asks \(address).")
        }
        guard !address.contains(where: { "@?#".contains($0) }) else {
            return block("its base URL holds a login, a query or a fragment, and the guard takes none")
        }
        if own?.otherAddresses.isEmpty == false {
            return block("single models of it have a base URL of their own; give those a provider of their own first")
        }
        let isHere = Self.isHere(address)
        let isClear = !address.hasPrefix("https://") && !isHere
        let key: String?
        switch own?.key ?? .none {
        case _ where choice.keys[provider] != nil: key = choice.keys[provider]
        case .vault(let name): key = name
        case .none where isHere || isClear && own != nil: key = nil
        case .none:
            return block(
                "openclaw.json names no key of it. Put it into the vault, and name it: sudo nacre vault set guard/\(provider), then "
                    + "--key \(provider)=guard/\(provider)"
            )
        case .plain, .reference, .placeholder:
            return block("its key is not in the vault; first: sudo nacre secrets migrate")
        }
        guard !isClear || key == nil else {
            return block(
                "\(address) is neither encrypted nor on this server, and the guard sends no key there: give it https://, or a tunnel or "
                    + "proxy that ends at 127.0.0.1 of this server"
            )
        }
        if isClear, Self.isContainers(address) {
            return block("\(address) is a name that containers know, and the guard on this server does not")
        }
        upstreams[provider] = Upstream(dialect: dialect, address: address, key: key)
    }

    /// An address that leads from the gateway's container to this server, as this server itself has it.
    private func fromHere(_ address: String) -> String {
        let scheme = "http://"
        guard address.hasPrefix(scheme) else { return address }
        let rest = address.dropFirst(scheme.count)
        let host = rest.prefix { !"/:".contains($0) }
        guard models.serverNames.contains(host.lowercased()) else { return address }
        return scheme + "127.0.0.1" + rest.dropFirst(host.count)
    }

    /// Whether the host is a name without a dot, or one of Docker's own.
    private static func isContainers(_ address: String) -> Bool {
        let host = address.drop { $0 != "/" }.drop { $0 == "/" }.prefix { !"/:".contains($0) }
        return !host.hasPrefix("[") && (!host.contains(".") || host.hasSuffix(".internal"))
    }

    private static func isHere(_ address: String) -> Bool {
        let host = address.drop { $0 != "/" }.drop { $0 == "/" }.prefix { !"/:".contains($0) }
        return address.hasPrefix("http://")
            && (host == "localhost" || host.hasPrefix("127.") || address.contains("//[::1]"))
    }

    /// What would go around the guard all the same.
    private mutating func refuse(_ choice: GuardEnrolment.Choice) {
        for runtime in models.runtimes where !choice.accepted.contains(runtime.place) {
            blockers.append(
                "\(runtime), and its tools are out of the guard's sight; accept it: --accept \(runtime.place)"
            )
        }
        for use in leftovers {
            // Of an entry of models.providers it is told once.
            guard let route = models.detourWords(use), !choice.accepted.contains(route.place),
                let agent = models.agents.first(where: { $0.id == use.agent }) ?? models.agents.first(where: isOther),
                isOther(agent), !models.providers.contains(where: { $0.id.lowercased() == use.provider })
            else { continue }
            blockers.append(
                "\(route) for \(agent.id), around the guard; enrol \(agent.id), too, or accept it: --accept \(route.place)"
            )
        }
        for route in models.routes where !choice.accepted.contains(route.place) {
            // Providers that are replaced go, and what OpenClaw stored beside its configuration counts no more.
            if let id = route.providerID, !isLeft(id) || isDropped(id, choice) || isRefused(id) { continue }
            if route.place.contains(" in /") { continue }
            let mayGo = route.providerID.map { isUnused($0) } ?? false
            let way =
                mayGo
                ? "no agent asks it; take it out: --drop \(route.place), or leave it: --accept \(route.place)"
                : "take it out, or accept it: --accept \(route.place)"
            blockers.append("\(route), around the guard; \(way)")
        }
        for place in choice.dropped.sorted() {
            let provider = models.providers.first { "models.providers.\($0.id)" == place }
            if provider.map({ isUnused($0.id) }) ?? false { continue }
            let why = provider == nil ? "there is no such provider" : "agents ask it, or it is the guard's"
            blockers.append("--drop \(place): \(why)")
        }
    }

    /// Whether an entry of `models.providers` goes: another stands in its place, or a person decided so.
    func goes(_ id: String, _ choice: GuardEnrolment.Choice) -> Bool {
        !isLeft(id) && !choice.accepted.contains("models.providers.\(id)") || isDropped(id, choice)
    }

    /// Whether a provider is in nobody's use, and goes as a person decided.
    func isDropped(_ id: String, _ choice: GuardEnrolment.Choice) -> Bool {
        choice.dropped.contains("models.providers.\(id)") && isUnused(id)
    }

    private func isUnused(_ id: String) -> Bool {
        !isGuarded(id.lowercased()) && !models.uses.contains { $0.kind == .asked && $0.provider == id.lowercased() }
    }

    /// Whether an agent that is to be enrolled asks it, and it was said why it cannot be.
    private func isRefused(_ id: String) -> Bool {
        upstreams[id.lowercased()] == nil && pairs.contains { $0.provider == id.lowercased() }
    }

    /// References that stay as they are.
    private var leftovers: [ModelUse] { models.uses.filter { $0.kind == .asked && owner(of: $0) == nil } }

    private func isOther(_ agent: InstallationModels.Agent) -> Bool { !agents.contains(agent) }

    /// Whether an entry of `models.providers` stays, because it is the guard's, nobody asks it, or somebody still does.
    func isLeft(_ id: String) -> Bool {
        let provider = id.lowercased()
        return isGuarded(provider) || upstreams[provider] == nil || leftovers.contains { $0.provider == provider }
    }

    private mutating func note(_ choice: GuardEnrolment.Choice) {
        for pair in pairs {
            let own = models.providers.first { $0.id.lowercased() == pair.provider }
            for name in models(of: pair)
            where KnownModels.model(name, of: pair.provider) == nil && own?.models.contains(name) != true {
                notes.append(
                    "How much \(pair.provider)/\(name) takes is not known: \(KnownModels.Model.unknown.window) tokens and answers of "
                        + "\(KnownModels.Model.unknown.longest) are written; correct models.providers.\(pair.name).models afterwards."
                )
            }
        }
        if !models.automations.isEmpty {
            notes.append(
                "Automations that name a model go on asking it, or fail where its provider goes: \(models.automations.map(\.description).firstFew). "
                    + "Name the agent's new one in each, or none: openclaw cron edit."
            )
        }
        if models.sharesDirectMessages {
            notes.append(
                "Whoever writes to the agents directly gets a conversation of their own from then on (session.dmScope), so that nobody "
                    + "gets at what others said. What all shared so far is kept, and not gone on with."
            )
        }
        if !choice.keepsTools {
            notes.append(
                "Tools are offered one by one, and not behind a search or in code (tools.toolSearch, tools.codeMode), so that the guard "
                    + "sees what is called; --keep-tools leaves that as it is."
            )
        }
        let shared = models.uses.filter { use in
            use.kind == .asked && use.agent == nil && models.agents.count > 1
                && !use.setting.starts(with: ["agents", "defaults", "model"])
        }
        if let common, isWhole, !shared.isEmpty {
            let settings = shared.map { $0.setting.joined(separator: ".") }
            notes.append("All agents share \(settings.firstFew): the guard counts it as \(common.id).")
        }
        let going = Set(models.providers.filter { goes($0.id, choice) }.map { "models.providers.\($0.id).apiKey" })
        let left = models.keys.filter { !going.contains($0) }
        if isWhole, !left.isEmpty {
            notes.append(
                "The gateway goes on to have keys of models, by which no agent asks: \(left.firstFew). Take them out where nothing else "
                    + "needs them."
            )
        }
        if !isWhole {
            let others = models.agents.filter { agent in !agents.contains(agent) }.map(\.id)
            notes.append("Not enrolled: \(others.joined(separator: ", ")).")
        }
    }
}

extension ModelRoute {
    /// The entry of `models.providers` that it is about.
    fileprivate var providerID: String? {
        let prefix = "models.providers."
        return place.hasPrefix(prefix) ? String(place.dropFirst(prefix.count)) : nil
    }
}

extension InstallationModels {
    fileprivate func detourWords(_ use: ModelUse) -> ModelRoute? {
        if let provider = use.provider, providers.first(where: { $0.id.lowercased() == provider })?.isGuarded == true {
            return nil
        }
        return ModelRoute(use.setting.joined(separator: "."), "asks \(use.text)")
    }
}
