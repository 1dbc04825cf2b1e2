import Documents
import Hardening

extension OpenClawRemedy.Drift {
    /// The origins from which browsers use the control UI; none where that is for a person to say.
    ///
    /// Those of the profile's names; without names those of this machine itself, where nothing but a tunnel or a browser
    /// on it is left to reach the gateway. OpenClaw writes the same two where it has to name some
    /// (`src/config/gateway-control-ui-origins.ts`): through a port that Docker forwards, its exemption for clients on
    /// loopback does not count.
    var origins: JSONValue? {
        guard profile.proxy.domains.isEmpty else {
            return .array(profile.proxy.domains.map { .string("https://\($0)") })
        }
        guard isReachedOnLoopbackOnly else { return nil }
        let scheme = gateway[.gatewayTLS] == true ? "https" : "http"
        return .array(
            hostPorts.flatMap { port in
                ["localhost", "127.0.0.1"].map { .string("\(scheme)://\($0):\(port)") }
            }
        )
    }

    /// Whether nobody is in front of the gateway, and what the profile asks of its address leaves loopback only.
    private var isReachedOnLoopbackOnly: Bool {
        guard profile.proxy.runsHere, profile.firewall.trustedSources.isEmpty,
            gateway[.trustedProxies] == .list([]), gateway[.tailscaleMode] == "off", let routes,
            routes.allSatisfy({ $0[.leadsToGateway] == false })
        else { return false }
        // Elsewhere a container's port is reached by neighbours alone, whose name is not known.
        if site.isInContainer { return !published.isEmpty }
        return ["loopback", "auto", "lan"].contains(gateway[.gatewayBind].text ?? "")
    }

    private var published: [Record] {
        ports.filter {
            $0[.container].text == site.gateway.container && $0[.containerPort].number == site.gateway.port
        }
    }

    private var hostPorts: [Int] { ([site.gateway.port] + published.compactMap { $0[.hostPort].number }).uniqued }
}
