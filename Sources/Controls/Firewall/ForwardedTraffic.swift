import Hardening
import Rulesets

/// What is forwarded for containers, guests and VPN peers, which no firewall may end unasked.
struct ForwardedTraffic {
    private let observation: Observation

    init(_ observation: Observation) { self.observation = observation }

    private var records: [Record] {
        if case .state(let state) = observation { state.records } else { [] }
    }

    /// Bridges of containers, whatever their names.
    var bridges: [String] { records.filter { $0[.interfaceKind] == "containers" }.map(\.name) }

    /// Tailscale has rules of its own for what it forwards, and is there on servers that forward nothing.
    var ownAffair: [String] { records.map(\.name).filter { $0 == Self.tailscale } }

    private static let tailscale = "tailscale0"

    /// Why a firewall would cut somebody off, and what to say in the profile; nothing where it would not.
    func blocker(_ profile: Profile) -> String? {
        if case .unreadable(let why) = observation {
            return "Which interfaces have containers, guests or VPN peers behind them could not be determined, so a "
                + "firewall might cut them off: \(why)"
        }
        if let odd = bridges.first(where: { !FirewallPolicy.isInterfaceName($0) }) {
            return
                "Rules cannot name the bridge \"\(odd)\" of a Docker network, so its containers would be cut off. Give "
                + "the network another com.docker.network.bridge.name."
        }
        if let uplink = records.first(where: { $0[.interfaceKind] == "uplink" })?.name {
            return
                "The bridge \(uplink) has containers behind it, or a name as if it had, and a default route or a public "
                + "address: a firewall would treat strangers who come over it as containers. Give the network of the "
                + "containers a bridge of its own, or \(uplink) a name that does not begin with br- or docker; plan again."
        }
        let passing = records.filter { $0[.passesOn] == true && $0.name != Self.tailscale }
        let named = profile.firewall.forwardedInterfaces
        let unnamed = passing.filter { !named.contains($0.name) }
        if !unnamed.isEmpty {
            let words = unnamed.map { "\($0.name) (\($0[.interfaceKind]), by \($0[.decidedBy]))" }
            return "What comes from VPN peers, guests or containers is forwarded, and a firewall would end that: "
                + "\(words.joined(separator: "; ")). To keep it, add it to the profile: firewall.forwardedInterfaces: "
                + "[\((named + unnamed.map(\.name)).joined(separator: ", "))], and the port of the VPN itself in "
                + "firewall.openUDPPorts or openPorts. Otherwise take the interface down, and plan again."
        }
        // Other rules decide about interfaces that the profile names, and the policy is about to become a drop.
        let undecided = passing.filter { $0[.passesByPolicy] == true }
        guard profile.firewall.backend != .nftables, let first = undecided.first else { return nil }
        let families = if case .list(let names) = first[.policyFamilies] { names } else { ["IPv4", "IPv6"] }
        let rules = families.flatMap { Self.rules(for: first.name, $0 == "IPv4" ? "iptables" : "ip6tables") }
        return
            "\(families.joined(separator: " and ")) packets from \(first.name) are forwarded by nothing but the policy of "
            + "the FORWARD chain, which a firewall sets to DROP. Put rules where \(first.name) is set up, such as PostUp in "
            + "a WireGuard configuration: \(rules.joined(separator: "; ")). Plan again when they are there."
    }

    /// What a person types to have connections forwarded from an interface, and nothing but answers to it.
    static func rules(for interface: String, _ program: String) -> [String] {
        [
            "\(program) -A FORWARD -i \(interface) -j ACCEPT",
            "\(program) -A FORWARD -o \(interface) -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT",
        ]
    }
}
