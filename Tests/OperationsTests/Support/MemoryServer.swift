import Hardening

/// A server that is a dictionary.
actor MemoryServer: Host {
    private(set) var states: [Resource: State]
    /// What takes no change although it says so.
    private var resisting: Set<Resource> = []
    /// What refuses every change.
    private var broken: Set<Resource> = []
    private(set) var puts: [Resource] = []
    private(set) var activations: [Activation] = []

    private let blockers: [Resource: String]

    init(_ states: [Resource: State], blockers: [Resource: String] = [:]) {
        self.states = states
        self.blockers = blockers
    }

    func observe(_ resource: Resource) -> Observation { .state(states[resource] ?? .absent) }

    func put(_ state: State, at resource: Resource) throws {
        if broken.contains(resource) { throw Broken(description: "no room") }
        puts.append(resource)
        if !resisting.contains(resource) { states[resource] = state == .absent ? nil : state }
    }

    func put(_ state: State, ofPackages names: [String]) throws {
        for name in names { try put(state, at: .package(name)) }
    }

    func activate(_ activation: Activation, isUndoing: Bool) { activations.append(activation) }

    nonisolated func look(openclawDirectories: [String], publicNames: [String], keeping kept: [Change])
        -> any PlanningMachine
    {
        MemoryLook(server: self, kept: kept)
    }

    nonisolated func linkTargets(of resources: Set<Resource>) -> [String: String] { [:] }

    nonisolated func blocker(to resource: Resource) -> String? { blockers[resource] }

    func containers(of plan: Plan) -> [String: ContainerLook] { [:] }

    func leftAlone() -> [String] { [] }

    func expectRunning(_ services: Set<String>) {}

    /// Somebody else's doing.
    func set(_ resource: Resource, _ state: State) { states[resource] = state }

    func resist(_ resource: Resource) { resisting.insert(resource) }

    func breaks(_ resource: Resource) { broken.insert(resource) }

    func mend() { (broken, resisting) = ([], []) }

    struct Broken: Error, CustomStringConvertible { let description: String }
}

private struct MemoryLook: PlanningMachine {
    let server: MemoryServer
    let kept: [Change]

    func observe(_ resource: Resource) async -> Observation {
        if let change = kept.last(where: { $0.resource == resource }) { return .state(change.first) }
        return await server.observe(resource)
    }

    func hasSSH() async -> Bool { true }

    func leavingOutRefused(_ demands: Demands, on snapshot: Snapshot) async -> Demands { demands }

    func completing(
        _ demands: Demands,
        on snapshot: Snapshot,
        _ controls: [Control],
        _ profile: Profile
    ) async -> Demands { demands }

    func plainKeys() async throws -> [InstallationKeys] { [] }

    func installationModels() async throws -> [InstallationModels] { [] }

    func foresee(_ plan: Plan, of resources: Set<Resource>) async -> Snapshot {
        var snapshot = Snapshot()
        for resource in resources { snapshot[resource] = await server.observe(resource) }
        return snapshot.applying(plan)
    }

    func simulate(_ plan: Plan, interim: Bool, of resources: Set<Resource>, from now: Snapshot) async -> Snapshot {
        now.applying(plan, interim: interim)
    }
}
