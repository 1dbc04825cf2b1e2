import Catalog
import Hardening
import Testing

@testable import Operations

/// What drifted and somebody lives with: exactly that, and nothing else.
@Suite struct DriftAcceptanceTests {
    private func accept(_ bench: Bench, _ names: String..., because reason: String = "ours") async throws {
        let hardener = bench.hardener()
        let drift = try await hardener.drift()
        _ = try await hardener.accept(names.isEmpty ? drift : drift.only(names.contains), because: reason)
    }

    @Test func `one of two is accepted, and the other goes on being named`() async throws {
        let bench = try await Bench.confirmed()
        await bench.server.set(Bench.parameter, .value("0"))
        await bench.server.set(Bench.port, Bench.text("2222\n# mine"))
        try await accept(bench, "/etc/port")
        let drift = try await bench.hardener().drift()
        #expect(drift.names == ["kernel.one", "ssh.set-port", "a.b"])
        #expect(try bench.hardener().acceptances().map(\.name) == ["/etc/port"])
    }

    @Test func `a control's finding is accepted as it is, and another at the same place is named again`() async throws {
        let bench = try await Bench.confirmed()
        await bench.server.set(Bench.parameter, .value("0"))
        try await accept(bench, "kernel.one", because: "a module needs it")
        #expect(try await bench.hardener().drift().names == ["a.b"])
        await bench.server.set(Bench.parameter, .value("2"))
        let drift = try await bench.hardener().drift()
        #expect(drift.names == ["kernel.one", "a.b"])
        let kept = try bench.hardener().acceptances()
        #expect(kept.map(\.name) == ["kernel.one"] && kept[0].acceptance?.reason == "a module needs it")
    }

    @Test func `what is accepted no longer is named again, as it was before`() async throws {
        let bench = try await Bench.confirmed()
        await bench.server.set(Bench.parameter, .value("0"))
        try await accept(bench, because: "first")
        try await accept(bench, "a.b", because: "second")
        #expect(try await bench.hardener().drift().isEmpty)
        try await bench.hardener().withdraw(["a.b"])
        #expect(try await bench.hardener().drift().names == ["a.b"])
        #expect(try bench.hardener().acceptances().map(\.name) == ["kernel.one"])
        try await bench.hardener().withdraw(["kernel.one"])
        #expect(try await bench.hardener().drift().names == ["kernel.one", "a.b"])
        await bench.server.set(Bench.parameter, .value("1"))
        #expect(try await bench.hardener().drift().isEmpty)
    }

    @Test func `what could not be determined is accepted as that, and not what then turns out to be wrong`()
        async throws
    {
        let bench = try await Bench.confirmed()
        await bench.server.set(
            Bench.containers,
            .records([Record("one", [.runsAsRoot: .unknown(.notStated("no word"))])])
        )
        #expect(try await bench.hardener().drift().names == ["container.not-as-root"])
        try await accept(bench)
        #expect(try await bench.hardener().drift().isEmpty)
        await bench.server.set(Bench.containers, .records([Record("one", [.runsAsRoot: true])]))
        #expect(try await bench.hardener().drift().names == ["container.not-as-root"])
    }

    @Test func `what a later change puts anew is not accepted any more in what stood in its place`() async throws {
        let bench = try await Bench.confirmed()
        await bench.server.set(Bench.parameter, .value("0"))
        try await accept(bench, "a.b")
        #expect(try await bench.hardener().drift().names == ["kernel.one"])
        try await bench.apply(keepingAtOnce: true)
        #expect(try bench.hardener().acceptances().isEmpty)
        await bench.server.set(Bench.parameter, .value("0"))
        #expect(try await bench.hardener().drift().names == ["kernel.one", "a.b"])
    }
}
