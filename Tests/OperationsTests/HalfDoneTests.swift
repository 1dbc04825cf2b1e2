import Hardening
import Testing

@testable import Operations

@Suite struct HalfDoneTests {
    private func plan(changes: [Control.ID], advice: [Control.ID]) -> Plan {
        let change = Change(.kernelParameter("a"), before: .value("0"), after: .value("1"), because: changes)
        return Plan(
            profile: "standalone",
            stages: changes.isEmpty ? [] : [.init([change], activation: nil)],
            advice: advice.map { Plan.Advice(control: $0, text: "do the rest") }
        )
    }

    @Test func `only what a change and its own plan's advice speak of need not hold yet`() {
        #expect(plan(changes: ["proxy.a", "proxy.b"], advice: ["proxy.b", "ssh.c"]).halfDone == ["proxy.b"])
        #expect(plan(changes: [], advice: ["proxy.a"]).halfDone.isEmpty)
    }
}
