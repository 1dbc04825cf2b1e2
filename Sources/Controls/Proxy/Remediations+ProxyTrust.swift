import Hardening

/// How the proxy and the gateway know each other.
extension Catalogue {
    /// How a proxy whose site Nacre writes, or any other one, gets to the gateway.
    static func proxyWay(_ profile: Profile, _ snapshot: Snapshot) -> ProxyWay {
        siteObstacle(profile, snapshot) == nil ? ProxyWay(snapshot) : .publishedPort(nil)
    }

    /// The site, and what leads from it to the gateway.
    static func proxyAmendments(_ profile: Profile, _ way: ProxyWay) -> [Amendment] {
        amendments(profile, hsts: CaddySite.steps(to: profile.proxy.hstsMaxAge)[0], way) + way.amendments
    }

    static func proxyTrustWays(_ profile: Profile) -> [Remediation] {
        [
            Remediation("proxy.name-proxy-to-gateway", needs: siteFacts) { snapshot in
                let way = proxyWay(profile, snapshot)
                let trust = GatewayTrust(snapshot, over: way)
                if let why = way.obstacle ?? trust.obstacle { return .advise(why) }
                guard case .network = way else { return .amend(trust.amendments) }
                return .amend(proxyAmendments(profile, way) + trust.amendments)
            },
            Remediation("proxy.come-from-own-address", needs: siteFacts) { snapshot in
                let shared = snapshot.records(.openclawGateway).flatMap { $0[.sharedProxyAddresses].items }
                if let range = shared.first(where: GatewayTrust.isOfPerson) {
                    return .advise(
                        "gateway.trustedProxies lists \(range), and who of it is a proxy cannot be told: name those by "
                            + "their addresses, without the one that docker network inspect gives as the gateway."
                    )
                }
                if let why = siteObstacle(profile, snapshot) { return .advise(why) }
                let way = ProxyWay(snapshot)
                if case .publishedPort(let why) = way { return .advise(byHand(why)) }
                let trust = GatewayTrust(snapshot, for: profile, over: way)
                if let why = way.obstacle ?? trust.obstacle { return .advise(why) }
                return .amend(proxyAmendments(profile, way) + trust.amendments)
            },
        ]
    }

    private static func byHand(_ reason: String?) -> String {
        "Nacre makes no network for the proxy\(reason.map { ": \($0)" } ?? ""). By hand: an internal network that only the "
            + "gateway's container is in, with a fixed address for it that the proxy asks, and the address of its bridge in "
            + "gateway.trustedProxies."
    }
}
