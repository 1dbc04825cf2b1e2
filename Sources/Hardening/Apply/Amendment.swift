/// What a control asks of a resource so that it holds.
///
/// Amendments of several controls to one resource are applied one after the other. Each must still find its own work
/// done in the end; where one undoes another's, the plan is refused as a conflict.
public struct Amendment: Sendable {
    public private(set) var resource: Resource
    /// What is put there, in words: `PasswordAuthentication no`.
    public let summary: String
    /// What makes the daemon take over what was put; none where putting is enough.
    public let activation: Activation?
    /// A package without which there is nothing to amend yet.
    ///
    /// Until it is installed the amendment waits; a plan is made anew when it is.
    public private(set) var package: String?
    /// The file whose owner a new file gets, as the plan leaves it; none where the amendment says whose it is.
    public private(set) var model: String?
    /// What stops working for people with it, as a noun phrase, besides what the fix always costs; none where nothing does.
    public private(set) var cost: String?
    /// What else is read to work the outcome out; where one of these changes, the plan is stale.
    public private(set) var sources: [Resource]
    /// Idempotent, and only ever tightens; the snapshot holds the sources as they were before the plan.
    public let amend: @Sendable (State, Snapshot) throws(Failure) -> State
    /// What the resource holds until the confirmation, from what it held before and what it will hold afterwards.
    ///
    /// For what would cut off the operator if it were wrong, such as the port that is moved away from.
    public let interim: (@Sendable (_ before: State, _ after: State) -> State)?

    /// The resource holds something that cannot be amended.
    public struct Failure: Error, Hashable, CustomStringConvertible {
        public let description: String

        public init(_ description: String) { self.description = description }
    }

    public init(
        _ resource: Resource,
        _ summary: String,
        activation: Activation? = nil,
        interim: (@Sendable (_ before: State, _ after: State) -> State)? = nil,
        amend: @escaping @Sendable (State) throws(Failure) -> State
    ) {
        self.resource = resource
        self.summary = summary
        self.activation = activation
        self.interim = interim
        sources = []
        self.amend = { state, _ throws(Failure) in try amend(state) }
    }

    /// An amendment that is worked out from more than the resource itself.
    ///
    /// For what goes from one place to another: the value must be read where it was, when the plan is made.
    public init(
        _ resource: Resource,
        _ summary: String,
        activation: Activation? = nil,
        reading sources: [Resource],
        amend: @escaping @Sendable (State, Snapshot) throws(Failure) -> State
    ) {
        self.resource = resource
        self.summary = summary
        self.activation = activation
        interim = nil
        self.sources = sources
        self.amend = amend
    }

    /// What is asked of a path's permissions, asked of the file there.
    func ofFile(_ path: String) -> Self {
        let amend = self.amend
        var copy = Self(.file(path), summary, activation: activation, reading: sources) {
            (state, snapshot) throws(Failure) in
            guard case .file(var file) = state else { return state }
            let before = State.Permissions(mode: file.mode, owner: file.owner, group: file.group)
            guard case .permissions(let after) = try amend(.permissions(before), snapshot) else { return state }
            (file.mode, file.owner, file.group) = (after.mode, after.owner, after.group)
            return .file(file)
        }
        (copy.package, copy.model, copy.cost) = (package, model, cost)
        return copy
    }

    /// The same; where it makes the file, that belongs to whom the other file belongs to after the plan.
    ///
    /// For two files that one daemon reads, whose account another control may be about to change.
    public func owned(like path: String) -> Self {
        var copy = self
        copy.model = path
        return copy
    }

    /// The same, taken over together with what others are asked of these.
    ///
    /// For what makes sense only with them: the plan is stale when one of them changes.
    public func together(with others: [Resource]) -> Self {
        var copy = self
        copy.sources += others.filter { $0 != resource && !copy.sources.contains($0) }
        return copy
    }

    /// The same, with what stops working for people with it.
    public func costing(_ cost: String?) -> Self {
        var copy = self
        copy.cost = cost
        return copy
    }

    /// The same of the file that a link leads to.
    func following(_ links: [String: String]) -> Self {
        var copy = self
        switch resource {
        case .file(let path): copy.resource = .file(links[path] ?? path)
        case .permissions(let path): copy.resource = .permissions(links[path] ?? path)
        default: return self
        }
        copy.model = model.map { links[$0] ?? $0 }
        return copy
    }

    /// The package it waits for; none where there is nothing to wait for.
    func missingPackage(on snapshot: Snapshot) -> String? {
        package.flatMap { snapshot[.package($0)] == .state(.absent) ? $0 : nil }
    }

    /// The same, once the package is installed.
    public func requiring(_ package: String) -> Self {
        var copy = self
        copy.package = package
        return copy
    }
}

extension Amendment {
    /// The unit runs, and starts at boot.
    public static func unitRuns(_ name: String, activation: Activation? = nil) -> Self {
        Self(.unit(name), "\(name) runs and starts at boot", activation: activation) { _ in
            .unit(.init(isActive: true, isEnabled: true))
        }
    }

    /// The package is installed, in whatever version the archives offer.
    public static func package(_ name: String) -> Self {
        Self(.package(name), "the package \(name) is installed") { state in
            if case .package = state { state } else { .package(.any) }
        }
    }

    /// Nobody has more rights to what is there than these bits give.
    public static func mode(_ path: String, within mask: UInt16) -> Self {
        let words = "nobody has more rights than 0\(String(mask, radix: 8))"
        return Self(.permissions(path), words) { state throws(Failure) in
            guard case .permissions(var permissions) = state else { throw Failure("is not there") }
            permissions.mode &= mask
            return .permissions(permissions)
        }
    }
}
