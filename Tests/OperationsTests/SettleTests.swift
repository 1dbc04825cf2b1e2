import Hardening
import Testing

@testable import Operations

/// What the switch does, whatever became of whoever applied.
@Suite struct SettleTests {
    @Test func `nothing is done before the deadline, and everything is put back at it`() async throws {
        let bench = Bench()
        try await bench.apply()
        bench.clock.advance(seconds: 299)
        #expect(try await bench.hardener().settle(at: .running) == nil)
        #expect(await bench.states == Bench.interim)
        #expect(bench.store.content.answered == [1])
        bench.clock.advance(seconds: 1)
        guard case .undone(_, let reason, let left) = try await bench.hardener().settle(at: .running) else {
            Issue.record("it is still there")
            return
        }
        #expect(reason == .notConfirmed && left.isEmpty)
        #expect(await bench.states == Bench.open)
    }

    @Test func `what is put back is recorded as done, before the switch goes`() async throws {
        let bench = Bench()
        try await bench.apply()
        bench.clock.advance(seconds: 300)
        _ = try await bench.hardener().settle(at: .running)
        #expect(bench.store.all().map(\.progress) == [.rolledBack])
        #expect(bench.store.all()[0].entries.last == .rolledBack)
        #expect(bench.deadMansSwitch.progress(at: .disarm) == [.rolledBack])
        #expect(try await bench.hardener().settle(at: .running) == nil, "nothing is left to do")
    }

    @Test func `what cannot be put back yet leaves the switch armed, and is tried again`() async throws {
        let bench = Bench()
        try await bench.apply()
        bench.clock.advance(seconds: 300)
        await bench.server.breaks(Bench.parameter)
        await #expect(throws: RollbackError.self) { try await bench.hardener().settle(at: .running) }
        #expect(!bench.deadMansSwitch.calls.contains(.disarm))
        #expect(bench.store.unsettled()?.progress == .rollingBack)
        await bench.server.mend()
        _ = try await bench.hardener().settle(at: .running)
        #expect(await bench.states == Bench.open)
        #expect(bench.store.all().map(\.progress) == [.rolledBack])
        #expect(bench.deadMansSwitch.calls.last == .disarm)
    }

    @Test func `a crash after any entry of applying is put back, and after a boot as well`() async throws {
        let bench = Bench()
        let crashes = Crashes(of: bench)
        try await bench.apply()
        #expect(crashes.all.count > 5)
        for isAnotherBoot in [false, true] {
            for crash in crashes.all {
                let after = crash.bench()
                if isAnotherBoot {
                    after.clock.reboot()
                    // The kernel begins anew.
                    await after.server.set(Bench.parameter, .value("0"))
                    _ = try await after.hardener().settle(at: .beforeDaemons)
                    #expect(await after.states[Bench.port] == Bench.open[Bench.port], "\(crash.entries)")
                } else {
                    after.clock.advance(seconds: 300)
                }
                _ = try await after.hardener().settle(at: .running)
                #expect(await after.states == Bench.open, "\(crash.entries)")
                #expect(after.store.all().map(\.progress) == [.rolledBack], "\(crash.entries)")
            }
        }
    }

    @Test func `a crash after any entry of putting back goes on from there`() async throws {
        let bench = Bench()
        try await bench.apply()
        bench.clock.advance(seconds: 300)
        let crashes = Crashes(of: bench)
        _ = try await bench.hardener().settle(at: .running)
        for crash in crashes.all {
            let after = crash.bench()
            _ = try await after.hardener().settle(at: .running)
            #expect(await after.states == Bench.open, "\(crash.entries)")
            #expect(after.store.all().map(\.progress) == [.rolledBack], "\(crash.entries)")
        }
    }

    @Test func `who has the lock at the deadline is ended, and what it confirmed in time stays`() async throws {
        let bench = Bench()
        try await bench.apply()
        let other = ProcessIdentity(pid: 11, began: 2)
        bench.store.hold(by: other)
        bench.clock.advance(seconds: 299)
        #expect(try await bench.hardener().settle(at: .running) == nil)
        bench.clock.advance(seconds: 1)
        let confirmed = Bench(await bench.states, store: bench.store.content, clock: bench.clock)
        confirmed.store.hold(by: other)
        let generation = try #require(confirmed.store.unsettled())
        let entries = generation.entries + [.confirming, .confirmed]
        let settled = Generation(number: 1, about: generation.about, plan: generation.plan, entries: entries)
        confirmed.store.whenEvicted { [store = confirmed.store] in store.replace(settled) }
        #expect(try await confirmed.hardener().settle(at: .running) == nil)
        #expect(await confirmed.states == Bench.interim && confirmed.store.all()[0].progress == .confirmed)
        guard case .undone = try await bench.hardener().settle(at: .running) else {
            Issue.record("whoever holds the lock keeps it from being undone")
            return
        }
        #expect(await bench.states == Bench.open)
    }

    @Test func `what somebody is at is left to them`() async throws {
        let bench = Bench()
        try await bench.apply()
        try await bench.store.append(.confirming, to: 1)
        bench.store.hold(by: ProcessIdentity(pid: 11, began: 2))
        #expect(try await bench.hardener().settle(at: .running) == nil)
        #expect(bench.store.all()[0].entries.last == .confirming)
    }

    @Test func `where nothing waits, the switch goes, but not before daemons run`() async throws {
        let bench = Bench()
        #expect(try await bench.hardener().settle(at: .beforeDaemons) == nil)
        #expect(bench.deadMansSwitch.calls.isEmpty)
        #expect(try await bench.hardener().settle(at: .running) == nil)
        #expect(bench.deadMansSwitch.calls == [.disarm])
    }

    @Test func `what was lifted for a while is never confirmed, and ends by itself`() async throws {
        let bench = Bench()
        let hardener = bench.hardener()
        let draft = try await hardener.plan(Bench.order)
        _ = try await hardener.put(draft, by: Bench.order, within: 60, lifts: true)
        await bench.login()
        let error = await #expect(throws: Refused.self) { try await hardener.confirm() }
        #expect(error?.why == .onlyLifts)
        bench.clock.advance(seconds: 60)
        guard case .undone(_, .timeOver, _) = try await hardener.settle(at: .running) else {
            Issue.record("it stays lifted")
            return
        }
        #expect(await bench.states == Bench.open)
    }
}
