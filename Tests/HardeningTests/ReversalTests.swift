import Catalog
import Hardening
import MachineTesting
import Testing

@Suite struct ReversalTests {
    private static let port = Resource.file("/etc/ssh/port")
    private static let wall = Resource.file("/wall")
    private static let unit = Resource.unit("d.service")
    private static let older = Plan(
        profile: "test",
        stages: [
            .init(
                [Change(.package("ufw"), before: .absent, after: .package(.any), because: [])],
                activation: nil
            ),
            .init([Change(wall, before: .absent, after: .value("22"), because: [])], activation: .firewall(.ufw)),
            .init(
                [Change(port, before: .value("22"), after: .value("2222"), interim: .value("both"), because: [])],
                activation: .sshd
            ),
        ]
    )
    private static let newer = Plan(
        profile: "test",
        stages: [
            .init([Change(wall, before: .value("22"), after: .value("2222"), because: [])], activation: .firewall(.ufw))
        ]
    )
    private static let now: [Resource: State] = [
        port: .value("2222"), wall: .value("2222"), .package("ufw"): .package(.exact("1")),
    ]

    private actor Lines: Journal {
        private(set) var entries: [JournalEntry] = []
        func record(_ entry: JournalEntry) { entries.append(entry) }
    }

    @Test func `goes back to what was there before the oldest, and forth again, with packages where they are`()
        async throws
    {
        let machine = MemoryMachine(Self.now)
        let reversal = try await Reversal(of: [Self.newer, Self.older], on: machine) { _, _ in nil }
        #expect(reversal.left.isEmpty)
        let journal = Lines()
        let transaction = Transaction(
            reversal.plan,
            on: DirectedMachine(machine, isReversed: true),
            journal: journal
        )
        try await transaction.apply()
        #expect(await machine.states == [Self.port: .value("22"), .package("ufw"): .package(.exact("1"))])
        _ = try await transaction.rollBack(await journal.entries, because: .failed("nobody confirmed it"))
        #expect(await machine.states == Self.now)
    }

    /// A daemon that refuses what comes is asked when a reversal is undone, and not when it is made.
    @Test func `daemons are asked the other way`() async throws {
        let machine = MemoryMachine(Self.now, refusals: [.sshd, .firewall(.ufw)])
        let reversal = try await Reversal(of: [Self.older], on: machine) { _, _ in nil }
        let journal = Lines()
        let transaction = Transaction(reversal.plan, on: DirectedMachine(machine, isReversed: true), journal: journal)
        try await transaction.apply()
        await #expect(throws: RollbackError.self) {
            _ = try await transaction.rollBack(await journal.entries, because: .failed("nobody confirmed it"))
        }
    }

    @Test func `what somebody changed since is left and named, or put back in part`() async throws {
        let machine = MemoryMachine(Self.now.merging([Self.port: .value("2200")]) { $1 })
        let left = try await Reversal(of: [Self.older], on: machine) { _, _ in nil }
        #expect(left.left.map(\.resource) == [Self.port, Self.wall])
        #expect(left.plan.isEmpty)
        let part = try await Reversal(of: [Self.older], on: machine) { change, _ in
            change.resource == Self.port ? .init(.value("22 and theirs"), restored: ["a"], left: ["b"]) : nil
        }
        #expect(part.plan.changes.map(\.after) == [.value("22 and theirs")])
        #expect(part.left.count == 2)
    }

    @Test func `what is back already is not asked`() async throws {
        let machine = MemoryMachine([Self.port: .value("22")])
        #expect(try await Reversal(of: [Self.newer, Self.older], on: machine) { _, _ in nil }.plan.isEmpty)
    }

    @Test func `what cannot be read is no base for a plan`() async {
        let machine = MemoryMachine(Self.now, unreadable: [Self.wall: .failed("input/output error")])
        await #expect(throws: PlanErrors.self) { _ = try await Reversal(of: [Self.newer], on: machine) { _, _ in nil } }
    }
}
