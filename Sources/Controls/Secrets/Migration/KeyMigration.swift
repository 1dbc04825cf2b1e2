import Catalog
import Documents
public import Hardening

/// What moves the keys of one installation into a vault, and leaves references.
public struct KeyMigration: Sendable {
    /// What asks for it in plans and their history.
    public static let control: Control.ID = "secrets.keep-keys-in-vault"

    /// How the installation gets at its keys.
    public struct Delivery: Sendable {
        /// What it is called where it is enrolled.
        public let client: String
        /// The program that OpenClaw starts, and the socket that this asks at, as the gateway sees them.
        public let command: String
        public let socket: String
        /// What a container needs for that: `OUTSIDE:INSIDE:ro`; empty on the host.
        public let mounts: [String]

        public init(client: String, command: String, socket: String, mounts: [String]) {
            (self.client, self.command, self.socket, self.mounts) = (client, command, socket, mounts)
        }
    }

    /// A key that moves, and what it is called in the vault.
    public struct Move: Sendable {
        public let key: PlainKey
        public let name: String
    }

    public let installation: String
    public let delivery: Delivery
    public let moves: [Move]
    public let amendments: [Amendment]
    /// What stays, and what a person has to know, in sentences.
    public let notes: [String]
    /// Why nothing is moved; none where something is.
    public let blocker: String?

    /// - Parameters:
    ///   - keys: what was found.
    ///   - delivery: how it gets at them.
    ///   - snapshot: facts of OpenClaw and of compose projects: `needs`.
    public init(_ keys: InstallationKeys, by delivery: Delivery, on snapshot: Snapshot) {
        installation = keys.installation
        self.delivery = delivery
        let moving = keys.keys.filter { $0.blocker == nil }
        moves = zip(moving, KeyNames.names(for: moving, of: delivery.client)).map { Move(key: $0, name: $1) }
        let site = OpenClawSite.all(snapshot).first { $0.directory == keys.installation }
        var words = keys.keys.compactMap { key in
            key.blocker.map { "\(key.shown) stays: \($0)." }
        }
        guard let site, let configuration = site.configuration else {
            (amendments, notes, blocker) = ([], words, "there is no openclaw.json to edit in \(keys.installation)")
            return
        }
        var mounting: [Amendment] = []
        var target: ComposeTarget?
        var reason = keys.blocker ?? site.blocker
        if site.isInContainer {
            switch Self.mounting(delivery, for: site, on: snapshot) {
            case .success(let mount): (target, mounting) = (mount.target, [mount.amendment])
            case .failure(let why): reason = reason ?? why.description
            }
        }
        guard reason == nil, !moves.isEmpty else {
            (amendments, notes, blocker) = ([], words, reason)
            return
        }
        let edits = ReferringFiles(moves: moves, delivery: delivery, configuration: configuration)
        words += Self.notes(moves, keys, isInContainer: site.isInContainer)
        let beside =
            Self.clearing(Self.leaving(moves, keys), at: site, target)
            + keys.copies.map { Self.removing($0, at: site) }
        amendments =
            mounting + Self.ordering(site)
            + edits.amendments(at: site).map { $0.together(with: mounting.map(\.resource)) }
            + (ReferringProfiles(moves: moves).amendments(at: site) + beside).map {
                $0.together(with: [.file(configuration)])
            }
        notes = words
        blocker = nil
    }

    /// What must be observed to say what is to be changed.
    public static let needs: Set<Resource> = Set(
        [.openclaw, .openclawFiles, .openclawGateway, .openclawProblems, .composeProjects].map { Resource.facts($0) }
    )
}

extension PlainKey {
    /// What it is called for a person, with its place.
    fileprivate var shown: String {
        if let line { return "\(words) in \(file):\(line)" }
        let place = sources.first.map { source in source.line.map { "\(source.file):\($0)" } ?? source.file }
        return variable.map { "\($0) in \(place ?? file)" } ?? words
    }
}
