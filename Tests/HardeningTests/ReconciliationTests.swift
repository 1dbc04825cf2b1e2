import Catalog
import Hardening
import MachineTesting
import Testing

/// What goes back of a file that somebody changed since: what is still as it was put.
@Suite struct ReconciliationTests {
    private static let path = Resource.file("/srv/claw/.env")
    private static let before = State.File([1], mode: 0o644, owner: 0, group: 0)
    private static let put = State.File([2], mode: 0o600, owner: 1000, group: 1000)
    private static let plan = Plan(
        profile: "test",
        stages: [
            .init([Change(path, before: .file(before), after: .file(put), because: ["a.b"])], activation: nil)
        ]
    )

    private static func file(_ bytes: [UInt8], _ mode: UInt16, _ owner: UInt32) -> State.File {
        State.File(bytes, mode: mode, owner: owner, group: owner)
    }

    /// What it holds now, and afterwards; none where it is left as it is.
    private static let cases: [(now: State.File, then: State.File?, words: [String])] = [
        (file([7], 0o600, 1000), file([7], 0o644, 0), ["its mode", "its owner", "stays: its content"]),
        (file([7], 0o640, 1000), file([7], 0o640, 0), ["its owner", "stays: its content"]),
        (file([7], 0o600, 33), file([7], 0o644, 33), ["its mode", "stays: its content"]),
        (file([7], 0o640, 33), nil, ["left as it is"]),
        // Who changed nothing but the mode wants the rest.
        (file([2], 0o640, 1000), nil, ["left as it is"]),
    ]

    @Test(arguments: cases.indices) func `mode and owner go, each unless it was changed as well`(_ index: Int)
        async throws
    {
        let (now, then, words) = Self.cases[index]
        let machine = MemoryMachine([Self.path: .file(now)])
        let reversal = try await Reversal(of: [Self.plan], on: machine) { _, _ in nil }
        #expect(reversal.plan.changes.map(\.after) == (then.map { [.file($0)] } ?? []))
        #expect(reversal.left.map(\.resource) == [Self.path])
        for one in words { #expect(reversal.left.first?.why.contains(one) == true, "\(reversal.left)") }
    }

    @Test(arguments: cases.indices) func `so they do where nobody confirmed it`(_ index: Int) async throws {
        let (now, then, words) = Self.cases[index]
        let machine = MemoryMachine([Self.path: .file(Self.before)])
        let journal = Entries()
        try await Transaction(Self.plan, on: machine, journal: journal).apply()
        await machine.put(.file(now), at: Self.path)
        let left = try await Transaction(Self.plan, on: machine, journal: Entries())
            .rollBack(await journal.entries, because: .asked)
        #expect(await machine.states[Self.path] == .file(then ?? now))
        for one in words { #expect(left.first?.why.contains(one) == true, "\(left)") }
    }

    @Test func `beside keys that go back, they do as well`() async throws {
        let now = Self.file([7], 0o600, 1000)
        let machine = MemoryMachine([Self.path: .file(now)])
        let reversal = try await Reversal(of: [Self.plan], on: machine) { _, state in
            .init(.file(Self.file([6], 0o600, 1000)), restored: (1...9).map { "key\($0)" }, left: ["theirs"])
        }
        #expect(reversal.plan.changes.map(\.after) == [.file(Self.file([6], 0o644, 0))])
        let why = try #require(reversal.left.first?.why)
        #expect(why.hasPrefix(Reconciliation.beginning + "key1, key2") && why.contains(" and 5 more; "), "\(why)")
        #expect(why.hasSuffix("stays: theirs"))
    }

    @Test(arguments: [
        (State.Permissions(mode: 0o700, owner: 33), State.Permissions(mode: 0o755, owner: 33) as State.Permissions?),
        (State.Permissions(mode: 0o750, owner: 1000), State.Permissions(mode: 0o750, owner: 0)),
        (State.Permissions(mode: 0o750, owner: 33), nil),
    ])
    func `of a directory what was not changed since goes back`(
        _ now: State.Permissions,
        _ then: State.Permissions?
    ) async throws {
        let place = Resource.permissions("/srv/claw")
        let change = Change(
            place,
            before: .permissions(.init(mode: 0o755, owner: 0)),
            after: .permissions(.init(mode: 0o700, owner: 1000)),
            because: []
        )
        let plan = Plan(profile: "test", stages: [.init([change], activation: nil)])
        let reversal = try await Reversal(of: [plan], on: MemoryMachine([place: .permissions(now)])) { _, _ in nil }
        #expect(reversal.plan.changes.map(\.after) == (then.map { [.permissions($0)] } ?? []))
    }
}

private actor Entries: Journal {
    private(set) var entries: [JournalEntry] = []
    func record(_ entry: JournalEntry) { entries.append(entry) }
}
