import Catalog
import Documents
import Hardening

extension OpenClawFault {
    /// The proxy's own address is trusted, and no wide network.
    var trustExactProxies: OpenClawChange {
        guard let proxies else {
            return .manual(
                "set gateway.trustedProxies to that address alone",
                because: "The address the proxy comes from is not known here: the hoster's, or for a container the "
                    + "gateway of its network."
            )
        }
        let connection = proxyConnection
        let pattern = ConfigurationPattern("gateway.trustedProxies")
        let wide = ConfigurationRule(pattern, creates: false, "\(pattern) names no wide networks") { node in
            let items = node?.items ?? []
            let bad = items.indices.filter { items[$0].text.map(Self.coversTooMuch) ?? false }
            return bad.isEmpty ? .keep : .without(bad)
        }
        // The limit would count nobody's attempts, now that loopback is what is trusted.
        let counts =
            proxies.contains("127.0.0.1") && gateway[.gatewayRateLimit] == true
            ? [ConfigurationRule.set("gateway.auth.rateLimit.exemptLoopback", to: false)] : []
        let trust = ConfigurationRule.include(proxies, in: pattern).saying(connection.note(site))
        let rules = [trust, wide] + counts
        guard case .network = connection, site.blocker(of: rules) == nil else { return .rules(rules) }
        return .amendments(CaddySite.amendments(profile, over: connection) + site.amendments(rules))
    }

    /// What is no address goes.
    var dropUnusableProxies: OpenClawChange {
        let unusable = items(.unusableProxies)
        guard Set(gateway[.trustedProxies].items) != Set(unusable) else {
            return .manual(because: "Only you know the proxy's address; what stands there is none.")
        }
        return .rules([.exclude(unusable, from: ConfigurationPattern("gateway.trustedProxies"))])
    }

    /// Identities that come from loopback are refused, where the proxy itself does not come from there.
    var refuseLoopbackIdentity: OpenClawChange {
        guard !gateway[.trustedProxies].items.contains(where: Self.isLoopback) else {
            return .manual(
                "run gateway and proxy in containers of one network, name the proxy's address there, then openclaw config "
                    + "set gateway.auth.trustedProxy.allowLoopback false",
                because: "The proxy itself comes from loopback, and everybody would be refused."
            )
        }
        return .rules([.replace("gateway.auth.trustedProxy.allowLoopback", true, by: false)])
    }

    /// Where the proxy in front comes from; none where that is not known.
    var proxies: [String]? {
        if !profile.firewall.trustedSources.isEmpty { return profile.firewall.trustedSources }
        guard profile.proxy.runsHere else { return nil }
        if site.isInContainer {
            let addresses = proxyConnection.addresses(of: site)
            return addresses.isEmpty ? nil : addresses
        }
        return ["127.0.0.1"]
    }

    /// As the control counts: `/0` to `/7` of IPv4, `/0` to `/15` of IPv6.
    static func coversTooMuch(_ text: String) -> Bool {
        let parts = text.split(separator: "/")
        guard parts.count == 2, let length = Int(parts[1]) else { return text == "*" }
        return length < (text.contains(":") ? 16 : 8)
    }
}
