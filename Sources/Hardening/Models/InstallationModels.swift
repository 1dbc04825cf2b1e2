/// What the agents of an installation ask models by, and what else takes their words.
public struct InstallationModels: Sendable {
    /// The state directory.
    public let installation: String
    public let agents: [Agent]
    /// References to models, in the order of the configuration.
    public let uses: [ModelUse]
    public let providers: [ModelProvider]
    /// What goes around the guard and is no reference to a model: providers, speech, logins, variables.
    public let routes: [ModelRoute]
    /// Agents whose tools run in a program of others.
    public let runtimes: [ModelRoute]
    /// Automations that name a model that is not behind the guard.
    public let automations: [ModelRoute]
    /// Why not all of it is known; none where it is.
    public let doubt: String?
    /// The container that runs the gateway; none on the host.
    public let container: String?
    /// Whether it has a network of its own, in which 127.0.0.1 is not this server.
    public let hasOwnNetwork: Bool
    /// Addresses of this server on the networks of that container.
    public let bridges: [String]
    /// Names and addresses by which that container knows this server.
    public let serverNames: Set<String>
    /// The files of the configuration, the main one first.
    public let files: [String]
    /// Settings and variables by which the gateway has keys of models.
    public let keys: [String]
    /// Whether everybody who writes directly is in one conversation.
    public let sharesDirectMessages: Bool

    public struct Agent: Hashable, Sendable {
        public let id: String
        /// Keys and indices of its entry; `agents`, `defaults` for the one that has none.
        public let place: [String]
        public let isDefault: Bool

        /// Whether there is no entry of its own.
        public var isImplicit: Bool { place == ["agents", "defaults"] }

        public init(id: String, place: [String], isDefault: Bool) {
            (self.id, self.place, self.isDefault) = (id, place, isDefault)
        }
    }

    public init(
        installation: String,
        agents: [Agent],
        uses: [ModelUse],
        providers: [ModelProvider],
        routes: [ModelRoute] = [],
        runtimes: [ModelRoute] = [],
        automations: [ModelRoute] = [],
        doubt: String? = nil,
        container: String? = nil,
        hasOwnNetwork: Bool = false,
        bridges: [String] = [],
        serverNames: Set<String> = [],
        files: [String] = [],
        keys: [String] = [],
        sharesDirectMessages: Bool = false
    ) {
        self.installation = installation
        self.agents = agents
        self.uses = uses
        self.providers = providers
        self.routes = routes
        self.runtimes = runtimes
        self.automations = automations
        self.doubt = doubt
        self.container = container
        self.hasOwnNetwork = hasOwnNetwork
        (self.bridges, self.serverNames) = (bridges, serverNames)
        self.files = files
        self.keys = keys
        self.sharesDirectMessages = sharesDirectMessages
    }
}

/// A setting that names a model.
public struct ModelUse: Hashable, Sendable {
    /// Keys and indices of the setting; the last one is the reference itself where it is the key of a map.
    public let setting: [String]
    /// As it is written: `PROVIDER/MODEL`, or another name for one.
    public let text: String
    /// None where it names no provider, and is no other name for a model that does.
    public let provider: String?
    public let model: String
    /// Whose it is; none where it is every agent's.
    public let agent: String?
    public let kind: Kind

    public enum Kind: Hashable, Sendable {
        /// It is asked.
        case asked
        /// It is a choice, or says something about one.
        case choice
        /// The same, as the key of a map.
        case key
    }

    public init(
        setting: [String],
        text: String,
        provider: String?,
        model: String,
        agent: String?,
        kind: Kind = .asked
    ) {
        self.setting = setting
        self.text = text
        self.provider = provider
        self.model = model
        self.agent = agent
        self.kind = kind
    }
}

/// An entry of `models.providers`.
public struct ModelProvider: Hashable, Sendable {
    public let id: String
    public let address: String?
    /// As OpenClaw names it: `anthropic-messages`.
    public let dialect: String?
    public let key: Key
    /// Whether it leads to the guard, with a placeholder that the guard knows, and nowhere else.
    public let isGuarded: Bool
    /// Where single models of it lead instead.
    public let otherAddresses: [String]
    /// Names of models that it has entries of.
    public let models: [String]

    public enum Key: Hashable, Sendable {
        case none
        case placeholder
        /// A secret of the vault, by its name.
        case vault(String)
        /// A reference to something else, or a variable.
        case reference
        case plain
    }

    public init(
        id: String,
        address: String?,
        dialect: String?,
        key: Key,
        isGuarded: Bool,
        otherAddresses: [String] = [],
        models: [String] = []
    ) {
        self.id = id
        self.address = address
        self.dialect = dialect
        self.key = key
        self.isGuarded = isGuarded
        self.otherAddresses = otherAddresses
        self.models = models
    }
}

/// A way by which what an agent says or reads leaves without the guard.
public struct ModelRoute: Hashable, Sendable, CustomStringConvertible {
    /// The setting, or the file, as a person writes it.
    public let place: String
    /// Where it leads, in words.
    public let words: String

    public var description: String { "\(place) \(words)" }

    public init(_ place: String, _ words: String) { (self.place, self.words) = (place, words) }
}
