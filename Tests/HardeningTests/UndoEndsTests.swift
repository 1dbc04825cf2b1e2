import Hardening
import Testing

/// A machine that refuses some puts until it is set free, and forgets units with their package.
private actor StubbornMachine: MutableMachine {
    private(set) var states: [Resource: State]
    private(set) var asked: [Resource] = []
    private(set) var activations: [Activation] = []
    private var refused: Set<Resource>
    private let unitsOfPackage: Set<Resource>

    init(_ states: [Resource: State], refused: Set<Resource> = [], unitsOfPackage: Set<Resource> = []) {
        self.states = states
        self.refused = refused
        self.unitsOfPackage = unitsOfPackage
    }

    struct Refused: Error {}

    func refuse(_ resources: Set<Resource>) {
        refused = resources
        asked = []
    }

    func forget(_ resource: Resource) { states[resource] = nil }
    func observe(_ resource: Resource) -> Observation { .state(states[resource] ?? .absent) }

    func put(_ state: State, at resource: Resource) throws {
        asked.append(resource)
        if refused.contains(resource) { throw Refused() }
        if unitsOfPackage.contains(resource), states[resource] == nil { throw Refused() }
        states[resource] = state == .absent ? nil : state
    }

    func put(_ state: State, ofPackages names: [String]) throws {
        for name in names {
            asked.append(.package(name))
            states[.package(name)] = state == .absent ? nil : state
        }
        guard state == .absent else { return }
        for unit in unitsOfPackage { states[unit] = nil }
    }

    func activate(_ activation: Activation, isUndoing: Bool) { activations.append(activation) }
    func mustStop(_ activation: Activation, before changes: [Change], isUndoing: Bool) -> Bool { false }
    func stop(_ activation: Activation) {}
    func start(_ activation: Activation, isUndoing: Bool) { activations.append(activation) }
}

private actor Lines: Journal {
    private(set) var entries: [JournalEntry] = []
    func record(_ entry: JournalEntry) { entries.append(entry) }
}

@Suite struct UndoEndsTests {
    private static let file = Resource.file("/opt/openclaw/openclaw.json")
    private static let other = Resource.file("/etc/other")
    private static let unit = Resource.unit("ufw.service")
    private static let off = State.unit(.init(isActive: false, isEnabled: false))
    private static let on = State.unit(.init(isActive: true, isEnabled: true))
    private static let package = Resource.package("ufw")
    private static let plan = Plan(
        profile: "test",
        stages: [
            .init(
                [Change(package, before: .absent, after: .package(.any), because: [])],
                activation: nil
            ),
            .init([Change(file, before: .value("old"), after: .value("new"), because: [])], activation: .sysctl),
            .init(
                [
                    Change(other, before: .value("old"), after: .value("new"), because: []),
                    Change(unit, before: off, after: on, because: []),
                ],
                activation: .firewall(.ufw)
            ),
        ]
    )
    private static let after: [Resource: State] = [
        package: .package(.any), file: .value("new"), other: .value("new"), unit: on,
    ]
    private static let applied: [JournalEntry] = [
        .putting(0), .put(0), .putting(1), .put(1), .activating(1), .activated(1), .putting(2), .put(2), .putting(3),
        .put(3), .activating(2), .activated(2), .applied,
    ]

    private func undo(_ machine: StubbornMachine, _ entries: [JournalEntry], boot: String = "") async -> (
        [JournalEntry], left: [Resource]?, failures: [String]
    ) {
        let journal = Lines()
        do {
            let left = try await Transaction(Self.plan, on: machine, journal: journal)
                .rollBack(entries, because: .failed("a test"), boot: boot)
            return (entries + (await journal.entries), left.map(\.resource), [])
        } catch {
            return (entries + (await journal.entries), nil, (error as? RollbackError)?.failures ?? ["\(error)"])
        }
    }

    @Test func `packages stay while anything could not be put back, and the next pass ends`() async {
        let machine = StubbornMachine(Self.after, refused: [Self.file], unitsOfPackage: [Self.unit])
        let first = await undo(machine, Self.applied)
        #expect(first.left == nil)
        #expect(first.failures.count == 2 && first.failures.last?.contains("ufw: stays until") == true)
        #expect(await machine.states[Self.package] != nil)
        #expect(await machine.activations == [.firewall(.ufw), .sysctl])
        await machine.refuse([])
        let second = await undo(machine, first.0)
        #expect(second.left == [])
        #expect(await machine.asked == [Self.file, Self.package], "what is put back is not asked again")
        #expect(await machine.activations == [.firewall(.ufw), .sysctl, .sysctl], "nor is its daemon")
        #expect(await machine.states == [Self.file: .value("old"), Self.other: .value("old")])
    }

    /// As an earlier version left it: packages gone, and their units asked for ever after.
    @Test func `a unit that is gone and was not needed counts as put back`() async {
        let machine = StubbornMachine(
            [Self.file: .value("new"), Self.other: .value("old")],
            unitsOfPackage: [Self.unit]
        )
        let result = await undo(machine, Self.applied)
        #expect(result.left == [])
        #expect(result.failures == [])
    }

