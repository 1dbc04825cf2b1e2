import Catalog
import Hardening
import MachineTesting
import Testing

private actor Lines: Journal {
    private(set) var entries: [JournalEntry] = []
    func record(_ entry: JournalEntry) { entries.append(entry) }
}

/// A machine on which an account has its file otherwise at every other look, or keeps it from being changed.
private actor RestlessMachine: MutableMachine {
    private(set) var states: [Resource: State]
    private(set) var activations: [Activation] = []
    private let fixed: Set<Resource>
    private let others: Set<Resource>
    /// Changed by its owner as soon as another one is put.
    private let exchanged: (when: Resource, what: Resource, to: State)?

    init(
        _ states: [Resource: State],
        fixed: Set<Resource> = [],
        others: Set<Resource> = [],
        exchanged: (when: Resource, what: Resource, to: State)? = nil
    ) {
        self.states = states
        self.fixed = fixed
        self.others = others
        self.exchanged = exchanged
    }

    struct Fixed: Error {}

    func observe(_ resource: Resource) -> Observation { .state(states[resource] ?? .absent) }
    func put(_ state: State, at resource: Resource) throws {
        if fixed.contains(resource) { throw Fixed() }
        states[resource] = state == .absent ? nil : state
        if let exchanged, exchanged.when == resource { states[exchanged.what] = exchanged.to }
    }
    func put(_ state: State, ofPackages names: [String]) {}
    func activate(_ activation: Activation, isUndoing: Bool) { activations.append(activation) }
    func isOthers(_ resource: Resource) -> Bool { others.contains(resource) }
}

@Suite struct SetAsideTests {
    private static func file(_ text: String, owner: UInt32) -> State {
        .file(.init(Array(text.utf8), mode: 0o600, owner: owner, group: owner))
    }

    private static func mode(_ mode: UInt16, owner: UInt32) -> State {
        .permissions(.init(mode: mode, owner: owner, group: owner))
    }

    private static let bobs = Resource.permissions("/home/bob/.netrc")
    private static let roots = Resource.permissions("/root/.netrc")
    private static let configuration = Resource.file("/srv/openclaw/openclaw.json")
    private static let environment = Resource.file("/srv/openclaw/.env")
    private static let before: [Resource: State] = [
        bobs: mode(0o644, owner: 1001), roots: mode(0o644, owner: 0),
        environment: file("", owner: 1000), configuration: file("key", owner: 1000),
    ]
    private static let after: [Resource: State] = [
        bobs: mode(0o600, owner: 1001), roots: mode(0o600, owner: 0),
        environment: file("key", owner: 1000), configuration: file("${KEY}", owner: 1000),
    ]

    private static func change(_ resource: Resource, reading: Resource? = nil) -> Change {
        Change(
            resource,
            before: before[resource] ?? .absent,
            after: after[resource] ?? .absent,
            because: ["secrets.close-files"],
            premises: reading.map { [Change.Premise($0, before[$0] ?? .absent)] } ?? []
        )
    }

    private static let gateway = Activation.gateway(.init(configuration: "/srv/openclaw/openclaw.json", port: 18789))
    private static let plan = Plan(
        profile: "test",
        stages: [
            .init([change(bobs), change(roots)], activation: nil),
            .init([change(environment, reading: configuration), change(configuration)], activation: gateway),
        ]
    )

    private func states(_ exceptions: [Resource: State]) -> [Resource: State] {
        Self.after.merging(exceptions) { $1 }
    }

    @Test func `an account that changes its own file loses that change, and nobody else one`() async throws {
        let machine = RestlessMachine(Self.before.merging([Self.bobs: Self.mode(0o640, owner: 1001)]) { $1 })
        let journal = Lines()
        var asked: [[Int]] = []
        let aside = try await Transaction(Self.plan, on: machine, journal: journal).apply { aside in
            asked.append(aside.map(\.number))
        }
        #expect(aside.map(\.resource) == [Self.bobs])
        #expect(aside.first?.why.contains("has changed since the plan was made") == true)
        #expect(asked == [[0]], "whether the rest may go on is asked before anything is changed")
        #expect(await machine.states == states([Self.bobs: Self.mode(0o640, owner: 1001)]))
        let entries = await journal.entries
        #expect(entries.neverMade == [0])
        #expect(!entries.contains(.putting(0)), "undoing has nothing to do with it")
        #expect(await machine.activations == [Self.gateway])
    }

