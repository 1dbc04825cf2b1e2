import Hardening

extension Observer {
    /// Names and upstreams of every proxy whose configuration can be read.
    func proxySites() async -> Reading<[ProxySite]> {
        switch await foundProxies() {
        case .absent: return .absent
        case .unreadable(let why): return .unreadable(why)
        case .found(let proxies):
            var sites: [ProxySite] = []
            var blind: String?
            for proxy in proxies {
                switch proxy.program {
                case "caddy":
                    switch await caddyConfiguration() {
                    case .found(let caddy): sites += caddy.sites
                    case .absent where proxy.sockets.isEmpty && proxy.doubt == nil: continue
                    case .absent: blind = "Caddy's admin endpoint does not answer"
                    case .unreadable(let why): blind = why
                    }
                case "nginx":
                    switch await nginxSites() {
                    case .found(let found): sites += found
                    case .absent: continue
                    case .unreadable(let why): blind = why
                    }
                default: blind = "Nacre does not read the configuration of \(proxy.program)"
                }
            }
            if sites.isEmpty, let blind { return .unreadable(blind) }
            return proxies.isEmpty ? .absent : .found(sites)
        }
    }

    func proxyRoutes() async -> Observation {
        switch await proxySites() {
        case .absent: return .state(.absent)
        case .unreadable(let why): return .unreadable(why)
        case .found(let sites):
            let gateways = await gatewayPorts()
            return .state(.records(sites.flatMap { site in site.upstreams.map { Self.route($0, site, gateways) } }))
        }
    }

    /// The ports of the gateways found here; the usual one where none is found.
    private func gatewayPorts() async -> [Int] {
        let records = (await openclawInstallations().content ?? []).map(Self.gateway)
        return records.compactMap { if case .number(let port) = $0[.gatewayPort] { port } else { nil } } + [18789]
    }

    private static func route(_ upstream: String, _ site: ProxySite, _ gateways: [Int]) -> Record {
        let port = upstream.split(separator: ":").last.flatMap { Int($0) }
        var record = Record(
            "\(site.names.first ?? "every name") to \(upstream)",
            [
                .routeNames: .list(site.names), .upstream: .text(upstream),
                .leadsToGateway: port.map { .flag(gateways.contains($0)) } ?? false,
                .upstreamIsLocal: isLocal(upstream),
            ]
        )
        if let origin = site.origin { record.origins[.upstream] = origin }
        return record
    }

    /// Names are not looked up: besides `localhost` they may be containers or other machines.
    private static func isLocal(_ upstream: String) -> Value {
        if upstream.hasPrefix("unix/") || upstream.hasPrefix("unix:") || upstream.hasPrefix("/") { return true }
        let host = upstream.hasPrefix("[") ? upstream.dropFirst().prefix { $0 != "]" } : upstream.prefix { $0 != ":" }
        if host == "localhost" || host == "::1" || host.hasPrefix("127.") { return true }
        let isNumeric = host.contains(":") || host.allSatisfy { $0.isNumber || $0 == "." }
        return isNumeric ? false : .unknown("\(host) is a name, which was not looked up")
    }
}
