import Hardening

extension Fix {
    /// The gateway trusts the proxy on this machine, by the address from which it comes.
    static func trustedProxies(byHand: String) -> Fix {
        Fix(byHand: byHand, needs: CaddySite.needs) { fault in
            let connection = ProxyConnection(fault.snapshot, for: fault.profile)
            let trust = GatewayTrust(fault.snapshot, over: connection)
            if let blocker = connection.blocker ?? trust.blocker { return .advise(blocker) }
            guard case .network = connection else { return .amend(trust.amendments) }
            return .amend(CaddySite.amendments(fault.profile, over: connection) + trust.amendments)
        }
    }

    /// The proxy comes by a network that it shares with the gateway's container alone, and is trusted there alone.
    static func proxyNetwork(byHand: String) -> Fix {
        Fix(byHand: byHand, needs: CaddySite.needs) { fault in
            let shared = fault.records.flatMap { $0[.sharedProxyAddresses].items }
            if let range = shared.first(where: GatewayTrust.isNetwork) {
                return .advise(
                    "gateway.trustedProxies lists \(range), and which of its addresses are proxies could not be determined. "
                        + "By hand: name those by their addresses, without the one that docker network inspect gives as "
                        + "the gateway."
                )
            }
            if let blocker = CaddySite.blocker(fault.profile, fault.snapshot) { return .advise(blocker) }
            let connection = ProxyConnection(fault.snapshot)
            if case .publishedPort(let reason) = connection {
                return .advise(
                    "Nacre makes no network for the proxy\(reason.map { ": \($0)" } ?? ""). By hand: \(byHand)."
                )
            }
            let trust = GatewayTrust(fault.snapshot, for: fault.profile, over: connection)
            if let blocker = connection.blocker ?? trust.blocker { return .advise(blocker) }
            return .amend(CaddySite.amendments(fault.profile, over: connection) + trust.amendments)
        }
    }
}
