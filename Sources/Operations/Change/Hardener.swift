public import Hardening

/// What can be done with a server: plan, apply, confirm, take back, settle, compare.
///
/// Everything outside is passed in: the server, where generations are kept, the clock, the switch.
public struct Hardener<Server: Host, Store: GenerationStoring>: Sendable {
    public let host: Server
    public let store: Store
    let deadMansSwitch: any Switch
    let clock: any Timekeeper
    let rules: Rulebook
    /// Nacre's own version, for the record.
    let version: String
    /// Reads the profile of a generation that does not hold its own, by its name or file.
    let profiles: @Sendable (String) throws -> Profile
    /// Told what happens, for people who wait.
    let report: @Sendable (String) -> Void

    public init(
        host: Server,
        store: Store,
        deadMansSwitch: any Switch,
        clock: any Timekeeper,
        rules: Rulebook = .shipped,
        version: String,
        profiles: @escaping @Sendable (String) throws -> Profile,
        report: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.host = host
        self.store = store
        self.deadMansSwitch = deadMansSwitch
        self.clock = clock
        self.rules = rules
        self.version = version
        self.profiles = profiles
        self.report = report
    }

    /// - Throws: `PlanErrors` with every reason why there is no plan.
    public func plan(_ order: Order) async throws -> Draft { try await planner(order).draft() }

    func planner(_ order: Order) -> Planner<Server> { Planner(order, on: host, clock: clock, rules: rules) }

    /// What a generation was applied by.
    ///
    /// - Throws: where it does not hold its profile, and that cannot be read any more.
    func order(of generation: Generation) throws -> Order {
        let about = generation.about
        let profile = try generation.profile ?? profiles(about.profileSource)
        return Order(
            profile: profile,
            source: about.profileSource,
            controls: rules.controls(profile),
            openclawDirectories: about.openclawDirectories
        )
    }

    /// Seconds that applying or taking back may take by itself: packages are fetched in it, and a gateway may take
    /// minutes to end.
    var room: Int { 3600 }
}
