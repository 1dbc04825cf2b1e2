import Catalog
import Hardening
import MachineTesting
import Testing

private actor MemoryJournal: Journal {
    private(set) var entries: [JournalEntry] = []
    private let room: Int

    init(room: Int = .max) { self.room = room }

    struct Full: Error {}

    func record(_ entry: JournalEntry) throws {
        guard entries.count < room else { throw Full() }
        entries.append(entry)
    }
}

private let a = Resource.kernelParameter("a")
private let b = Resource.file("/b")
private let port = Resource.kernelParameter("port")
private let unit = Resource.unit("d.service")

@Suite struct TransactionTests {
    private static let before: [Resource: State] = [
        a: .value("0"), port: .value("22"), unit: .unit(.init(isActive: false, isEnabled: false)),
    ]
    private static let after: [Resource: State] = [
        a: .value("1"), b: .file(.init([1], mode: 0o600)), port: .value("2222"),
        unit: .unit(.init(isActive: true, isEnabled: true)),
    ]
    private static let plan = Plan(
        profile: "test",
        stages: [
            .init([change(a)], activation: nil),
            .init([change(b), change(unit)], activation: .fail2ban),
            .init([change(port, interim: .value("22 2222"))], activation: .sshd),
        ]
    )

    private static func change(_ resource: Resource, interim: State? = nil) -> Change {
        Change(
            resource,
            before: before[resource] ?? .absent,
            after: after[resource] ?? .absent,
            interim: interim,
            because: []
        )
    }

    @Test func `puts everything, activates each stage, and waits for the confirmation`() async throws {
        let machine = MemoryMachine(Self.before)
        let journal = MemoryJournal()
        let transaction = Transaction(Self.plan, on: machine, journal: journal)
        try await transaction.apply()
        #expect(await machine.states == Self.after.merging([port: .value("22 2222")]) { $1 })
        #expect(await machine.activations == [.fail2ban, .sshd])
        try await transaction.close()
        #expect(await machine.states == Self.after)
        #expect(await Progress(journal.entries) == .confirming)
    }

    private static let packages = Plan(
        profile: "test",
        stages: [
            .init(
                ["ufw", "fail2ban", "caddy"].map { name in
                    Change(.package(name), before: .absent, after: .package(.any), because: [])
                },
                activation: nil
            ),
            .init([change(a)], activation: nil),
        ]
    )

    @Test func `packages come in one run, and go in one`() async throws {
        let machine = MemoryMachine(Self.before)
        let journal = MemoryJournal()
        let transaction = Transaction(Self.packages, on: machine, journal: journal)
        try await transaction.apply()
        #expect(await machine.packageRuns == [["ufw", "fail2ban", "caddy"]])
        let entries = await journal.entries
        #expect(entries == [.putting(0), .putting(1), .putting(2), .put(0), .put(1), .put(2), .putting(3), .put(3)])
        _ = try await transaction.rollBack(entries, because: .asked)
        #expect(await machine.packageRuns.count == 2)
        #expect(await machine.states == Self.before)
        let restored = await journal.entries.suffix(4)
        #expect(restored == [.restored(3), .restored(2), .restored(1), .restored(0)])
    }

    /// What was unpacked when the power went does not count as installed, and goes all the same.
    @Test func `after a crash every package that may have begun to come is taken away`() async throws {
        for room in 0...8 {
            let machine = MemoryMachine(Self.before)
            let journal = MemoryJournal(room: room)
            _ = try? await Transaction(Self.packages, on: machine, journal: journal).apply()
            let begun = await machine.packageRuns.count
            let entries = await journal.entries
            _ = try await Transaction(Self.packages, on: machine, journal: MemoryJournal())
                .rollBack(entries, because: .failed("a crash"))
            #expect(await machine.states == Self.before)
            let recorded = ["ufw", "fail2ban", "caddy"].prefix(room)
            let runs = await machine.packageRuns.dropFirst(begun)
            #expect(Array(runs) == (recorded.isEmpty ? [] : [Array(recorded)]), "after \(room) steps")
        }
    }

    @Test func `refuses a machine that has changed since the plan was made, before it touches anything`() async throws {
        let machine = MemoryMachine(Self.before.merging([port: .value("2200")]) { $1 })
        let transaction = Transaction(Self.plan, on: machine, journal: MemoryJournal())
        await #expect(throws: TransactionError.stale(port)) { try await transaction.apply() }
        #expect(await machine.states[a] == .value("0"))
    }

