import Hardening
import Testing

@testable import Operations

@Suite struct ApplyTests {
    @Test func `what is planned is put, and waits for the time that was asked for`() async throws {
        let bench = Bench()
        guard case .waits(let generation, let left) = try await bench.apply() else {
            Issue.record("it does not wait")
            return
        }
        #expect(await bench.states == Bench.interim && left.isEmpty)
        #expect(generation.progress == .unconfirmed)
        #expect(generation.about.deadline == bench.clock.seconds + 300)
        #expect(generation.about.applied == bench.clock.milliseconds)
        #expect(generation.about.ports == [Profile.standalone.ssh.port])
        #expect(generation.profile == .standalone)
    }

    @Test func `the switch is armed and tried before anything is put, and stays`() async throws {
        let bench = Bench()
        try await bench.apply()
        #expect(bench.deadMansSwitch.calls == [.arm, .prove])
        #expect(bench.deadMansSwitch.progress(at: .prove) == [.applying])
    }

    @Test(arguments: [RecordingSwitch.Call.arm, .prove])
    func `nothing is put where the switch does not work`(_ call: RecordingSwitch.Call) async throws {
        let bench = Bench()
        bench.deadMansSwitch.fail(call)
        await #expect(throws: NotBegun.self) { try await bench.apply() }
        #expect(await bench.server.puts.isEmpty)
        #expect(bench.store.unsettled() == nil && bench.store.all().map(\.progress) == [.rolledBack])
    }

    /// The kernel takes the value and goes on with its own.
    @Test func `what was put and does not hold afterwards is put back`() async throws {
        let bench = Bench()
        await bench.server.resist(Bench.parameter)
        guard case .undone(let undone) = try await bench.apply() else {
            Issue.record("nobody looked whether it holds")
            return
        }
        #expect("\(undone.cause)".contains("kernel.one was put in place and still does not hold"))
        #expect(await bench.states == Bench.open)
        #expect(bench.store.all().map(\.progress) == [.rolledBack])
        #expect(bench.deadMansSwitch.calls.last == .disarm)
    }

    @Test func `a step that fails puts everything back`() async throws {
        let bench = Bench()
        await bench.server.breaks(Bench.port)
        guard case .undone = try await bench.apply() else {
            Issue.record("it was applied")
            return
        }
        #expect(await bench.states == Bench.open)
        #expect(bench.store.all().map(\.progress) == [.rolledBack])
    }

    @Test func `where the journal cannot say that it is applied, it is put back`() async throws {
        let bench = Bench()
        bench.store.refuse(.applied)
        guard case .undone = try await bench.apply() else {
            Issue.record("it waits, and no journal says so")
            return
        }
        #expect(await bench.states == Bench.open)
    }

    @Test func `a second change waits for the first to be settled, and for who is at it`() async throws {
        let bench = Bench()
        try await bench.apply()
        await #expect(throws: Refused.self) { try await bench.apply() }
        let other = Bench()
        other.store.hold(by: ProcessIdentity(pid: 11, began: 2))
        await #expect(throws: StoreBusy.self) { try await other.apply() }
        #expect(await other.server.puts.isEmpty && other.store.all().isEmpty)
    }

    @Test func `for provisioning, it is kept at once, in its final state`() async throws {
        let bench = Bench()
        guard case .kept = try await bench.apply(keepingAtOnce: true) else {
            Issue.record("it is not kept")
            return
        }
        #expect(await bench.states == Bench.hardened)
        #expect(bench.store.all().map(\.progress) == [.confirmed])
        #expect(bench.deadMansSwitch.calls.last == .disarm)
    }

    @Test func `without a process that can be told from others, nothing begins`() async throws {
        let bench = Bench(clock: ManualClock(process: nil))
        await #expect(throws: Refused.self) { try await bench.apply() }
        #expect(await bench.server.puts.isEmpty && bench.store.all().isEmpty)
    }
}
