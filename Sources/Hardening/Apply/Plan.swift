/// What is to be changed on a machine, in order: a value to read, store, simulate, apply and invert.
public struct Plan: Hashable, Codable, Sendable {
    /// The name of the profile it follows.
    public let profile: String
    public let stages: [Stage]
    /// Controls that drifted and are left to a person.
    public let advice: [Advice]
    /// What can only be planned once a package is installed.
    public let deferred: [Deferred]

    public init(profile: String, stages: [Stage], advice: [Advice] = [], deferred: [Deferred] = []) {
        self.profile = profile
        self.stages = stages
        self.advice = advice
        self.deferred = deferred
    }

    public var isEmpty: Bool { stages.isEmpty && deferred.isEmpty }

    /// What is applied before the rest is planned anew: the packages, where something waits for them.
    public var firstPass: Plan {
        guard !deferred.isEmpty else { return self }
        return Plan(
            profile: profile,
            stages: stages.filter { stage in
                stage.changes.contains { if case .package = $0.resource { true } else { false } }
            },
            advice: advice
        )
    }

    /// This plan with the stages of another after its own.
    public func followed(by next: Plan) -> Plan {
        Plan(profile: profile, stages: stages + next.stages, advice: next.advice, deferred: next.deferred)
    }

    public var changes: [Change] { stages.flatMap(\.changes) }

    /// Whether something is only put in its final state by the confirmation.
    public var hasInterim: Bool { changes.contains { $0.interim != nil } }

    /// Whether logins move: by another way once it is confirmed than until then.
    public var movesLogins: Bool {
        stages.contains { stage in
            stage.activation?.takesLogins == true && stage.changes.contains { $0.interim != nil }
        }
    }

    /// Changes that are taken over together.
    public struct Stage: Hashable, Codable, Sendable {
        public let changes: [Change]
        /// What makes the daemon take them over; none where putting is enough.
        public let activation: Activation?

        public init(_ changes: [Change], activation: Activation?) {
            self.changes = changes
            self.activation = activation
        }

        /// Whether a compose project begins with it.
        public var bringsProject: Bool {
            if case .compose(let project) = activation { project.newService != nil } else { false }
        }

        /// What must be as it was before this stage is activated to undo it; a project that goes waits for nothing.
        var undoneAfter: Activation? { bringsProject ? nil : activation?.dependsOn }

        /// The names of the packages, where it is the stage in which packages come and nothing else.
        var packages: [String]? {
            let names = changes.compactMap { change -> String? in
                guard case .package(let name) = change.resource, change.before == .absent else { return nil }
                return name
            }
            return names.isEmpty || names.count < changes.count ? nil : names
        }
    }

    /// A resource whose change waits for a package.
    public struct Deferred: Hashable, Codable, Sendable {
        public let resource: Resource
        public let package: String
        public let because: [Control.ID]
        public let summaries: [String]
    }

    /// What a person is asked to do.
    public struct Advice: Hashable, Codable, Sendable {
        public let control: Control.ID
        public let text: String

        /// Whether nothing is to be done, as the changes that others ask for put it right; not set where not.
        public let isFollowing: Bool?

        public init(control: Control.ID, text: String, isFollowing: Bool = false) {
            self.control = control
            self.text = text
            self.isFollowing = isFollowing ? true : nil
        }
    }
}

/// One resource going from one state to another.
public struct Change: Hashable, Codable, Sendable {
    public let resource: Resource
    public let before: State
    public let after: State
    /// What it holds until the confirmation, where that is something else.
    public let interim: State?
    /// The controls that asked for it.
    public let because: [Control.ID]
    /// What is put, in words.
    public let summaries: [String]
    /// What else the state afterwards was worked out from; not set where from nothing else.
    public let premises: [Premise]?
    /// What stops working for people with it, besides what its fixes always cost; not set where nothing does.
    public let costs: [String]?

    /// A resource that was read for a plan, and what it held.
    public struct Premise: Hashable, Codable, Sendable {
        public let resource: Resource
        public let state: State

        public init(_ resource: Resource, _ state: State) {
            self.resource = resource
            self.state = state
        }
    }

    public init(
        _ resource: Resource,
        before: State,
        after: State,
        interim: State? = nil,
        because: [Control.ID],
        summaries: [String] = [],
        premises: [Premise] = [],
        costs: [String] = []
    ) {
        self.resource = resource
        self.before = before
        self.after = after
        self.interim = interim
        self.because = because
        self.summaries = summaries
        self.premises = premises.isEmpty ? nil : premises
        self.costs = costs.isEmpty ? nil : costs
    }

    /// What applying puts: the state until the confirmation.
    public var first: State { interim ?? after }

    /// Whether the state is one that this change puts.
    public func puts(_ state: State) -> Bool {
        if case .package(.any) = after, case .package = state { return true }
        return state == after || state == interim
    }
}

extension Snapshot {
    /// What would be observed of the changed resources after the plan; `interim` for the time until the confirmation.
    public func applying(_ plan: Plan, interim: Bool = false) -> Snapshot {
        var future = self
        for change in plan.changes { future[change.resource] = .state(interim ? change.first : change.after) }
        return future
    }
}
