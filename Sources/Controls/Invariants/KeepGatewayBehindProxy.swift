import Hardening

extension Invariant {
    /// The proxy on this machine still finds the gateway.
    static let keepGatewayBehindProxy = Invariant(
        "keep-gateway-behind-proxy",
        "The gateway answers where the proxy on this machine looks for it",
        resources: [.facts(.proxyRoutes), .facts(.openclawGateway)]
    ) { before, after in
        guard case .state(let routes) = before[.facts(.proxyRoutes)],
            case .state(let earlier) = before[.facts(.openclawGateway)],
            case .state(let later) = after[.facts(.openclawGateway)]
        else { return nil }
        // In a container what is published counts, which the container's own change is tried for.
        let gateways = later.records.filter { $0[.gatewayInContainer] == false }
        guard !gateways.isEmpty else { return nil }
        for route in routes.records where route[.leadsToGateway] == true && route[.upstreamIsLocal] == true {
            guard case .text(let upstream) = route[.upstream], let target = Upstream(upstream) else { continue }
            let wasThere = earlier.records.contains { target.finds($0) }
            guard wasThere, !gateways.contains(where: { target.finds($0) }) else { continue }
            let places = gateways.map { "port \($0[.gatewayPort]), bound to \($0[.gatewayBind])" }
            return "the proxy looks for the gateway at \(upstream), and it would listen on "
                + places.joined(separator: ", ")
        }
        return nil
    }
}

/// Where a proxy sends requests, such as `127.0.0.1:18789`.
private struct Upstream {
    let isLoopback: Bool
    let port: Int

    init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]) else { return nil }
        let host = text[..<colon]
        self.port = port
        isLoopback = host == "localhost" || host.hasPrefix("127.") || host == "[::1]" || host == "::1"
    }

    /// Whether the gateway listens there; all binds but a tailnet's and one of its own include loopback.
    func finds(_ gateway: Record) -> Bool {
        guard gateway[.gatewayPort] == .number(port) else { return false }
        switch gateway[.gatewayBind] {
        case "lan", "auto": return true
        case "loopback": return isLoopback
        default: return !isLoopback
        }
    }
}
