import Controls
import Documents
import Operations
import Reports
import Testing

@testable import Commands
@testable import Hardening

@Suite struct PlanTextTests {
    private static let many = ["firewall.a", "firewall.b", "firewall.c"]

    private func change(_ name: String, _ controls: [Control.ID]) -> Change {
        Change(
            .kernelParameter(name),
            before: .value("1"),
            after: .value("0"),
            because: controls
        )
    }

    private func lines(_ changes: [Change]) -> [String] {
        let plan = Plan(profile: "standalone", stages: [Plan.Stage(changes, activation: nil)])
        return PlanText(plan, .plain).text.split(separator: "\n").map(String.init)
            .filter { $0.hasPrefix("      for ") }
    }

    @Test func `controls that several changes of a layer share are named once`() {
        let shown = lines([
            change("a", Self.many), change("b", Self.many.reversed()), change("c", ["firewall.d"]),
            change("d", Self.many), change("e", ["firewall.d"]), change("f", ["firewall.d"]),
        ])
        #expect(
            shown == [
                "      for firewall.a, firewall.b, firewall.c", "      for the same 3 controls",
                "      for firewall.d", "      for the same 3 controls as a", "      for firewall.d",
                "      for the same control",
            ]
        )
    }

    @Test func `what a row holds is shown nowhere`() {
        let row = Row("/a.sqlite", table: "t", keyColumn: "k", key: "authProfiles.store", valueColumn: "v")
        let change = Change(
            .row(row),
            before: .row(RowContent("hidden-before")),
            after: .row(RowContent("hidden-after")),
            because: ["firewall.a"],
            summaries: ["the key of stand:default becomes a reference"]
        )
        let plan = Plan(profile: "standalone", stages: [Plan.Stage([change], activation: nil)])
        let shown = [
            PlanText(plan, .plain).text, PlanText(plan, .plain, showsDifferences: false).text, plan.output.document,
        ]
        for text in shown {
            #expect(!text.contains("hidden"))
            #expect(text.contains("authProfiles.store of t in /a.sqlite"))
            #expect(text.contains("the key of stand:default becomes a reference"))
        }
    }

    @Test func `another layer names its controls anew`() {
        let shown = lines([change("a", ["ssh.a", "firewall.a"]), change("b", ["firewall.a", "ssh.a"])])
        #expect(shown == ["      for ssh.a, firewall.a", "      for firewall.a, ssh.a"])
    }

    @Test func `what people and agents lose is said in words, and only that`() {
        let plan = Plan(
            profile: "standalone",
            stages: [Plan.Stage([change("a", ["ssh.restrict-root-login"])], activation: nil)]
        )
        let losing = plan.costs(by: ControlList.controls(for: .standalone))
        let text = PlanText(plan, .plain, losing: losing).text
        #expect(text.contains("What stops working\n  Works now, and no longer afterwards:\n    - logins of root\n"))
        #expect(!text.contains("/restart"))
    }

    @Test func `a plan counts what the audit counts, and what may turn out needless`() {
        let deferred = [Plan.Deferred(resource: .unit("a.service"), package: "a", because: ["ssh.b"], summaries: [])]
        let plan = Plan(
            profile: "standalone",
            stages: [Plan.Stage([change("a", ["ssh.a"])], activation: nil)],
            deferred: deferred
        )
        let text = PlanText(plan, .plain, findings: Findings(ours: 5, all: 7)).text
        #expect(
            text.split(separator: "\n").prefix(2).joined(separator: " ")
                == "2 changes (1 of them made only where they are needed once a package is there) for 5 of the 7 findings · profile standalone"
        )
        let all = PlanText(Plan(profile: "p", stages: plan.stages), .plain, findings: Findings(ours: 1, all: 1)).text
        #expect(all.hasPrefix("1 change for all 1 finding · profile p\n"))
    }

    @Test func `what the changes put right by themselves is not said to be left to anybody, unless there are none`() {
        let advice = [
            Plan.Advice(control: "chains.a", text: "It goes with the others.", isFollowing: true),
            Plan.Advice(control: "ssh.b", text: "Do it."), Plan.Advice(control: "ssh.b", text: "Do that as well."),
        ]
        let stages = [Plan.Stage([change("a", ["ssh.a"])], activation: nil)]
        let text = PlanText(Plan(profile: "p", stages: stages, advice: advice), .plain).text
        #expect(text.contains("Put right by the changes above (1)\n\n  chains.a\n"))
        #expect(text.contains("Left to you (1)\n\n  ssh.b\n"))
        let empty = PlanText(Plan(profile: "p", stages: [], advice: advice), .plain).text
        #expect(empty.contains("Left to you (2)") && !empty.contains("Put right"))
    }

    @Test func `what is left to a person is not said to be unknown beside it`() {
        let advice = [Plan.Advice(control: "kernel.a", text: "Only the host can change it.")]
        let plan = Plan(profile: "standalone", stages: [], advice: advice)
        let text = PlanText(plan, .plain, unknown: ["kernel.a", "kernel.b"]).text
        #expect(text.contains("Unknown (1)") && text.contains("kernel.b"))
    }

    @Test func `what could not be determined is named, and a plan of nothing does not claim that all is well`() {
        let empty = Plan(profile: "standalone", stages: [])
        #expect(PlanText(empty, .plain).text.hasPrefix("No changes needed.\n"))
        let text = PlanText(empty, .plain, unknown: ["proxy.speak-current-tls"]).text
        #expect(text.hasPrefix("No changes needed for what could be judged.\n"))
        #expect(text.contains("Unknown (1)"))
        #expect(text.contains("  proxy.speak-current-tls"))
    }

    @Test func `a plan of nothing but advice does not say that all is in place`() {
        let advice = Plan.Advice(control: "secrets.keep-mode-strict", text: "Do it by hand.")
        let plan = Plan(profile: "standalone", stages: [], advice: [advice])
        for unknown in [[], ["proxy.speak-current-tls"]] {
            let text = PlanText(plan, .plain, unknown: unknown).text
            #expect(text.hasPrefix("No changes possible yet: 1 control needs you first.\n"))
        }
    }

    @Test func `a gateway that was started by hand is left to its owner, and that is said before`() {
        func said(unit: String?) -> String {
            let gateway = Activation.Gateway(
                unit: unit,
                configuration: "/home/claw/.openclaw/openclaw.json",
                port: 18789
            )
            let stage = Plan.Stage([change("a", ["openclaw.a"])], activation: .gateway(gateway))
            return PlanText(Plan(profile: "standalone", stages: [stage]), .plain).text
        }
        #expect(said(unit: nil).contains("you have to start it anew"))
        #expect(!said(unit: "openclaw-gateway.service").contains("you have to start it anew"))
    }

    @Test func `a gateway that does not run is not said to work by part of anything`() {
        let gateway = Activation.Gateway(configuration: "/home/claw/.openclaw/openclaw.json", port: 18789)
        let stage = Plan.Stage([change("a", ["openclaw.a"])], activation: .gateway(gateway))
        let plan = Plan(profile: "standalone", stages: [stage])
        #expect(!PlanText(plan, .plain, idlePorts: [18789]).text.contains("started by hand"))
        #expect(PlanText(plan, .plain, idlePorts: [443]).text.contains("started by hand"))
    }

    @Test func `the port that SSH moves away from is spoken of where it moves`() {
        func said(_ interim: State?) -> String {
            let text = { (text: String) in State.file(.init(Array(text.utf8), mode: 0o644)) }
            let move = Change(
                .file("/etc/ssh/sshd_config.d/00-nacre.conf"),
                before: text("Port 22\n"),
                after: text("Port 2222\n"),
                interim: interim,
                because: ["ssh.a"]
            )
            let plan = Plan(profile: "standalone", stages: [Plan.Stage([move], activation: .sshd)])
            return PlanText(plan, .plain, closing: ["8080/tcp: node"]).text
        }
        #expect(said(nil).contains("They close at once."))
        #expect(!said(nil).contains("SSH moves away"))
        #expect(
            said(.file(.init([1], mode: 0o644))).contains("The port that SSH moves away from closes when you confirm")
        )
    }

    @Test func `a kernel parameter is shown once, at its line of the file`() {
        let file = Change(
            .file("/etc/sysctl.d/zz-nacre.conf"),
            before: .absent,
            after: .file(.init(Array("a.b = 0\n-a.c = 0\n".utf8), mode: 0o644)),
            because: ["kernel.a"]
        )
        let changes = [file, change("a.b", ["kernel.a"]), change("a.c", ["kernel.a"]), change("a.d", ["kernel.a"])]
        let text = PlanText(Plan(profile: "standalone", stages: [Plan.Stage(changes, activation: .sysctl)]), .plain)
            .text
        #expect(text.contains("+ a.b = 0  (now 1)\n") && text.contains("+ -a.c = 0  (now 1)\n"))
        #expect(text.contains("  ~ 2 kernel parameters at once too, as the file for the next boot has them\n"))
        #expect(text.split(separator: "a.b").count == 2, "\(text)")
        #expect(text.contains("~ a.d  1 → 0"))
    }

    @Test func `a line for each change is what is shown first, and kernel parameters are counted`() {
        let changes = (0..<5).map { change("net.p\($0)", ["kernel.a"]) } + [change("ssh", ["ssh.a"])]
        let plan = Plan(profile: "standalone", stages: [Plan.Stage(changes, activation: .fail2ban)])
        let text = PlanText(plan, .plain, showsDifferences: false).text
        #expect(text.contains("5 kernel parameters, now and after every boot"))
        #expect(!text.contains("for kernel.a"))
        #expect(text.contains("Interrupted for a while:\n    - fail2ban: restarted; bans stay\n"))
        #expect(text.hasSuffix("Every change whole: sudo nacre plan --diff\n"))
    }

    @Test func `a plan that ends nothing says so`() {
        let plan = Plan(profile: "standalone", stages: [Plan.Stage([change("a", ["kernel.a"])], activation: .sysctl)])
        #expect(PlanText(plan, .plain).text.contains("What stops working\n  Nothing that is known of.\n"))
    }

    @Test(arguments: [(3, true), (4, false)])
    func `few things that are left are told whole, more by their first sentence`(_ count: Int, _ isWhole: Bool) {
        let advice = (0..<count).map {
            Plan.Advice(control: "ssh.a\($0)", text: "Only you know it \($0). By hand: do this.")
        }
        let stage = Plan.Stage([change("a", ["kernel.a"])], activation: nil)
        let plan = Plan(profile: "standalone", stages: [stage], advice: advice)
        let text = PlanText(plan, .plain, showsDifferences: false).text
        #expect(text.contains("By hand: do this.") == isWhole)
        #expect(text.contains("Only you know it 0 (ssh.a0)") != isWhole)
        // What keeps a plan from being one is told whole.
        let empty = PlanText(Plan(profile: "standalone", stages: [], advice: advice), .plain, showsDifferences: false)
        #expect(empty.text.contains("By hand: do this."))
    }
}