    /// A crash after any step, and another crash after any step of the rollback, and the machine is as before.
    @Test func `comes back from a crash after every step`() async throws {
        let whole = MemoryJournal()
        try await Transaction(Self.plan, on: MemoryMachine(Self.before), journal: whole).apply()
        for room in 0...(await whole.entries.count) {
            for second in 0...8 {
                let machine = MemoryMachine(Self.before)
                let journal = MemoryJournal(room: room)
                _ = try? await Transaction(Self.plan, on: machine, journal: journal).apply()
                var entries = await journal.entries
                let interrupted = MemoryJournal(room: second)
                _ = try? await Transaction(Self.plan, on: machine, journal: interrupted)
                    .rollBack(entries, because: .failed("a crash"))
                entries += await interrupted.entries
                let left = try await Transaction(Self.plan, on: machine, journal: MemoryJournal())
                    .rollBack(entries, because: .failed("a crash"))
                #expect(left.isEmpty)
                #expect(await machine.states == Self.before, "after \(room) steps, then \(second)")
            }
        }
    }

    /// A daemon that watches its files is stopped before they are put, and runs again after whatever happened.
    @Test func `what watches its files runs again after a crash at every step`() async throws {
        let whole = MemoryJournal()
        let running = MemoryMachine(Self.before, running: [.fail2ban])
        try await Transaction(Self.plan, on: running, journal: whole).apply()
        #expect(await running.running == [.fail2ban])
        #expect(await running.seen == [a, port], "what is put before and after it stood still")
        let steps = await whole.entries
        let stopping = try #require(steps.firstIndex(of: .stopping(1)))
        #expect(stopping < steps.firstIndex(of: .putting(1)) ?? 0)
        for room in 0...steps.count {
            for second in 0...10 {
                let machine = MemoryMachine(Self.before, running: [.fail2ban])
                let journal = MemoryJournal(room: room)
                _ = try? await Transaction(Self.plan, on: machine, journal: journal).apply()
                var entries = await journal.entries
                let interrupted = MemoryJournal(room: second)
                _ = try? await Transaction(Self.plan, on: machine, journal: interrupted)
                    .rollBack(entries, because: .failed("a crash"))
                entries += await interrupted.entries
                _ = try await Transaction(Self.plan, on: machine, journal: MemoryJournal())
                    .rollBack(entries, because: .failed("a crash"))
                #expect(await machine.states == Self.before, "after \(room) steps, then \(second)")
                #expect(await machine.running == [.fail2ban], "after \(room) steps, then \(second)")
            }
        }
    }

    @Test func `what somebody wrote anew is put back in part, where there is a way`() async throws {
        let theirs = State.file(.init([7], mode: 0o600))
        let ours = State.file(.init([6], mode: 0o600))
        for (left, isTold) in [([String](), false), (["other.key"], true)] {
            let machine = MemoryMachine(Self.before)
            let journal = MemoryJournal()
            try await Transaction(Self.plan, on: machine, journal: journal).apply()
            await machine.put(theirs, at: b)
            let back = Transaction(Self.plan, on: machine, journal: MemoryJournal()) { _ in
            } reconcile: { change, state in
                change.resource == b && state == theirs ? .init(ours, restored: ["mine"], left: left) : nil
            }
            let remaining = try await back.rollBack(await journal.entries, because: .asked)
            #expect(await machine.states[b] == ours)
            #expect(remaining.map(\.resource) == [b] && remaining.first?.why.contains("mine") == true)
            #expect(remaining.first?.why.contains("other.key") == isTold)
        }
    }

    @Test func `what watches its files is stopped before they go back, too`() async throws {
        let machine = MemoryMachine(Self.after, running: [.fail2ban])
        let whole = MemoryJournal()
        try await Transaction(Self.plan, on: MemoryMachine(Self.before), journal: whole).apply()
        _ = try await Transaction(Self.plan, on: machine, journal: MemoryJournal())
            .rollBack(await whole.entries, because: .asked)
        #expect(await machine.states == Self.before)
        #expect(await machine.running == [.fail2ban])
        #expect(await machine.seen == [a, port])
    }

    @Test func `what was not running is not started`() async throws {
        let machine = MemoryMachine(Self.before)
        let journal = MemoryJournal()
        let transaction = Transaction(Self.plan, on: machine, journal: journal)
        try await transaction.apply()
        _ = try await transaction.rollBack(await journal.entries, because: .asked)
        #expect(await machine.running.isEmpty)
    }