    @Test func `root's own file is as strict as ever`() async throws {
        let machine = RestlessMachine(Self.before.merging([Self.roots: Self.mode(0o640, owner: 0)]) { $1 })
        await #expect(throws: TransactionError.stale(Self.roots)) {
            try await Transaction(Self.plan, on: machine, journal: Lines()).apply()
        }
        let fixed = RestlessMachine(Self.before, fixed: [Self.roots])
        await #expect(throws: TransactionError.notPut(Self.roots, "Fixed()")) {
            try await Transaction(Self.plan, on: fixed, journal: Lines()).apply()
        }
    }

    @Test func `root's file in an account's directory is that account's to keep from being changed`() async throws {
        let machine = RestlessMachine(Self.before, fixed: [Self.roots], others: [Self.roots])
        let aside = try await Transaction(Self.plan, on: machine, journal: Lines()).apply()
        #expect(aside.map(\.resource) == [Self.roots])
    }

    @Test func `what cannot be put is left out, and what was put for it is taken back`() async throws {
        let machine = RestlessMachine(Self.before, fixed: [Self.configuration])
        let journal = Lines()
        let aside = try await Transaction(Self.plan, on: machine, journal: journal).apply()
        #expect(aside.map(\.resource) == [Self.environment, Self.configuration])
        let kept = [Self.environment, Self.configuration].reduce(into: [:]) { $0[$1] = Self.before[$1] }
        #expect(await machine.states == states(kept))
        // Undoing finds everything as it was before.
        let left = try await Transaction(Self.plan, on: machine, journal: Lines())
            .rollBack(await journal.entries, because: .failed("a test"))
        #expect(left.isEmpty)
        #expect(await machine.states == Self.before)
    }

    @Test func `a daemon whose changes are all left out is not asked to take anything over`() async throws {
        let machine = RestlessMachine(
            Self.before.merging([Self.configuration: .absent]) { $1 },
            others: [Self.configuration]
        )
        let aside = try await Transaction(Self.plan, on: machine, journal: Lines()).apply()
        #expect(aside.map(\.resource) == [Self.environment, Self.configuration])
        #expect(await machine.activations.isEmpty)
    }

    @Test func `what changes between the first look and its turn is left out as well`() async throws {
        let other = Self.mode(0o604, owner: 1001)
        let plan = Plan(
            profile: "test",
            stages: [.init([Self.change(Self.roots), Self.change(Self.bobs)], activation: nil)]
        )
        let machine = RestlessMachine(Self.before, exchanged: (Self.roots, Self.bobs, other))
        let aside = try await Transaction(plan, on: machine, journal: Lines()).apply()
        #expect(aside.map(\.resource) == [Self.bobs])
        #expect(await machine.states[Self.bobs] == other)
    }

    @Test func `where what is left would break what must stay true, nothing is changed`() async throws {
        struct Broken: Error {}
        let machine = RestlessMachine(Self.before.merging([Self.bobs: .absent]) { $1 })
        await #expect(throws: Broken.self) {
            try await Transaction(Self.plan, on: machine, journal: Lines()).apply { _ in throw Broken() }
        }
        #expect(await machine.states[Self.roots] == Self.before[Self.roots])
    }

    @Test func `where nothing is left of a plan, it is not applied`() async throws {
        let plan = Plan(profile: "test", stages: [.init([Self.change(Self.bobs)], activation: nil)])
        let machine = RestlessMachine([:])
        await #expect(throws: TransactionError.self) {
            try await Transaction(plan, on: machine, journal: Lines()).apply()
        }
    }

    @Test func `evidence of what the plan did not change is told from evidence of what it did`() {
        let bystanders = Bystanders(Self.plan)
        func place(_ path: String?, file: String? = nil) -> String? {
            bystanders.place(of: Evidence("", observed: "", wanted: "", origin: file.map { Origin($0) }, path: path))
        }
        #expect(place("/home/bob/.pgpass") == "/home/bob/.pgpass")
        #expect(place("/home/bob/.netrc") == nil)
        #expect(place("/srv/openclaw") == nil)
        #expect(place("/home/bob/.openclaw") == "/home/bob/.openclaw")
        #expect(place(nil, file: "/srv/openclaw/more.json5") == nil)
        #expect(
            place(nil, file: "/home/bob/.openclaw/openclaw.json")
                == "/home/bob/.openclaw/openclaw.json"
        )
        #expect(place(nil) == nil)
    }
}
