import Catalog
import Documents
public import Hardening

/// What puts the agents of an installation behind the guard: an entry of the guard for each provider of each agent, and
/// openclaw.json with those in place of what it had.
public struct GuardEnrolment: Sendable {
    /// What asks for it in plans and their history.
    public static let control: Control.ID = "guard.route-models-through-guard"

    /// What a person decides about.
    public struct Choice: Sendable {
        /// Agents to enrol; none for all.
        public var agents: [String]
        /// Places of ways around the guard that may stay.
        public var accepted: Set<String>
        /// Places of providers that no agent asks, which go.
        public var dropped: Set<String>
        /// Secrets of the vault by provider, where the configuration does not name them.
        public var keys: [String: String]
        /// Host and port of the guard, as the gateway sees it.
        public var address: String
        /// Whether tools may stay behind a search or in code.
        public var keepsTools: Bool
        /// Who gets keys of models from the vault by now.
        public var holders: [KeyHolder] = []
        /// Whether the version has settings for that.
        var knowsTools = false
        /// Whether the version ends a turn that waits, unless it is told not to: 2026.6 and 2026.7.
        var givesUpEarly = false

        public init(
            agents: [String] = [],
            accepted: Set<String> = [],
            dropped: Set<String> = [],
            keys: [String: String] = [:],
            address: String = "127.0.0.1:18785",
            keepsTools: Bool = false
        ) {
            self.agents = agents
            self.accepted = accepted
            self.dropped = dropped
            self.keys = keys
            self.address = address
            self.keepsTools = keepsTools
        }
    }

    /// A provider of an agent, as the guard knows it.
    public struct Entry: Hashable, Sendable {
        /// What it is called in guard.yaml, and as a provider of OpenClaw.
        public let name: String
        public let agent: String
        /// The provider in whose place it stands.
        public let provider: String
        public let dialect: String
        /// What the vendor gives as its base URL.
        public let upstream: String
        /// The secret of the vault; none where the upstream wants no key.
        public let key: String?
        /// Goes into openclaw.json, and nowhere else but as its hash.
        public let placeholder: String
        /// Prices of its models in dollars, where they are known.
        public let prices: [String: [String?]]
    }

    public let installation: String
    public let entries: [Entry]
    public let amendments: [Amendment]
    /// What a person has to know, in sentences.
    public let notes: [String]
    /// Why it is not done, each a sentence; empty where it is.
    public let blockers: [String]

    /// What must be observed to say what is to be changed.
    public static let needs: Set<Resource> = Set(
        [.openclaw, .openclawFiles, .openclawGateway, .openclawProblems].map { Resource.facts($0) }
    )

    /// Asks nothing: `models` is what the agents ask, `minting` makes a placeholder, `snapshot` has the facts of `needs`.
    public init(
        _ models: InstallationModels,
        _ choice: Choice,
        minting: () -> String,
        on snapshot: Snapshot
    ) {
        installation = models.installation
        let site = OpenClawSite.all(snapshot).first { $0.directory == models.installation }
        let routing = GuardRouting(models, choice)
        var why = [models.doubt, site?.blocker].compactMap(\.self).map { "\(models.installation): \($0)" }
        guard let site, let configuration = site.configuration else {
            (entries, amendments, notes) = ([], [], [])
            blockers = ["there is no openclaw.json to edit in \(models.installation)"]
            return
        }
        if !site.includes.isEmpty {
            why.append(
                "openclaw.json includes other files, which are not edited here: put what they say of models and agents into it first"
            )
        }
        why += routing.blockers
        entries = routing.pairs.compactMap { pair in
            guard let upstream = routing.upstream(of: pair.provider) else { return nil }
            return Entry(
                name: pair.name,
                agent: pair.agent,
                provider: pair.provider,
                dialect: upstream.dialect,
                upstream: upstream.address,
                key: upstream.key,
                placeholder: minting(),
                prices: routing.prices(of: pair)
            )
        }
        blockers = why
        notes = routing.notes
        guard why.isEmpty, !(entries.isEmpty && choice.dropped.isEmpty) else {
            amendments = []
            return
        }
        var choice = choice
        let numbers = site.version.map { $0.split { !$0.isNumber }.prefix(2).compactMap { Int($0) } } ?? []
        choice.knowsTools = numbers.count == 2 && !numbers.lexicographicallyPrecedes([2026, 6])
        choice.givesUpEarly = numbers == [2026, 6] || numbers == [2026, 7]
        let rewriting = GuardedConfiguration(models, routing, entries, choice)
        let asking = entries.isEmpty ? [] : ["agents ask the guard: \(entries.map(\.name).firstFew)"]
        let dropped = choice.dropped.isEmpty ? [] : ["left out: \(choice.dropped.sorted().firstFew)"]
        let words = (asking + dropped).joined(separator: "; ")
        let activation = Activation.gateway(site.gateway)
        let gone = Set(
            models.providers.filter { routing.goes($0.id, choice) }.map { "models.providers.\($0.id).apiKey" }
        )
        let withdrawal = KeyHolder.withdrawal(choice.holders, besides: gone, activation: activation)
        amendments =
            [
                Amendment(.file(configuration), words, activation: activation) {
                    state throws(Amendment.Failure) in
                    guard case .file(var content) = state else { throw Amendment.Failure("is not there") }
                    do { content.bytes = try rewriting.edited(content.bytes) } catch {
                        throw Amendment.Failure("\(error)")
                    }
                    content.mode &= 0o600
                    return .file(content)
                }
            ] + [withdrawal].compactMap(\.self)
    }
}