    @Test func `a unit that somebody removed is left and named, where it had run`() async {
        let stage = Plan.Stage([Change(Self.unit, before: Self.on, after: Self.off, because: [])], activation: nil)
        let journal = Lines()
        let machine = StubbornMachine([:], unitsOfPackage: [Self.unit])
        let left = try? await Transaction(Plan(profile: "test", stages: [stage]), on: machine, journal: journal)
            .rollBack([.putting(0), .put(0)], because: .failed("a test"))
        #expect(left?.map(\.resource) == [Self.unit])
    }

    @Test func `a daemon that an earlier pass could not reach is told by the next one`() async {
        // The crash came before the activation, so that only the undoing knows of it.
        let entries: [JournalEntry] = [
            .putting(0), .put(0), .putting(1), .put(1), .rollingBack(.failed("x")), .restored(1),
        ]
        let machine = StubbornMachine([Self.file: .value("old"), Self.package: .package(.exact("1"))])
        let result = await undo(machine, entries)
        #expect(result.failures == [])
        #expect(await machine.activations == [.sysctl])
    }

    @Test func `what does not outlive a boot is asked again after one`() async {
        let machine = StubbornMachine(Self.after, refused: [Self.file], unitsOfPackage: [Self.unit])
        let first = await undo(machine, Self.applied, boot: "one")
        // The boot starts it again.
        await machine.refuse([])
        try? await machine.put(Self.on, at: Self.unit)
        let second = await undo(machine, first.0, boot: "two")
        #expect(second.left == [])
        #expect(await machine.asked.filter { $0 == Self.unit }.count == 2, "once here, and once by the second pass")
        #expect(await machine.states == [Self.file: .value("old"), Self.other: .value("old")])
    }

    @Test func `what was left in part in one pass is named at the end of another`() async {
        let journal = Lines()
        let machine = StubbornMachine(
            Self.after.merging([Self.other: .value("theirs")]) { $1 },
            refused: [Self.file]
        )
        func transaction(_ journal: Lines) -> Transaction<StubbornMachine, Lines> {
            Transaction(Self.plan, on: machine, journal: journal) { _ in
            } reconcile: { change, state in
                change.resource == Self.other && state == .value("theirs")
                    ? .init(.value("mixed"), restored: ["a"], left: ["b"]) : nil
            }
        }
        _ = try? await transaction(journal).rollBack(Self.applied, because: .failed("a test"))
        await machine.refuse([])
        let left = try? await transaction(Lines()).rollBack(
            Self.applied + (await journal.entries),
            because: .failed("a test")
        )
        #expect(left?.map(\.resource) == [Self.other])
        #expect(await machine.states[Self.other] == .value("mixed"))
    }

    private static let gatewayPlan = Plan(
        profile: "test",
        stages: [
            .init(
                [Change(file, before: .value("old"), after: .value("new"), because: [])],
                activation: .gateway(.init(configuration: "/opt/openclaw/openclaw.json", port: 18789))
            ),
            .init([Change(other, before: .value("old"), after: .value("new"), because: [])], activation: .sshd),
        ]
    )

    /// Passes until undoing ends, at most ten; what was left in the last, and what the others failed by.
    private func passes(_ refusals: Set<Activation>) async -> (count: Int, left: [String], failures: [String]) {
        let machine = SilentMachine([Self.file: .value("new"), Self.other: .value("new")], refusals: refusals)
        var entries: [JournalEntry] = [
            .putting(0), .put(0), .activating(0), .activated(0), .putting(1), .put(1), .activating(1), .activated(1),
        ]
        var failures: [String] = []
        for count in 1...10 {
            let journal = Lines()
            do {
                let left = try await Transaction(Self.gatewayPlan, on: machine, journal: journal)
                    .rollBack(entries, because: .failed("a test"))
                #expect(await machine.states == [Self.file: .value("old"), Self.other: .value("old")])
                return (count, left.map(\.why), failures)
            } catch {
                failures += (error as? RollbackError)?.failures ?? ["\(error)"]
            }
            entries += await journal.entries
        }
        return (11, [], failures)
    }

    /// Its agent, or the account whose it is, decides whether a gateway comes up.
    @Test func `undoing ends after some passes though a gateway never comes up, and names it`() async throws {
        let gateway = try #require(Self.gatewayPlan.stages[0].activation)
        let (count, left, failures) = await passes([gateway])
        #expect(count == 5 && failures.count == 4)
        #expect(left.count == 1 && left.first?.contains("this did not come up") == true)
    }

    @Test func `it does not end while a daemon of the system refuses what is put back`() async throws {
        #expect(await passes([.sshd]).count == 11)
        let gateway = try #require(Self.gatewayPlan.stages[0].activation)
        #expect(await passes([.sshd, gateway]).count == 11)
    }
}

/// A machine on which some never take over what is put back.
private actor SilentMachine: MutableMachine {
    private(set) var states: [Resource: State]
    private let refusals: Set<Activation>

    init(_ states: [Resource: State], refusals: Set<Activation>) {
        self.states = states
        self.refusals = refusals
    }

    struct Silent: Error {}

    func observe(_ resource: Resource) -> Observation { .state(states[resource] ?? .absent) }
    func put(_ state: State, at resource: Resource) { states[resource] = state == .absent ? nil : state }
    func put(_ state: State, ofPackages names: [String]) {}
    func activate(_ activation: Activation, isUndoing: Bool) throws {
        if refusals.contains(activation) { throw Silent() }
    }
}
