import Hardening
import Testing

@testable import Operations

@Suite struct DriftTests {
    private func confirmed() async throws -> Bench {
        let bench = Bench()
        try await bench.apply()
        await bench.login()
        _ = try await bench.hardener().confirm()
        return bench
    }

    @Test func `nothing drifted right after a confirmation`() async throws {
        let bench = try await confirmed()
        let drift = try await bench.hardener().drift()
        #expect(drift.isEmpty && drift.source == .same)
    }

    @Test func `what changed since is found, and its layer put in place again, by itself and for good`() async throws {
        let bench = try await confirmed()
        await bench.server.set(Bench.parameter, .value("0"))
        await bench.server.set(Bench.port, Bench.text("22"))
        let hardener = bench.hardener()
        let drift = try await hardener.drift()
        #expect(drift.lapses.map(\.entry.control.id) == ["kernel.one", "ssh.listen-on-agreed-port"])
        #expect(Set(drift.alterations.map(\.change.resource)) == [Bench.parameter, Bench.port])
        let outcome = try await hardener.reapply([.kernel], of: drift, shown: { _ in })
        guard case .kept = outcome else {
            Issue.record("\(String(describing: outcome))")
            return
        }
        #expect(await bench.states == [Bench.parameter: .value("1"), Bench.port: Bench.text("22")])
        #expect(bench.store.all().map(\.progress) == [.confirmed, .confirmed])
        #expect(bench.store.all()[1].about.profileSource == "/etc/own.yaml")
    }

    @Test func `it compares with what was confirmed, and says what the profile says now`() async throws {
        let bench = try await confirmed()
        var other = Profile.standalone
        other.ssh.port = 4444
        let edited = other
        #expect(try await bench.hardener { _ in edited }.drift().source == .changed)
        let gone = bench.hardener { _ in throw MemoryServer.Broken(description: "no file") }
        #expect(try await gone.drift().source == .gone("no file"))
    }

    @Test func `a generation without its profile is compared by what its name says now`() async throws {
        let bench = try await confirmed()
        let old = bench.store.all()[0]
        bench.store.replace(Generation(number: 1, about: old.about, plan: old.plan, entries: old.entries))
        #expect(try await bench.hardener().drift().source == .notKept)
        let gone = bench.hardener { _ in throw MemoryServer.Broken(description: "no file") }
        await #expect(throws: MemoryServer.Broken.self) { try await gone.drift() }
    }

    @Test func `there is nothing to compare with before a confirmation`() async throws {
        let bench = Bench()
        #expect(await #expect(throws: Refused.self) { try await bench.hardener().drift() }?.generation == nil)
        try await bench.apply()
        let waiting = await #expect(throws: Refused.self) { try await bench.hardener().drift() }
        #expect(waiting?.why == .nothingConfirmed && waiting?.generation?.number == 1)
    }
}
