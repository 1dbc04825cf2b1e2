import Hardening
import Testing

@testable import Operations

/// Taking back what was confirmed.
@Suite struct RevertTests {
    private func undo(_ bench: Bench, atOnce isAtOnce: Bool = false) async throws {
        try await bench.hardener().rollBack(from: nil, atOnce: isAtOnce, within: 300, begins: { _ in }, tell: { _ in })
    }

    @Test func `it waits for a confirmation, and is in force again without one`() async throws {
        let bench = try await Bench.confirmed()
        try await undo(bench)
        #expect(await bench.states == Bench.open)
        #expect(bench.store.all().map(\.progress) == [.confirmed, .unconfirmed])
        #expect(bench.store.all()[1].profile == .standalone)
        bench.clock.advance(seconds: 300)
        _ = try await bench.hardener().settle(at: .running)
        #expect(await bench.states == Bench.hardened)
        #expect(bench.store.all().map(\.progress) == [.confirmed, .rolledBack])
    }

    @Test func `a new login makes it stay undone, wherever that is cut off`() async throws {
        let bench = try await Bench.confirmed()
        try await undo(bench)
        await bench.login()
        let crashes = Crashes(of: bench)
        guard case .stays = try await bench.hardener().confirm() else {
            Issue.record("it does not stay")
            return
        }
        for crash in crashes.all {
            for occasion in [Occasion.beforeDaemons, .running] {
                let after = crash.bench()
                if occasion == .beforeDaemons { after.clock.reboot() }
                _ = try await after.hardener().settle(at: occasion)
                _ = try await after.hardener().settle(at: .running)
                #expect(await after.states == Bench.open, "\(crash.entries)")
                #expect(after.store.all().map(\.progress) == [.rolledBack, .rolledBack], "\(crash.entries)")
            }
        }
    }

    @Test(arguments: [("mine", true), ("22", false)])
    func `what it left because somebody had changed it is remembered, and nothing else`(
        _ text: String,
        _ isLeft: Bool
    ) async throws {
        let bench = try await Bench.confirmed()
        await bench.server.set(Bench.port, Bench.text(text))
        try await undo(bench)
        await bench.login()
        _ = try await bench.hardener().confirm()
        #expect(await bench.states[Bench.port] == Bench.text(text))
        let generation = bench.store.all()[0]
        let left = generation.entries.compactMap { entry -> Resource? in
            if case .left(let number, _) = entry { generation.plan.changes[number].resource } else { nil }
        }
        #expect(left == (isLeft ? [Bench.port] : []))
    }

    @Test func `for good, it is undone at once`() async throws {
        let bench = try await Bench.confirmed()
        try await undo(bench, atOnce: true)
        #expect(await bench.states == Bench.open)
        #expect(bench.store.all().map(\.progress) == [.rolledBack])
    }

    @Test func `what waits is undone at once, and the switch is armed before`() async throws {
        let bench = Bench()
        try await bench.apply()
        try await undo(bench)
        #expect(await bench.states == Bench.open)
        #expect(bench.store.all().map(\.progress) == [.rolledBack])
        #expect(bench.deadMansSwitch.calls == [.arm, .prove, .arm, .disarm])
    }

    @Test func `where taking back fails, it is in force again`() async throws {
        let bench = try await Bench.confirmed()
        await bench.server.breaks(Bench.port)
        await #expect(throws: Reapplied.self) { try await undo(bench) }
        #expect(await bench.states == Bench.hardened)
        #expect(bench.store.all().map(\.progress) == [.confirmed, .rolledBack])
    }

    @Test func `what was never there, or is gone, is refused`() async throws {
        let bench = Bench()
        let nothing = await #expect(throws: Refused.self) { try await undo(bench) }
        #expect(nothing?.why == .nothingToUndo)
        try await bench.apply()
        let other = await #expect(throws: Refused.self) {
            try await bench.hardener().rollBack(from: 7, atOnce: false, within: 1, begins: { _ in }, tell: { _ in })
        }
        #expect(other?.why == .noGeneration(7))
    }

    @Test func `nothing is undone below a newer one that cannot be read`() async throws {
        let bench = try await Bench.confirmed()
        bench.store.damage(
            DamagedGeneration(number: 2, why: "no key", progress: nil, isSettled: false, directory: "/d/2")
        )
        let refused = await #expect(throws: Refused.self) { try await undo(bench, atOnce: true) }
        guard case .newerIsDamaged(2, _) = refused?.why else {
            Issue.record("\(String(describing: refused?.why))")
            return
        }
        #expect(await bench.states == Bench.hardened)
    }
}
