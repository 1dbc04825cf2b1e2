import Catalog
import Hardening
import Testing

@testable import Operations

/// Which logins confirm.
@Suite struct LoginTests {
    private static func action(
        _ records: [Record],
        applied: Int? = 1000,
        ports: [Int] = [],
        entries: [JournalEntry] = [.applied],
        lifts: Bool? = nil,
        hasSSH: Bool = true
    ) -> Lifecycle.Action {
        var about = Generation.About(
            version: "1",
            profile: "test",
            created: 5,
            boot: "b",
            process: LifecycleTests.process,
            deadline: 60,
            ports: ports,
            lifts: lifts
        )
        about.applied = applied
        let plan = Plan(profile: "test", stages: [])
        let life = Lifecycle(Generation(number: 1, about: about, plan: plan, entries: entries))
        return life.handle(.login(.state(records.isEmpty ? .absent : .records(records)), hasSSH: hasSSH))
    }

    private static func refusal(_ objection: LoginObjection) -> Lifecycle.Action {
        .refuse(.login(objection, hasSSH: true))
    }

    @Test func `one that began after the change does, by a millisecond; one that applied it does not`() {
        #expect(Self.action([Bench.login(at: 1001, "b", 22)]) == .confirm)
        for began in [0, 999, 1000] {
            #expect(Self.action([Bench.login(at: began, "b", 22)]) == Self.refusal(.beganBefore))
        }
    }

    @Test func `one of another boot does not, whenever it began`() {
        #expect(Self.action([Bench.login(at: 9999, "c", 22)]) == Self.refusal(.restarted))
    }

    @Test func `one by a port that is about to be closed does not`() {
        #expect(Self.action([Bench.login(at: 2000, "b", 22)], ports: [2222]) == Self.refusal(.closedPort(.number(22))))
        #expect(Self.action([Bench.login(at: 2000, "b", 2222)], ports: [2222]) == .confirm)
    }

    @Test func `none does where it is not known when everything was applied`() {
        #expect(Self.action([Bench.login(at: 2000, "b", 22)], applied: nil) == Self.refusal(.notApplied))
    }

    @Test func `what is not known of it counts against it`() {
        var login = Bench.login(at: 2000, "b", 22)
        login[.comesFromItself] = .unknown(.missing("no ip"))
        #expect(Self.action([login]) == Self.refusal(.originUnknown(.unknown(.missing("no ip")))))
        login[.comesFromItself] = .text("loopback")
        #expect(Self.action([login]) == Self.refusal(.fromItself("loopback")))
        login[.beganAfterBoot] = .unknown(.missing("gone"))
        #expect(Self.action([login]) == Self.refusal(.beginUnknown(.unknown(.missing("gone")))))
        #expect(Self.action([]) == Self.refusal(.noLogin))
    }

    @Test func `none confirms what is not waiting, and none what was lifted for a while`() {
        let login = Bench.login(at: 2000, "b", 22)
        for (progress, entries) in LifecycleTests.journals where progress != .unconfirmed {
            #expect(Self.action([login], entries: entries) == .refuse(.nothingWaits))
        }
        #expect(Self.action([login], lifts: true) == .refuse(.onlyLifts))
    }

    @Test func `none does while nothing listens for SSH on the port that it moved to`() {
        let login = Bench.login(at: 2000, "b", 2222)
        let refused = Lifecycle.Action.refuse(.login(.sshIsGone(port: 2222), hasSSH: false))
        #expect(Self.action([login], ports: [2222], hasSSH: false) == refused)
    }
}
