/// Why no plan can be made.
public enum PlanError: Error, Hashable, Sendable {
    /// No state of the resource satisfies all these controls at once.
    case conflict(Resource, [Control.ID])
    /// What is there cannot be amended.
    case impossible(Resource, String, Control.ID)
    /// Something that must stay true would not.
    case breaks(Invariant.ID, String)
}

extension PlanError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .conflict(let resource, let controls):
            "\(resource) cannot satisfy \(controls.joined(separator: " and ")) at once"
        case .impossible(let resource, let why, let control):
            "\(resource) cannot be changed for \(control): \(why)"
        case .breaks(let invariant, let counterexample):
            "the plan would break \(invariant): \(counterexample)"
        }
    }
}

extension Plan {
    /// The smallest plan that gives the demands what they ask for, from the states observed.
    ///
    /// A control that needs something which cannot be read, or cannot be amended in the way it is written, asks for
    /// nothing, and is left to a person with the reason: no file keeps the rest of the server from being hardened.
    ///
    /// - Throws: every reason why it cannot be made, not only the first.
    public init(profile: String, _ demands: Demands, on snapshot: Snapshot) throws(PlanErrors) {
        var errors: [PlanError] = []
        var changes: [(change: Change, activation: Activation?)] = []
        var further: [Activation] = []
        var models: [Resource: String] = [:]
        var deferred: [Deferred] = []
        let demands = demands.leavingOutUnreadable(on: snapshot).leavingOutImpossible(on: snapshot)
        for (resource, demands) in Self.grouped(demands.amendments) {
            if let missing = demands.lazy.compactMap({ $0.amendment.missingPackage(on: snapshot) }).first {
                deferred.append(
                    Deferred(
                        resource: resource,
                        package: missing,
                        because: demands.map(\.control).uniqued,
                        summaries: demands.map(\.amendment.summary).uniqued
                    )
                )
                continue
            }
            do {
                guard let change = try Self.change(of: resource, demands, snapshot) else { continue }
                // What several daemons read is put before the first of them, and the others are told as well.
                let activations = demands.compactMap(\.amendment.activation).uniqued.sorted { $0.rank < $1.rank }
                changes.append((change, activations.first))
                models[resource] = demands.lazy.compactMap(\.amendment.model).first
                further += activations.dropFirst()
            } catch {
                errors.append(error)
            }
        }
        guard errors.isEmpty else { throw PlanErrors(errors) }
        changes = Self.owned(changes, like: models, snapshot)
        further += Self.unite(&changes)
        self.init(
            profile: profile,
            stages: Self.stages(changes, further.uniqued.filter { !Self.isStartedAnyway($0, by: changes) }),
            advice: demands.advice,
            deferred: deferred
        )
    }

    /// What is asked of the permissions of a file whose content is also changed becomes part of that change.
    ///
    /// Two changes of one file would each find it other than it was when the plan was made.
    static func onePathOneResource(_ demands: [Demand]) -> [Demand] {
        let files = Set(demands.map(\.amendment.resource))
        return demands.map { demand in
            guard case .permissions(let path) = demand.amendment.resource, files.contains(.file(path)) else {
                return demand
            }
            return Demand(demand.control, demand.amendment.ofFile(path))
        }
    }

    /// Demands by resource, in the order resources are first mentioned.
    static func grouped(_ demands: [Demand]) -> [(Resource, [Demand])] {
        var order: [Resource] = []
        var groups: [Resource: [Demand]] = [:]
        for demand in demands {
            let resource = demand.amendment.resource
            if groups[resource] == nil { order.append(resource) }
            groups[resource, default: []].append(demand)
        }
        return order.map { ($0, groups[$0] ?? []) }
    }

    static func change(
        of resource: Resource,
        _ demands: [Demand],
        _ snapshot: Snapshot
    ) throws(PlanError) -> Change? {
        // What cannot be read was left out before.
        guard case .state(let before) = snapshot[resource] else { return nil }
        let premises = demands.flatMap(\.amendment.sources).uniqued.compactMap { source in
            if case .state(let state) = snapshot[source] { Change.Premise(source, state) } else { nil }
        }
        var after = before
        for demand in demands { after = try demand.amended(after, snapshot) }
        for demand in demands where try demand.amended(after, snapshot) != after {
            throw .conflict(resource, demands.map(\.control).uniqued)
        }
        guard after != before else { return nil }
        var interim = after
        for demand in demands { interim = demand.amendment.interim?(before, interim) ?? interim }
        return Change(
            resource,
            before: before,
            after: after,
            interim: interim == after ? nil : interim,
            because: demands.map(\.control).uniqued,
            summaries: demands.map(\.amendment.summary).uniqued,
            premises: premises,
            costs: demands.compactMap(\.amendment.cost).uniqued
        )
    }

    /// One stage for each activation, in the activations' order; packages come first, and units after what they run on.
    private static func stages(
        _ changes: [(change: Change, activation: Activation?)],
        _ further: [Activation]
    ) -> [Stage] {
        var byActivation: [Activation?: [Change]] = [:]
        var packages: [Change] = []
        for activation in further { byActivation[activation] = [] }
        for (change, activation) in changes {
            if case .package = change.resource {
                packages.append(change)
            } else {
                byActivation[activation, default: []].append(change)
            }
        }
        let plain = byActivation[nil].map { [Stage($0.inOrder, activation: nil)] } ?? []
        let activated = byActivation.compactMap { entry in entry.key.map { Stage(entry.value.inOrder, activation: $0) }
        }
        .sorted { ($0.activation?.rank ?? 0, "\($0)") < ($1.activation?.rank ?? 0, "\($1)") }
        let first = packages.isEmpty ? [] : [Stage(packages.inOrder, activation: nil)]
        return first + plain + activated
    }
}

/// All reasons why no plan can be made.
public struct PlanErrors: Error, CustomStringConvertible {
    public let errors: [PlanError]

    public init(_ errors: [PlanError]) { self.errors = errors }

    public var description: String { errors.map(\.description).joined(separator: "\n") }
}

extension Demand {
    fileprivate func amended(_ state: State, _ snapshot: Snapshot) throws(PlanError) -> State {
        do {
            return try amendment.amend(state, snapshot)
        } catch {
            throw .impossible(amendment.resource, error.description, control)
        }
    }
}

extension [Change] {
    /// Directories before the files in them, variables before the files that use them, units after the files they are
    /// made of.
    fileprivate var inOrder: [Change] {
        sorted { ($0.resource.rank, "\($0.resource)") < ($1.resource.rank, "\($1.resource)") }
    }
}

extension Array where Element: Hashable {
    /// Without repetitions, in order.
    var uniqued: [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
