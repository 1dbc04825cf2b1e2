public import Catalog
public import Hardening
import Surface
import Vault

/// Ways from agents to models, and which of them go around the guard.
public struct ModelsObserver: SubjectObserver {
    public let look: Look

    /// The guard; nothing where no OpenClaw runs that it could stand before.
    func agentGuard() async throws(Unknown) -> [Record]? {
        guard let all = try await installations.openclawInstallations().get(), all.contains(where: { !$0.isClient })
        else { return nil }
        var record = Record("nacre-guard")
        do throws(Unknown) {
            record[.guardSetup] = try await GuardSetup.read(surface) == nil ? "not configured" : "configured"
        } catch {
            record[.guardSetup] = .unknown(error)
        }
        switch await units() {
        case .absent: (record[.guardRuns], record[.guardStartsAtBoot]) = (false, false)
        case .unreadable(let why):
            (record[.guardRuns], record[.guardStartsAtBoot]) = (.unknown(why), .unknown(why))
        case .found(let units):
            let unit = units[Self.unit]
            record[.guardRuns] = .flag(unit?.isActive ?? false)
            record[.guardStartsAtBoot] = .flag(unit?.isEnabled ?? false)
        }
        return [record]
    }

    static let unit = "nacre-guard.service"

    /// Ways around the guard, one record an installation.
    func modelRoutes() async throws(Unknown) -> [Record]? {
        guard let all = try await installations.openclawInstallations().get() else { return nil }
        var records: [Record] = []
        for installation in all where !installation.isClient {
            var record = Record(installation.name, identity: [.path: .text(installation.directory)])
            if let doubt = installation.root.doubt {
                record.doubt = doubt
                records.append(record)
                continue
            }
            let models = await models(of: installation)
            func value(_ found: [String], _ doubt: String?) -> Value {
                if found.isEmpty, let doubt { return .unknown(.notStated(doubt)) }
                return found.isEmpty ? .unset : .list(found)
            }
            let around =
                models.uses.filter { $0.kind == .asked }.compactMap { models.detour($0) } + models.routes
                + models.automations
            record[.routesAround] = value(around.map(\.description), models.doubt)
            record[.hiddenRuntimes] = value(models.runtimes.map(\.description), models.doubt)
            let keys = await KeysObserver(look: look).modelKeys(of: installation)
            let handed = await handed(to: installation)
            (record[.guardedHosts], record[.directWays]) = await directWays(of: installation)
            record[.modelKeys] = value(keys.settings + handed.keys, keys.doubt ?? handed.doubt)
            records.append(record)
        }
        return records.isEmpty ? nil : records
    }

    /// What each installation asks models by.
    ///
    /// - Throws: where it is not known which installations there are.
    public func all() async throws(Unknown) -> [InstallationModels] {
        var all: [InstallationModels] = []
        for installation in try await installations.openclawInstallations().get() ?? []
        where installation.hasConfiguration && !installation.isClient {
            all.append(await models(of: installation))
        }
        return all
    }

    private func models(of installation: Installation) async -> InstallationModels {
        var doubt = Self.doubt(installation.root)?.why ?? installation.containerDoubt?.why
        var setup: GuardSetup?
        do throws(Unknown) { setup = try await GuardSetup.read(surface) } catch { doubt = doubt ?? error.why }
        let root = installation.root
        let agents = AgentPolicy.all(root, version: installation.version, approvals: .missing).map { agent in
            InstallationModels.Agent(id: agent.id, place: Self.tokens(agent.path), isDefault: agent.isDefault)
        }
        let isInside = installation.container.map { !$0.sharesNetwork } ?? false
        let providers = root.at("models.providers").entries.map { entry in
            Self.provider(entry.key, entry.value, setup, isInContainer: isInside)
        }
        let uses = ModelUses(root, agents: agents).found
        let others = RoutesBeside(root, agents: agents, setup: setup, isInContainer: isInside)
        var routes = providers.filter { !$0.isGuarded }.map(Self.route) + others.routes
        for agent in agents where !uses.contains(where: { $0.kind == .asked && Self.isAnswer($0, of: agent) }) {
            routes.append(ModelRoute(agent.place.joined(separator: "."), "names no model, so OpenClaw chooses one"))
        }
        if root.at("models.mode").text != "replace" {
            routes += await stored(installation, agents, setup, isInContainer: isInside)
        }
        let jobs = await automations(of: installation)
        doubt = doubt ?? jobs.doubt
        var bridges: [String] = []
        if isInside, let container = installation.container {
            bridges = await installations.ownAddresses(on: container)
        }
        return InstallationModels(
            installation: installation.name,
            agents: agents,
            uses: uses,
            providers: providers,
            routes: routes,
            runtimes: others.runtimes + uses.compactMap(RoutesBeside.runtime),
            automations: jobs.found.compactMap { job in
                let provider = job.model.contains("/") ? job.model.prefix { $0 != "/" }.lowercased() : nil
                let isGuarded = providers.contains { $0.isGuarded && $0.id.lowercased() == provider }
                return isGuarded ? nil : ModelRoute("the automation \(job.name)", "asks \(job.model)")
            },
            doubt: doubt,
            container: installation.container?.name,
            hasOwnNetwork: isInside,
            bridges: bridges,
            serverNames: isInside ? Set(bridges + (installation.container?.hostNames ?? [])) : [],
            files: installation.configuration.files,
            keys: await KeysObserver(look: look).modelKeys(of: installation).settings,
            sharesDirectMessages: ["main", nil].contains(root.at("session.dmScope").text)
        )
    }

