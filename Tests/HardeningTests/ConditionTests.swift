import Catalog
import Hardening
import Testing

@Suite struct ConditionTests {
    private static let rules = Resource.facts(.firewallRules)
    private static let installed = Condition.exists(.facts(.openclaw), "OpenClaw is installed")
    private static let listening = Condition.any(.listeners, where: .listeningPort == 1, "something listens")

    private func verdict(_ condition: Condition, _ states: [Subject: State]) -> Finding.Verdict {
        let control = Control(
            .firewall,
            "close-it",
            title: "t",
            fault: "f",
            rationale: "r",
            severity: .critical,
            references: [],
            when: [condition],
            expects: [.none(.firewallRules, where: .reachable == true, "closed")],
            fix: .manual("by hand", because: "it is a test"),
            examples: []
        )
        var snapshot = Snapshot()
        snapshot[Self.rules] = .state(.records([Record("port", [.reachable: true])]))
        for (subject, state) in states { snapshot[.facts(subject)] = .state(state) }
        return control.audit(snapshot).verdict
    }

    @Test func `one of several is enough, and none of them is not`() {
        let either = Self.installed.or(Self.listening)
        let listener = State.records([Record("tcp", [.listeningPort: 1])])
        #expect(verdict(either, [.openclaw: .absent, .listeners: listener]) == .drifted)
        #expect(verdict(either, [.openclaw: .records([]), .listeners: .absent]) == .drifted)
        #expect(verdict(either, [.openclaw: .absent, .listeners: .records([])]) == .notApplicable)
    }

    @Test func `what cannot be told makes the control unknown, or has it asked where that is presumed`() {
        let either = Self.installed.or(Self.listening)
        #expect(verdict(either, [.openclaw: .absent]) == .unknown)
        #expect(verdict(either.presumed, [.openclaw: .absent]) == .drifted)
        #expect(verdict(either.presumed, [.openclaw: .absent, .listeners: .records([])]) == .notApplicable)
    }

    @Test func `a change belongs to the layer of most of its controls, of as many to that of the first`() {
        #expect(Change.layer(of: ["ssh.a", "kernel.a", "kernel.b"]) == .kernel)
        #expect(Change.layer(of: ["ssh.a", "kernel.a"]) == .ssh)
        #expect(Change.layer(of: []) == nil)
    }
}