    @Test func `a confirmation that crashed is finished`() async throws {
        for room in 0...3 {
            let machine = MemoryMachine(Self.before)
            try await Transaction(Self.plan, on: machine, journal: MemoryJournal()).apply()
            _ = try? await Transaction(Self.plan, on: machine, journal: MemoryJournal(room: room)).close()
            try await Transaction(Self.plan, on: machine, journal: MemoryJournal()).close()
            #expect(await machine.states == Self.after)
        }
    }

    @Test func `a daemon that refuses stops the plan, and everything is put back`() async throws {
        let machine = MemoryMachine(Self.before, refusals: [.fail2ban])
        let journal = MemoryJournal()
        let transaction = Transaction(Self.plan, on: machine, journal: journal)
        await #expect(throws: TransactionError.self) { try await transaction.apply() }
        #expect(await machine.states[port] == .value("22"))
        _ = try await transaction.rollBack(await journal.entries, because: .failed("it failed"))
        #expect(await machine.states == Self.before)
        #expect(await machine.activations == [.fail2ban])
    }

    @Test func `leaves alone and names what somebody else changed since`() async throws {
        let machine = MemoryMachine(Self.before)
        let journal = MemoryJournal()
        let transaction = Transaction(Self.plan, on: machine, journal: journal)
        try await transaction.apply()
        await machine.put(.value("9"), at: a)
        let left = try await transaction.rollBack(await journal.entries, because: .asked)
        #expect(left.map(\.resource) == [a])
        #expect(await machine.states == Self.before.merging([a: .value("9")]) { $1 })
    }

    /// What somebody else's version of a file asks for is not taken from under it.
    @Test func `leaves alone what something that is left was worked out from`() async throws {
        let using = Change(
            .file("/c"),
            before: .absent,
            after: .file(.init([2], mode: 0o600)),
            because: [],
            premises: [.init(b, .absent)]
        )
        let plan = Plan(
            profile: "test",
            stages: [.init([Self.change(a), Self.change(b), using], activation: nil)]
        )
        for isChanged in [true, false] {
            let machine = MemoryMachine([a: .value("0")])
            let journal = MemoryJournal()
            let transaction = Transaction(plan, on: machine, journal: journal)
            try await transaction.apply()
            if isChanged { await machine.put(.file(.init([3], mode: 0o600)), at: using.resource) }
            let left = try await transaction.rollBack(await journal.entries, because: .asked)
            #expect(left.map(\.resource) == (isChanged ? [using.resource, b] : []))
            #expect(await machine.states[b] == (isChanged ? Self.after[b] : nil))
            #expect(await machine.states[a] == .value("0"))
        }
    }

    @Test func `containers are made anew by the daemon as it was`() async throws {
        let project = Activation.compose(.init(name: "claw", directory: "/opt/claw", files: []))
        let stages: [Plan.Stage] = [
            .init([Self.change(a)], activation: .docker), .init([Self.change(b)], activation: project),
            .init([Self.change(port)], activation: .sshd),
        ]
        for (stages, undone) in [
            (stages, [.sshd, .docker, project]), (Array(stages.dropFirst()), [.sshd, project]),
        ] as [([Plan.Stage], [Activation])] {
            let machine = MemoryMachine(Self.before)
            let journal = MemoryJournal()
            let transaction = Transaction(Plan(profile: "test", stages: stages), on: machine, journal: journal)
            try await transaction.apply()
            let applied = await machine.activations
            _ = try await transaction.rollBack(await journal.entries, because: .failed("test"))
            #expect(await Array(machine.activations.dropFirst(applied.count)) == undone)
            #expect(await machine.states == Self.before)
        }
    }

    @Test func `a project that nobody had before is gone before the daemon is as it was`() async throws {
        let file = Resource.file("/opt/claw/compose.yaml")
        let project = Activation.compose(
            .init(name: "claw", directory: "/opt/claw", files: [file.description], newService: "claw")
        )
        let new = Change(file, before: .absent, after: .value("1"), because: ["container.run-gateway"])
        let stages: [Plan.Stage] = [.init([Self.change(a)], activation: .docker), .init([new], activation: project)]
        let machine = MemoryMachine(Self.before)
        let journal = MemoryJournal()
        let transaction = Transaction(Plan(profile: "test", stages: stages), on: machine, journal: journal)
        try await transaction.apply()
        _ = try await transaction.rollBack(await journal.entries, because: .failed("test"))
        #expect(await machine.activations == [.docker, project, project, .docker])
        #expect(await machine.observe(file) == .state(.absent))
    }