    /// Why it is not known where something leads; a key that is not known leads nowhere.
    private static func doubt(_ root: Setting) -> Unknown? {
        if let doubt = root.doubt { return doubt }
        let providers = root.at("models.providers")
        let addresses = providers.entries.flatMap { [$0.value["baseUrl"], $0.value["api"], $0.value["models"]] }
        let models = root.at("hooks.mappings").items.map { $0["model"] } + [root.at("hooks.gmail.model")]
        let memories = [root.at("memory.search.provider"), root.at("memory.search.remote.baseUrl")]
        let places =
            [
                providers.doubt, root.at("models.mode").doubt, root["agents"].innerDoubt,
                root.at("tools.media").innerDoubt,
            ]
            + [
                root["tts"].innerDoubt, root.at("messages.tts").innerDoubt,
                root.at("channels.modelByChannel").innerDoubt,
            ]
        return places.compactMap(\.self).first ?? (addresses + models + memories).compactMap(\.innerDoubt).first
    }

    /// Whether it is the first model of an agent.
    private static func isAnswer(_ use: ModelUse, of agent: InstallationModels.Agent) -> Bool {
        [agent.place, ["agents", "defaults"]].contains { place in
            use.setting == place + ["model"] || use.setting == place + ["model", "primary"]
        }
    }

    /// `agents.list[2]` as keys and indices.
    private static func tokens(_ path: String) -> [String] {
        guard path.hasPrefix("agents.list["), path.hasSuffix("]") else {
            return path.split(separator: ".", maxSplits: 2).map(String.init)
        }
        return ["agents", "list", String(path.dropFirst(12).dropLast())]
    }

    private static func provider(
        _ id: String,
        _ setting: Setting,
        _ setup: GuardSetup?,
        isInContainer: Bool
    ) -> ModelProvider {
        let address = setting["baseUrl"].text
        let key = key(setting["apiKey"])
        let others = setting["models"].items.compactMap { $0["baseUrl"].text }.filter { $0 != address }
        let isThere =
            address != nil
            && setup.map { setup in
                ([address].compactMap(\.self) + others).allSatisfy {
                    setup.listens(at: $0, isInContainer: isInContainer)
                }
            } ?? false
        let isKnown = setting["apiKey"].text.map { text in
            setup?.placeholders.contains(ContentDigest.hexadecimal(Array(text.utf8))) ?? false
        }
        return ModelProvider(
            id: id,
            address: address,
            dialect: setting["api"].text,
            key: key,
            isGuarded: isThere && isKnown == true,
            otherAddresses: others,
            models: setting["models"].items.compactMap { $0["id"].text }
        )
    }

    private static func key(_ setting: Setting) -> ModelProvider.Key {
        if setting["source"].text == "exec", setting["provider"].text == "nacre", let id = setting["id"].text {
            return .vault(id)
        }
        guard setting.isSet else { return .none }
        if setting.isReference || setting.text == nil { return .reference }
        if setting.text?.hasPrefix("nacre-guard-") == true { return .placeholder }
        // Servers of models on this machine want a word, and take any.
        return SettingsObserver.isInlineSecret(setting) ? .plain : .none
    }

    private static func route(_ provider: ModelProvider) -> ModelRoute {
        let place = "models.providers.\(provider.id)"
        guard let address = provider.address.map(WebTarget.origin(of:)) else {
            return ModelRoute(place, "leads to its vendor")
        }
        if provider.key == .placeholder {
            let why =
                provider.otherAddresses.isEmpty
                ? "with a placeholder that no guard there knows" : "and with single models elsewhere"
            return ModelRoute(place, "leads to \(address) \(why)")
        }
        return ModelRoute(place, "leads to \(address)")
    }

    /// Providers that OpenClaw keeps beside the configuration, which count unless `models.mode` is `replace`.
    private func stored(
        _ installation: Installation,
        _ agents: [InstallationModels.Agent],
        _ setup: GuardSetup?,
        isInContainer: Bool
    ) async -> [ModelRoute] {
        var routes: [ModelRoute] = []
        for agent in agents {
            let path = Path.join(installation.directory, "agents/\(agent.id)/agent/models.json")
            switch await surface.file(path) {
            case .absent: continue
            case .unreadable(let why): routes.append(ModelRoute(path, "could not be read: \(why.why)"))
            case .found(let content):
                let loader = ConfigurationLoader(surface: surface, directories: [], variables: [:])
                let root = await loader.reading(content.bytes, from: path)
                for entry in root["providers"].entries {
                    guard let address = entry.value["baseUrl"].text, !address.isEmpty,
                        setup?.listens(at: address, isInContainer: isInContainer) != true
                    else { continue }
                    routes.append(ModelRoute("\(entry.key) in \(path)", "leads to \(WebTarget.origin(of: address))"))
                }
            }
        }
        return routes
    }
}

extension InstallationModels {
    /// How a reference goes around the guard; none where it does not.
    public func detour(_ use: ModelUse) -> ModelRoute? {
        let place = use.setting.joined(separator: ".")
        guard let provider = use.provider else { return ModelRoute(place, "names \(use.text), and no provider") }
        guard providers.first(where: { $0.id.lowercased() == provider })?.isGuarded != true else { return nil }
        return ModelRoute(place, "asks \(use.text)")
    }
}
