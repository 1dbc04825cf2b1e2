import Catalog
import Hardening
import Testing

@testable import Operations

@Suite struct DriftTests {
    @Test func `nothing drifted right after a confirmation`() async throws {
        let bench = try await Bench.confirmed()
        let drift = try await bench.hardener().drift()
        #expect(drift.isEmpty && drift.source == .same)
    }

    @Test func `what changed since is found, and its layer put in place again, by itself and for good`() async throws {
        let bench = try await Bench.confirmed()
        await bench.server.set(Bench.parameter, .value("0"))
        await bench.server.set(Bench.port, Bench.text("22"))
        let hardener = bench.hardener()
        let drift = try await hardener.drift()
        #expect(drift.lapses.map(\.outcome.entry.id) == ["kernel.one", "ssh.set-port"])
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

    @Test func `what a control finds more than at the confirmation is told, and what it found then is not`()
        async throws
    {
        let bench = try await Bench.confirmed()
        let users = { (names: [String]) in State.records(names.map { Record($0, [.runsAsRoot: true]) }) }
        await bench.server.set(Bench.containers, users(["one"]))
        #expect(try await bench.hardener().drift().lapses.map(\.outcome.entry.id) == ["container.not-as-root"])
        _ = try await bench.hardener().accept(try await bench.hardener().drift(), because: "ours")
        #expect(try await bench.hardener().drift().isEmpty)
        await bench.server.set(Bench.containers, users(["one", "two"]))
        let more = try await bench.hardener().drift().lapses
        #expect(more.map(\.before) == [.drifted] && more.flatMap(\.evidence).map(\.resource) == ["containers: two"])
        await bench.server.set(Bench.containers, .records([]))
        #expect(try await bench.hardener().drift().isEmpty)
    }

    @Test func `what was accepted is compared with from then on`() async throws {
        let bench = try await Bench.confirmed()
        await bench.server.set(Bench.port, Bench.text("2222\n# mine"))
        let drift = try await bench.hardener().drift()
        #expect(drift.alterations.count == 1)
        #expect(try await bench.hardener().accept(drift, because: "ours").isEmpty)
        #expect(try await bench.hardener().drift().isEmpty)
        await bench.server.set(Bench.port, Bench.text("2222\n# not mine"))
        #expect(try await bench.hardener().drift().alterations.map(\.change.resource) == [Bench.port])
    }

    @Test func `it compares with what was confirmed, and says what the profile says now`() async throws {
        let bench = try await Bench.confirmed()
        var other = Profile.standalone
        other.ssh.port = 4444
        let edited = other
        #expect(try await bench.hardener { _ in edited }.drift().source == .changed)
        let gone = bench.hardener { _ in throw MemoryServer.Broken(description: "no file") }
        #expect(try await gone.drift().source == .gone("no file"))
    }

    @Test func `a generation without its profile is compared by what its name says now`() async throws {
        let bench = try await Bench.confirmed()
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

    @Test func `what can no longer be determined has drifted as well`() async throws {
        let bench = try await Bench.confirmed()
        await bench.server.set(
            Bench.containers,
            .records([Record("one", [.runsAsRoot: .unknown(.notRunning("no daemon"))])])
        )
        let drift = try await bench.hardener().drift()
        #expect(drift.lapses.map(\.outcome.entry.id) == ["container.not-as-root"])
        #expect(drift.lapses.map(\.outcome.finding.verdict) == [.unknown])
    }
}
