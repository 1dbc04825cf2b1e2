import Catalog
import Hardening
import Testing

@testable import Operations

/// What old values bring back that no change was asked for.
@Suite struct ReopeningTests {
    private static func control(_ phrase: String, _ severity: Severity, _ layer: Layer, isFaulty: String) -> Control {
        Control(
            layer,
            phrase,
            title: phrase,
            fault: "not \(phrase)",
            rationale: "",
            severity: severity,
            references: [],
            expects: [
                Requirement(Bench.port, "it is another one") { state in
                    state == Bench.text(isFaulty) ? Bench.text("other") : state
                }
            ],
            fix: .manual("by hand", because: "It is yours."),
            examples: []
        )
    }

    private static let rules = Rulebook(
        controls: { profile in
            Bench.rules.controls(profile) + [
                control("guess-nothing", .critical, .openclaw, isFaulty: "22"),
                control("be-new", .critical, .openclaw, isFaulty: "2222"),
                control("be-tidy", .low, .openclaw, isFaulty: "22"), control("be-far", .critical, .ssh, isFaulty: "22"),
            ]
        },
        invariants: Bench.rules.invariants
    )

    private func told(_ bench: Bench) async throws -> [Control.ID] {
        let hardener = Hardener(
            host: bench.server,
            store: bench.store,
            deadMansSwitch: bench.deadMansSwitch,
            clock: bench.clock,
            rules: Self.rules,
            version: "1",
            profiles: { _ in .standalone }
        )
        var told: [Control.ID] = []
        try await hardener.rollBack(
            from: nil,
            atOnce: true,
            within: 300,
            begins: { back in
                #expect(back.unseen == nil)
                told = back.reopening.map(\.id)
            },
            tell: { _ in }
        )
        return told
    }

    @Test func `the severe ones of OpenClaw that hold now and then do not are told before anything is changed`()
        async throws
    {
        #expect(try await told(try await Bench.confirmed()) == ["openclaw.guess-nothing"])
    }

    @Test func `what waits is undone without a look at it`() async throws {
        let bench = Bench()
        try await bench.apply()
        #expect(try await told(bench) == [])
    }
}
