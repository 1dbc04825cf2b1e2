import Catalog
import Hardening
import Testing

@testable import Operations

@Suite struct ConfirmTests {
    @Test func `a new login keeps it, in its final state, and the switch goes after the journal says so`() async throws
    {
        let bench = Bench()
        try await bench.apply()
        await bench.login()
        guard case .stays = try await bench.hardener().confirm() else {
            Issue.record("it does not stay")
            return
        }
        #expect(await bench.states == Bench.hardened)
        #expect(bench.store.all().map(\.progress) == [.confirmed])
        #expect(bench.deadMansSwitch.progress(at: .disarm) == [.confirmed])
        #expect(bench.store.content.baselines[1]?.verdicts["ssh.set-port"] == .compliant)
    }

    @Test func `the login that applied it does not, and nothing changes`() async throws {
        let bench = Bench()
        await bench.login()
        try await bench.apply()
        let error = await #expect(throws: Refused.self) { try await bench.hardener().confirm() }
        #expect(error?.why == .login(.beganBefore, hasSSH: true))
        #expect(await bench.states == Bench.interim)
        #expect(bench.store.unsettled()?.progress == .unconfirmed)
        #expect(!bench.deadMansSwitch.calls.contains(.disarm))
    }

    /// sshd says that it listens on the new port alone, and does not.
    @Test func `a final state that does not hold puts everything back`() async throws {
        let bench = Bench()
        try await bench.apply()
        await bench.login()
        await bench.server.resist(Bench.port)
        bench.store.afterRecord { entry in
            // Only its final state is not taken.
            if case .rollingBack = entry { await bench.server.mend() }
        }
        guard case .undone(let undone) = try await bench.hardener().confirm() else {
            Issue.record("it stays, and does not hold")
            return
        }
        #expect("\(undone.cause)".contains("ssh.set-port"))
        #expect(await bench.states == Bench.open)
        #expect(bench.store.all().map(\.progress) == [.rolledBack])
    }

    @Test func `where the journal cannot say that it is confirmed, everything is put back`() async throws {
        let bench = Bench()
        try await bench.apply()
        await bench.login()
        bench.store.refuse(.confirmed)
        guard case .undone = try await bench.hardener().confirm() else {
            Issue.record("it stays, and no journal says so")
            return
        }
        #expect(await bench.states == Bench.open)
    }

    @Test func `a switch that does not go leaves what was confirmed in force, and is said`() async throws {
        let bench = Bench()
        try await bench.apply()
        await bench.login()
        bench.deadMansSwitch.fail(.disarm)
        await #expect(throws: SwitchStays.self) { try await bench.hardener().confirm() }
        #expect(await bench.states == Bench.hardened)
        #expect(bench.store.all().map(\.progress) == [.confirmed])
        #expect(bench.store.content.baselines[1] != nil)
        bench.deadMansSwitch.fail(nil)
        #expect(try await bench.hardener().settle(at: .running) == nil)
        #expect(bench.deadMansSwitch.calls.last == .disarm)
    }

    @Test func `it is confirmed by what was applied, whatever became of the profile's file`() async throws {
        let bench = Bench()
        try await bench.apply()
        await bench.login()
        let hardener = bench.hardener { name in throw MemoryServer.Broken(description: "no file \(name)") }
        guard case .stays = try await hardener.confirm() else {
            Issue.record("it does not stay")
            return
        }
        #expect(await bench.states == Bench.hardened)
    }

    @Test func `a confirmation that was cut off anywhere is finished, also in another boot`() async throws {
        let bench = Bench()
        try await bench.apply()
        await bench.login()
        let crashes = Crashes(of: bench)
        _ = try await bench.hardener().confirm()
        let confirming = crashes.all.filter { $0.content.generations[1]?.entries.contains(.confirming) == true }
        #expect(confirming.count > 2)
        for isAnotherBoot in [false, true] {
            for crash in confirming {
                let after = crash.bench()
                if isAnotherBoot { after.clock.reboot() }
                _ = try await after.hardener().settle(at: .beforeDaemons)
                _ = try await after.hardener().settle(at: .running)
                #expect(await after.states == Bench.hardened, "\(crash.entries)")
                #expect(after.store.all().map(\.progress) == [.confirmed], "\(crash.entries)")
            }
        }
    }
}
