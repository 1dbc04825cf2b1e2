public import Catalog
public import Hardening
public import Surface

/// What an OpenClaw's configuration says of the secrets that it asks a program for, and of what it uses them for; no value
/// of any.
public struct SecretReferences: Sendable {
    /// One setting that holds a reference in place of a value.
    public struct Reference: Sendable {
        /// The keys that lead there, such as `models`, `providers`, `openai`, `apiKey`.
        public let path: [String]
        /// The provider's name in `secrets.providers`.
        public let provider: String
        public let id: String
        public let origin: Origin?
    }

    /// A program that is asked for secrets.
    public struct Provider: Sendable {
        public let command: String
        public let arguments: [String]
    }

    /// A model's API.
    public struct Model: Sendable {
        public let address: String?
        /// The dialect that it is spoken to in, such as `openai-completions`.
        public let dialect: String?
    }

    /// How long a turn may take.
    public enum TurnLimit: Sendable, Equatable {
        case seconds(Int)
        case unlimited
        case unknown
    }

    /// The state directory, and whose it is.
    public let directory: String
    public let owner: UInt32?
    public let configuration: String
    /// What its settings have it keep elsewhere: workspaces, directories of agents, sessions, its log; as this machine names
    /// it.
    public internal(set) var elsewhere: [String] = []
    public let container: String?
    public let unit: String?
    /// The account whose service manager runs the unit.
    public let user: String?
    public let port: Int
    /// The port's own TLS.
    public let usesTLS: Bool
    /// Whether the container has the network of this machine; none where no container runs it.
    public let sharesNetwork: Bool?
    /// What is mounted into the container: inside, outside.
    public let mounts: [(inside: String, outside: String)]
    public let providers: [String: Provider]
    public let references: [Reference]
    public let models: [String: Model]
    public let longestTurn: TurnLimit
    /// Why not every setting is known, where that is so.
    public let doubt: Unknown?

    /// OpenClaw's own limit of a turn where nothing is set, in seconds (docs.openclaw.ai, "CLI backends").
    public static let usualTurn = 48 * 3600
}

extension Observer {
    /// What each OpenClaw of this machine says of its secrets.
    public func secretReferences() async -> Reading<[SecretReferences]> {
        switch await installations.openclawInstallations() {
        case .absent: return .absent
        case .unreadable(let why): return .unreadable(why)
        case .found(let all):
            var found: [SecretReferences] = []
            for installation in all where !installation.isClient {
                let owner = await surface.status(installation.directory).content?.owner
                found.append(SecretReferences(installation, owner, await installations.runner(of: installation)))
            }
            return .found(found)
        }
    }
}

extension SecretReferences {
    init(_ installation: Installation, _ owner: UInt32?, _ runner: [Field: Value]) {
        let root = installation.root
        directory = installation.directory
        self.owner = owner
        configuration = installation.configurationPath
        elsewhere = Self.elsewhere(installation)
        container = installation.container?.name
        unit = Self.text(runner[.openclawUnit])
        user = Self.text(runner[.openclawUnitAccount])
        if case .number(let number) = GatewayObserver.gateway(installation)[.gatewayPort] {
            port = number
        } else {
            port = 18789
        }
        usesTLS = root.at("gateway.tls.enabled").flag == true
        sharesNetwork = installation.container?.sharesNetwork
        mounts = installation.container?.mounts ?? []
        let named = root.at("secrets.providers").entries.compactMap { entry -> (String, Provider)? in
            guard entry.value["source"].text == "exec", let command = entry.value["command"].text else { return nil }
            return (entry.key, Provider(command: command, arguments: entry.value["args"].items.compactMap(\.text)))
        }
        providers = Dictionary(named) { $1 }
        var references: [Reference] = []
        var doubts = installation.configuration.problems.map { Unknown.malformed($0.message) }
        Self.collect(root, [], &references, &doubts)
        self.references = references
        models = Dictionary(
            root.at("models.providers").entries.map { entry in
                (entry.key, Model(address: entry.value["baseUrl"].text, dialect: entry.value["api"].text))
            }
        ) { $1 }
        longestTurn = Self.turn(root.at("agents.defaults.timeoutSeconds"))
        doubt = (installation.containerDoubt.map { [$0] } ?? []).first ?? doubts.first
    }

    private static func elsewhere(_ installation: Installation) -> [String] {
        let root = installation.root
        var settings = [
            root.at("agents.defaults.workspace"), root.at("logging.file"), root.at("session.store"),
            root["worktreeRoot"],
        ]
        for agent in root.at("agents.list").items + root.at("agents.entries").entries.map(\.value) {
            settings += [agent["workspace"], agent["agentDir"]]
        }
        let home = Path.parent(installation.directory)
        return settings.compactMap(\.text).compactMap { path in
            // What follows a name in braces differs from agent to agent.
            let whole = (path.hasPrefix("~/") ? Path.join(home, String(path.dropFirst(2))) : path)
            let fixed = whole.firstIndex(of: "{").map { Path.parent(String(whole[..<$0]) + "x") } ?? whole
            guard fixed.hasPrefix("/"), fixed != "/" else { return nil }
            let mounts = installation.container?.mounts ?? []
            guard installation.container != nil, fixed.hasPrefix("/"), !fixed.hasPrefix(installation.directory) else {
                return fixed
            }
            let inside = mounts.filter { fixed == $0.inside || fixed.hasPrefix($0.inside + "/") }
            guard let mount = inside.max(by: { $0.inside.count < $1.inside.count }) else { return nil }
            return mount.outside + fixed.dropFirst(mount.inside.count)
        }
    }

    private static func text(_ value: Value?) -> String? {
        if case .text(let text) = value { text } else { nil }
    }

    private static func collect(
        _ setting: Setting,
        _ path: [String],
        _ references: inout [Reference],
        _ doubts: inout [Unknown]
    ) {
        switch setting.content {
        case .unknown(let why): doubts.append(why)
        case .list(let items):
            for (index, item) in items.enumerated() { collect(item, path + ["\(index)"], &references, &doubts) }
        case .object(let entries):
            if setting["source"].text == "exec", let id = setting["id"].text {
                let provider = setting["provider"].text ?? "default"
                references.append(Reference(path: path, provider: provider, id: id, origin: setting.origin))
                return
            }
            for entry in entries { collect(entry.value, path + [entry.key], &references, &doubts) }
        case .missing, .flag, .number, .text: break
        }
    }

    private static func turn(_ setting: Setting) -> TurnLimit {
        switch setting.content {
        case .missing: return .seconds(usualTurn)
        case .number(let text):
            guard let seconds = Double(text), seconds >= 0, seconds < 1e9 else { return .unknown }
            return seconds == 0 ? .unlimited : .seconds(Int(seconds.rounded(.up)))
        case .flag, .text, .list, .object, .unknown: return .unknown
        }
    }
}
