import Hardening
import Rulesets

/// What is passed on for containers, guests and VPN peers, which no firewall may end unasked.
struct PassedOn {
    private let observation: Observation

    init(_ observation: Observation) { self.observation = observation }

    private var records: [Record] {
        if case .state(let state) = observation { state.records } else { [] }
    }

    /// Bridges of containers, whatever their names.
    var bridges: [String] { records.filter { $0[.interfaceKind] == "containers" }.map(\.name) }

    /// Tailscale has rules of its own for what it passes on, and is there on servers that pass nothing on.
    var ownAffair: [String] { records.map(\.name).filter { $0 == Self.tailscale } }

    private static let tailscale = "tailscale0"

    /// Why a firewall would cut somebody off, and what to say in the profile; nothing where it would not.
    func obstacle(_ profile: Profile) -> String? {
        if case .unreadable(let why) = observation {
            return "Which interfaces have containers, guests or VPN peers behind them could not be told, so a firewall "
                + "might cut them off: \(why)"
        }
        if let odd = bridges.first(where: { !FirewallPolicy.isInterfaceName($0) }) {
            return
                "Rules cannot name the bridge \"\(odd)\" of a Docker network, so its containers would be cut off. Give "
                + "the network another com.docker.network.bridge.name."
        }
        let passing = records.filter { $0[.passesOn] == true && $0.name != Self.tailscale }
        let named = profile.firewall.forwardedInterfaces
        let unnamed = passing.filter { !named.contains($0.name) }
        if !unnamed.isEmpty {
            let words = unnamed.map { "\($0.name) (\($0[.interfaceKind]), by \($0[.decidedBy]))" }
            return "What comes from VPN peers, guests or containers is passed on, and a firewall would end that: "
                + "\(words.joined(separator: "; ")). Where it is to stay, say so in the profile: firewall.forwardedInterfaces: "
                + "[\((named + unnamed.map(\.name)).joined(separator: ", "))], and the port of the VPN itself in "
                + "firewall.openUDPPorts or openPorts. Where not, take the interface down, and plan again."
        }
        // Other rules decide about interfaces that the profile names, and the policy is about to become a drop.
        let undecided = passing.filter { $0[.passesByPolicy] == true }
        guard profile.firewall.backend != .nftables, let first = undecided.first else { return nil }
        return
            "Packets from \(first.name) are passed on by nothing but the policy of the FORWARD chain, which a firewall "
            + "sets to DROP. Put a rule where \(first.name) is set up, such as PostUp in a WireGuard configuration: "
            + "iptables -A FORWARD -i \(first.name) -j ACCEPT; iptables -A FORWARD -o \(first.name) -j ACCEPT. Plan again "
            + "when it is there."
    }
}
