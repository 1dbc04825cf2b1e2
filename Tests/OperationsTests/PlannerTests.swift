import Hardening
import Testing

@testable import Operations

@Suite struct PlannerTests {
    private func draft(_ invariants: [Invariant] = [], blockers: [Resource: String] = [:]) async throws -> Draft {
        let rules = Rulebook(controls: { Bench.rules.controls($0) }, invariants: { _ in invariants })
        let server = MemoryServer(Bench.open, blockers: blockers)
        return try await Planner(Bench.order, on: server, clock: ManualClock(), rules: rules).draft()
    }

    @Test(arguments: [Bench.interim, Bench.hardened])
    func `what must stay true is asked of the state until the confirmation, and of the one after it`(
        _ refused: [Resource: State]
    ) async throws {
        let invariant = Invariant("keep-a", "a", resources: [Bench.port]) { _, future in
            future[Bench.port] == refused[Bench.port].map { .state($0) } ? "nobody could log in" : nil
        }
        let error = await #expect(throws: PlanErrors.self) { try await draft([invariant]) }
        #expect(error?.errors == [.breaks("keep-a", "nobody could log in")])
    }

    @Test(
        arguments: [
            (.records([]), [18789]), (.records([Record("tcp", [.listeningPort: 18789])]), []),
            (.records([Record("tcp", [.listeningPort: 22])]), [18789]),
        ] as [(State, Set<Int>)]
    )
    func `a gateway at whose port nothing listens does not run`(_ listeners: State, _ idle: Set<Int>) async {
        let server = MemoryServer([.facts(.listeners): listeners])
        let planner = Planner(Bench.order, on: server, clock: ManualClock(), rules: Bench.rules)
        let gateway = Activation.Gateway(configuration: "/home/claw/.openclaw/openclaw.json", port: 18789)
        let plan = Plan(profile: "standalone", stages: [Plan.Stage([], activation: .gateway(gateway))])
        #expect(await planner.idlePorts(plan) == idle)
    }

    @Test func `where somebody else decides what a path leads to, its control is left to a person`() async throws {
        let draft = try await draft(blockers: [Bench.port: "/etc is bob's"])
        #expect(draft.plan.changes.map(\.resource) == [Bench.parameter])
        #expect(draft.plan.advice.contains { $0.control == "ssh.set-port" && $0.text.contains("/etc is bob's") })
        // It was seen all the same, so that it counts as found, and as nobody's but a person's.
        #expect(draft.unknown == [])
        #expect(draft.findings == Findings(ours: 1, all: 2))
        #expect(try await self.draft().findings == Findings(ours: 2, all: 2))
    }
}
