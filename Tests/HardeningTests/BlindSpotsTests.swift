import Catalog
import Hardening
import Testing

@Suite struct BlindSpotsTests {
    private static let control = Control(
        .container,
        "limit-logs",
        title: "Logs are bounded",
        fault: "Logs are not bounded",
        rationale: "The disk is full.",
        severity: .low,
        references: [],
        expects: [
            .none(.containers, where: .logsAreLimited == false, "bounded"),
            .none(.composeServices, where: .logsAreLimited == false, "bounded"),
        ],
        fix: .manual("logging:", because: "It is yours."),
        examples: []
    )

    private func snapshot(_ container: Value, _ services: [String: Value]) -> Snapshot {
        let records = services.sorted { $0.key < $1.key }.map { Record($0.key, [.logsAreLimited: $0.value]) }
        return Snapshot([
            .facts(.containers): .state(.records([Record("container gateway", [.logsAreLimited: container])])),
            .facts(.composeServices): .state(.records(records)),
        ])
    }

    private func failure(before: Snapshot, after: Snapshot) -> Evidence? {
        let outcome = Report.Outcome(Self.control, Self.control.audit(after))
        return BlindSpots([Self.control], on: before).failures(outcome).first
    }

    @Test func `what could not be determined before either is no failure of the change`() {
        let before = snapshot(false, ["cli": .unknown(.notStated("the daemon decides")), "gateway": false])
        #expect(Self.control.audit(before).verdict == .drifted)
        #expect(
            failure(before: before, after: snapshot(true, ["cli": .unknown(.notStated("no")), "gateway": true])) == nil
        )
        #expect(failure(before: before, after: snapshot(true, ["cli": true, "gateway": true])) == nil)
    }

    @Test func `what drifted before, or came since, must be told afterwards`() {
        let before = snapshot(false, ["cli": .unknown(.notStated("the daemon decides")), "gateway": false])
        for after in [
            snapshot(false, ["cli": .unknown(.notStated("no")), "gateway": true]),
            snapshot(.unknown(.missing("it went")), ["cli": .unknown(.notStated("no")), "gateway": true]),
            snapshot(true, ["cli": .unknown(.notStated("no")), "gateway": .unknown(.notStated("no"))]),
            snapshot(true, ["cli": false, "gateway": true]),
            snapshot(true, ["cli": .unknown(.notStated("no")), "gateway": true, "other": .unknown(.notStated("no"))]),
        ] {
            #expect(failure(before: before, after: after) != nil)
        }
        var hidden = snapshot(true, ["cli": .unknown(.notStated("no")), "gateway": true])
        hidden[.facts(.containers)] = .unreadable(.notRunning("the daemon does not answer"))
        #expect(failure(before: before, after: hidden)?.observed.contains("does not answer") == true)
    }

    @Test func `what could not be determined at first counts, and not what a change hid`() {
        let first = BlindSpots([Self.control], on: snapshot(false, ["gateway": false]))
        let second = BlindSpots([Self.control], on: snapshot(false, ["gateway": .unknown(.notStated("no"))]))
        let after = Report.Outcome(
            Self.control,
            Self.control.audit(snapshot(true, ["gateway": .unknown(.notStated("no"))]))
        )
        #expect(first.followed(by: second).failures(after).isEmpty == false)
        #expect(BlindSpots().followed(by: second).failures(after).isEmpty)
    }
}