    @Test func `what somebody else's file needs is not taken from under it, however often it was changed`() async throws
    {
        let user = Resource.file("/user")
        let changes = [
            Change(b, before: .absent, after: .value("1"), because: []),
            Change(user, before: .absent, after: .value("1"), because: [], premises: [.init(b, .absent)]),
            Change(b, before: .value("1"), after: .value("2"), because: []),
        ]
        let stages = changes.map { Plan.Stage([$0], activation: nil) }
        let machine = MemoryMachine(Self.before)
        let journal = MemoryJournal()
        let first = Transaction(Plan(profile: "test", stages: Array(stages.prefix(2))), on: machine, journal: journal)
        try await first.apply()
        let whole = Transaction(Plan(profile: "test", stages: stages), on: machine, journal: journal)
        try await whole.apply(from: 2)
        await machine.put(.value("mine"), at: user)
        let left = try await whole.rollBack(await journal.entries, because: .failed("test"))
        #expect(Set(left.map(\.resource)) == [user, b])
        #expect(await machine.observe(b) == .state(.value("2")))
        #expect(await machine.observe(user) == .state(.value("mine")))
    }

    @Test func `a parameter that a boot took from a file is put back, though nothing had put it yet`() async throws {
        let file = Resource.file("/etc/sysctl.d/60-nacre.conf")
        let stage = Plan.Stage(
            [Change(file, before: .absent, after: .value("a = 1"), because: []), Self.change(a)],
            activation: nil
        )
        for (now, then) in [("1", "0"), ("7", "7"), ("0", "0")] {
            let machine = MemoryMachine(Self.before)
            let journal = MemoryJournal()
            let transaction = Transaction(Plan(profile: "test", stages: [stage]), on: machine, journal: journal)
            await machine.put(.value("a = 1"), at: file)
            await machine.put(.value(now), at: a)
            let entries = [JournalEntry.putting(0), .put(0)]
            _ = try await transaction.rollBack(entries, because: .failed("the power was cut"), isAnotherBoot: true)
            #expect(await machine.observe(a) == .state(.value(then)))
        }
    }

    @Test func `goes on past what cannot be put back, and says so`() async throws {
        let journal = MemoryJournal()
        let machine = MemoryMachine(Self.before)
        try await Transaction(Self.plan, on: machine, journal: journal).apply()
        let blind = MemoryMachine(await machine.states, unreadable: [b: .failed("input/output error")])
        let error = await #expect(throws: RollbackError.self) {
            _ = try await Transaction(Self.plan, on: blind, journal: MemoryJournal())
                .rollBack(await journal.entries, because: .asked)
        }
        #expect(error?.failures.count == 1)
        #expect(await blind.states[a] == .value("0"))
    }

    @Test func `early in a boot daemons are not asked`() async throws {
        let journal = MemoryJournal()
        let machine = MemoryMachine(Self.before)
        try await Transaction(Self.plan, on: machine, journal: journal).apply()
        let early = MemoryMachine(await machine.states)
        let transaction = Transaction(Self.plan, on: early, journal: journal)
        _ = try await transaction.rollBack(await journal.entries, because: .failed("a boot"), daemonsRun: false) {
            if case .unit = $0 { false } else { true }
        }
        #expect(await early.activations.isEmpty)
        #expect(await early.states[a] == .value("0"))
        #expect(await early.states[unit] == Self.after[unit])
    }

    @Test func `closes in reverse, so that a daemon leaves a port before the firewall closes it`() async throws {
        let wall = Resource.file("/wall")
        let plan = Plan(
            profile: "test",
            stages: [
                .init(
                    [Change(wall, before: .absent, after: .value("2222"), interim: .value("22 2222"), because: [])],
                    activation: .firewall(.ufw)
                ),
                .init([Self.change(port, interim: .value("22 2222"))], activation: .sshd),
            ]
        )
        let machine = MemoryMachine([port: .value("22")])
        let journal = MemoryJournal()
        let transaction = Transaction(plan, on: machine, journal: journal)
        try await transaction.apply()
        try await transaction.close()
        #expect(await machine.activations == [.firewall(.ufw), .sshd, .sshd, .firewall(.ufw)])
        #expect(await journal.entries.suffix(3) == [.confirming, .closing(1), .closing(0)])
    }
}
