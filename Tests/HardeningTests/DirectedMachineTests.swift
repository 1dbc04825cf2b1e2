import Hardening
import Testing

/// A machine on which others may have put another file in the place of the one that was changed.
private actor HeldMachine: MutableMachine {
    private(set) var state = State.permissions(.init(mode: 0o600, owner: 0, group: 0))
    private(set) var expected: [Expected?] = []
    private var now = Inode(device: 1, number: 1)
    private var why: String?

    func exchange() { now = Inode(device: 1, number: 2) }
    func renumberDevice() { now = Inode(device: 2, number: 1) }
    func refuse(_ why: String) { self.why = why }

    func observe(_ resource: Resource) -> Observation { .state(state) }
    func put(_ state: State, at resource: Resource) { self.state = state }
    func put(_ state: State, at resource: Resource, expecting expected: Expected?) {
        self.expected.append(expected)
        self.state = state
    }
    func put(_ state: State, ofPackages names: [String]) {}
    func activate(_ activation: Activation, isUndoing: Bool) {}
    func inode(of resource: Resource) -> Inode? { now }
    func refusal(of resource: Resource) -> String? { why }
}

private actor Nothing: Journal {
    func record(_ entry: JournalEntry) {}
}

/// Undoing goes by a directed machine: what guards a file when it is changed guards it then as well.
@Suite struct DirectedMachineTests {
    private static let change = Change(
        .permissions("/home/bob/.netrc"),
        before: .permissions(.init(mode: 0o644, owner: 0, group: 0)),
        after: .permissions(.init(mode: 0o600, owner: 0, group: 0)),
        because: []
    )

    private func undo(_ machine: HeldMachine, isReversed: Bool, devicesAreSame: Bool = true) async throws
        -> [String]
    {
        let plan = Plan(profile: "test", stages: [.init([Self.change], activation: nil)])
        let directed = DirectedMachine(machine, isReversed: isReversed)
        return try await Transaction(plan, on: directed, journal: Nothing())
            .rollBack(
                [.putting(0), .holding(0, Inode(device: 1, number: 1)), .put(0)],
                because: .failed("a test"),
                devicesAreSame: devicesAreSame
            )
            .map(\.why)
    }

    @Test(arguments: [false, true])
    func `another file in the place of the one that was changed is left as it is`(isReversed: Bool) async throws {
        let machine = HeldMachine()
        await machine.exchange()
        #expect(try await undo(machine, isReversed: isReversed).first?.contains("another file") == true)
        #expect(await machine.state == Self.change.after)
    }

    @Test(arguments: [false, true])
    func `after a boot, a device with another number makes it no other file`(isReversed: Bool) async throws {
        let machine = HeldMachine()
        await machine.renumberDevice()
        #expect(try await undo(machine, isReversed: isReversed).first?.contains("another file") == true)
        #expect(try await undo(machine, isReversed: isReversed, devicesAreSame: false) == [])
        #expect(await machine.state == Self.change.before)
        let other = HeldMachine()
        await other.exchange()
        #expect(try await undo(other, isReversed: isReversed, devicesAreSame: false).count == 1)
    }

    @Test(arguments: [false, true])
    func `nothing is put back where root would follow others`(isReversed: Bool) async throws {
        let machine = HeldMachine()
        await machine.refuse("a link of bob's")
        #expect(try await undo(machine, isReversed: isReversed) == ["a link of bob's"])
        #expect(await machine.state == Self.change.after)
    }

    @Test(arguments: [false, true])
    func `only the file that was looked at is put back`(isReversed: Bool) async throws {
        let machine = HeldMachine()
        #expect(try await undo(machine, isReversed: isReversed) == [])
        #expect(await machine.state == Self.change.before)
        #expect(await machine.expected.map { $0?.inode } == [Inode(device: 1, number: 1)])
    }
}
