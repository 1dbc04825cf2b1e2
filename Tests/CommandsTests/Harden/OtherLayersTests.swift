import Hardening
import Testing

@testable import Commands

/// A gateway that does not come up keeps nothing from being hardened that needs no gateway.
@Suite struct OtherLayersTests {
    private static let gateway = Activation.gateway(.init(configuration: "/x/openclaw.json", port: 18789))

    private static func stage(_ control: String, _ activation: Activation?) -> Plan.Stage {
        let change = Change(
            .file("/etc/\(control)"),
            before: .absent,
            after: .file(State.File(Array("x".utf8), mode: 0o644)),
            because: [control]
        )
        return Plan.Stage([change], activation: activation)
    }

    private static let plan = Plan(
        profile: "test",
        stages: [
            stage("updates.install-daily", .apt), stage("openclaw.bind-locally", gateway), stage("firewall.drop", nil),
            stage("ssh.log-logins", .sshd),
        ]
    )

    @Test func `the command for the other layers is said`() {
        let hint = OtherLayers.hint(after: TransactionError.notActivated(Self.gateway, "no answer"), Self.plan)
        #expect(hint?.hasSuffix("sudo nacre apply --layer ssh --layer firewall --layer updates") == true)
    }

    @Test func `nothing is said where something else failed, or nothing else is left`() {
        #expect(OtherLayers.hint(after: TransactionError.notActivated(.sshd, "no"), Self.plan) == nil)
        let only = Plan(profile: "test", stages: [Self.plan.stages[1]])
        #expect(OtherLayers.hint(after: TransactionError.notActivated(Self.gateway, "no answer"), only) == nil)
    }
}
