import Controls
import Hardening

/// What people and agents can do now and no longer can once a plan is in place, by the control that asks for it.
///
/// The difference of a file shows the setting; only whoever knows the program knows what ends with it.
enum PlanLosses {
    private static let words: [(Control.ID, String)] = [
        ("ssh.disable-password-login", "logins with a password alone: every account needs a key"),
        ("ssh.restrict-root-login", "logins of root"),
        ("ssh.disable-agent-forwarding", "forwarding of your SSH agent (ssh -A)"),
        ("ssh.disable-x11-forwarding", "programs with windows over SSH (ssh -X)"),
        ("ssh.limit-tcp-forwarding", "tunnels from the server to you (ssh -R)"),
        ("firewall.block-smtp-from-host", "mail that the server sends (ports 25, 465, 587; firewall.blockedEgress)"),
        ("firewall.block-smtp-from-containers", "mail that agents in containers send (ports 25, 465, 587)"),
        ("firewall.block-irc-from-host", "connections of the server to IRC (ports 6660 to 6669, 6697, 7000)"),
        (
            "firewall.block-irc-from-containers",
            "an IRC channel of a gateway in a container (ports 6660 to 6669, 6697, 7000; firewall.blockedEgress)"
        ),
    ]

    /// The controls with which something ends.
    static var controls: [Control.ID] { words.map(\.0) }

    /// What the fixes themselves say of it; the same with every profile.
    private static let costs: [(Control.ID, String)] = {
        var seen: Set<Control.ID> = []
        let controls = Profile.builtIn.flatMap { Catalogue.controls(for: $0) }.filter { seen.insert($0.id).inserted }
        return controls.compactMap { control in control.fix.cost.map { (control.id, $0) } }
    }()

    /// In the order of the layers.
    static func words(of plan: Plan) -> [String] {
        let asking = Set(plan.changes.flatMap(\.because) + plan.deferred.flatMap(\.because))
        return (words + costs).filter { asking.contains($0.0) }.map(\.1)
    }
}
