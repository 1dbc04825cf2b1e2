import Hardening

extension Invariant {
    /// The way by which the operator's packets come stays open for the next time.
    ///
    /// A tunnel that is up survives a firewall; the next one, from another address or after a boot, does not.
    static let keepTunnel = Invariant(
        "keep-operator-tunnel",
        "The tunnel through which the change is made can be set up again",
        resources: [.facts(.operatorSession), .ruleset]
    ) { before, after in
        guard case .state(let sessions) = before[.facts(.operatorSession)],
            case .text(let tunnel) = sessions.records.first?[.tunnel] ?? .unset,
            after[.ruleset] != before[.ruleset], case .state(.ruleset(.order(let order))) = after[.ruleset]
        else { return nil }
        let how = "add it to firewall.openUDPPorts (TCP: firewall.openPorts) in the profile"
        switch sessions.records.first?[.tunnelDoors] ?? .unset {
        case .list(let doors):
            let open = order.open.map(\.description)
            let closed = doors.filter { !open.contains($0) }
            guard !closed.isEmpty else { return nil }
            return
                "you are logged in through \(tunnel), whose carrier listens on \(closed.joined(separator: ", ")), and "
                + "the firewall would close that: the next tunnel would not come up. To keep it, \(how)"
        case let other:
            return
                "you are logged in through \(tunnel), and on which port its carrier listens could not be determined (\(other)), "
                + "so that the firewall might close it for the next time. Log in by another way, or find the port with "
                + "ss -lnup, \(how), and make the change from the console"
        }
    }
}
