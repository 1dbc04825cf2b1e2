import Catalog
import Hardening
import MachineTesting
import Testing

@Suite struct UnknownTests {
    private static let profile = Profile.standalone

    @Test func `a condition of which nobody knows whether it holds makes the verdict unknown`() {
        let control = Control(
            .container,
            "limit-logs",
            title: "Logs are bounded",
            fault: "Logs are not bounded",
            rationale: "The disk is full.",
            severity: .low,
            references: [],
            when: [.any(.containers, where: .runsAsRoot == true, "a container runs as root")],
            expects: [.none(.containers, where: .logsAreLimited == false, "bounded")],
            fix: .manual("logging:", because: "It is yours."),
            examples: []
        )
        func verdict(_ runsAsRoot: Value) -> Finding.Verdict {
            let record = Record("one", [.runsAsRoot: runsAsRoot, .logsAreLimited: true])
            return control.audit(Snapshot([.facts(.containers): .state(.records([record]))])).verdict
        }
        #expect(verdict(true) == .compliant && verdict(false) == .notApplicable)
        #expect(verdict(.unknown(.notRunning("no daemon"))) == .unknown)
    }

    @Test func `what is made from a file that cannot be read is left to a person`() throws {
        let (source, file) = (Resource.file("/etc/from"), Resource.file("/etc/to"))
        let control = Control(
            .kernel,
            "one",
            title: "it is copied",
            fault: "it is not copied",
            rationale: "",
            severity: .low,
            references: [],
            expects: [Requirement(file, "it is copied") { _ in .value("copied") }],
            fix: .put(
                byHand: "cp",
                [Amendment(file, "copied", reading: [source]) { state, _ in state == .absent ? .value("x") : state }]
            ),
            examples: []
        )
        let snapshot = Snapshot([file: .state(.absent), source: .unreadable(.notPermitted("permission denied"))])
        let plan = try Plan(profile: "test", Demands([control], Self.profile, on: snapshot), on: snapshot)
        #expect(plan.isEmpty && plan.advice.map(\.control) == ["kernel.one"])
        #expect(plan.advice.first?.text.contains("permission denied") == true)
    }

    @Test func `what logins wait for is never left out, whosever the file is`() async {
        let (before, after) = (Self.file("22"), Self.file("2222"))
        let machine = MemoryMachine([:])
        let resource = Resource.file("/home/bob/x")
        let plain = Change(resource, before: before, after: after, because: [])
        let waiting = Change(resource, before: before, after: after, interim: Self.file("both"), because: [])
        #expect(await machine.mayLeave(plain, at: resource))
        #expect(await !machine.mayLeave(waiting, at: resource))
    }

    private static func file(_ text: String) -> State {
        .file(.init(Array(text.utf8), mode: 0o600, owner: 1001, group: 1001))
    }

    @Test func `a lapse that was not accepted is still one after the next change`() {
        let earlier = Baseline(taken: 1, verdicts: ["ssh.a": .compliant, "ssh.b": .compliant, "ssh.c": .drifted])
        let later = Baseline(taken: 2, verdicts: ["ssh.a": .drifted, "ssh.b": .notApplicable, "ssh.c": .compliant])
        let carried = later.carrying(earlier)
        #expect(carried.verdicts == ["ssh.a": .compliant, "ssh.b": .notApplicable, "ssh.c": .compliant])
        #expect(carried.taken == 2)
    }
}
