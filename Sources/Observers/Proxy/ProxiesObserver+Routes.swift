import Catalog
import Hardening
import Surface

extension ProxiesObserver {
    /// Names and upstreams of every proxy whose configuration can be read.
    func proxySites() async -> Reading<[ProxySite]> {
        switch await foundProxies() {
        case .absent: return .absent
        case .unreadable(let why): return .unreadable(why)
        case .found(let proxies):
            var sites: [ProxySite] = []
            var blind: Unknown?
            for proxy in proxies {
                if !proxy.names.isEmpty { sites.append(ProxySite(names: proxy.names)) }
                switch proxy.program {
                case "caddy":
                    switch await caddyConfiguration() {
                    case .found(let caddy): sites += caddy.sites
                    case .absent where proxy.sockets.isEmpty && proxy.doubt == nil: continue
                    case .absent: blind = .notRunning("Caddy's admin endpoint does not answer")
                    case .unreadable(let why): blind = why
                    }
                case "nginx" where proxy.restartPolicy == nil:
                    switch await nginxSites() {
                    case .found(let found): sites += found
                    case .absent: continue
                    case .unreadable(let why): blind = why
                    }
                default: blind = .notModeled("Nacre does not read the configuration of \(proxy.name)")
                }
            }
            if !sites.contains(where: { !$0.upstreams.isEmpty || !$0.names.isEmpty }), let blind {
                return .unreadable(blind)
            }
            return proxies.isEmpty ? .absent : .found(sites)
        }
    }

    func proxyRoutes() async throws(Unknown) -> [Record]? {
        guard let sites = try await proxySites().get() else { return nil }
        let gateways = await gatewayPorts()
        let containers = await compose.bridgedAddresses()
        let records = sites.flatMap { site in
            site.upstreams.map { Self.route($0, site, gateways, containers) }
        }
        return records
    }

    /// The ports of the gateways found here; the usual one where none is found.
    private func gatewayPorts() async -> [Int] {
        let records = (await installations.openclawInstallations().content ?? []).map(GatewayObserver.gateway)
        return records.compactMap { if case .number(let port) = $0[.gatewayPort] { port } else { nil } } + [18789]
    }

    private static func route(
        _ upstream: ProxyUpstream,
        _ site: ProxySite,
        _ gateways: [Int],
        _ containers: Set<String>
    ) -> Record {
        let address = upstream.address
        let port = address.split(separator: ":").last.flatMap { Int($0) }
        let isOpen = address.contains("$") || address.contains("{")
        var record = Record(
            "\(site.names.first ?? "every name") to \(address)",
            [
                .routeNames: .list(site.names),
                .upstream: .text(address),
                .leadsToGateway: isOpen
                    ? .unknown(.notStated("a variable chooses it")) : .flag(port.map(gateways.contains) ?? false),
                .upstreamIsLocal: isOpen ? .unknown(.notStated("a variable chooses it")) : isLocal(address, containers),
                .overwritesClientAddress: .flag(upstream.overwritesClient),
            ]
        )
        if let origin = upstream.origin ?? site.origin {
            for field in [Field.upstream, .upstreamIsLocal, .overwritesClientAddress] { record.origins[field] = origin }
        }
        return record
    }

    /// Names are not looked up: besides `localhost` they may be containers or other machines.
    private static func isLocal(_ upstream: String, _ containers: Set<String>) -> Value {
        if upstream.hasPrefix("unix/") || upstream.hasPrefix("unix:") || upstream.hasPrefix("/") { return true }
        let host = upstream.hasPrefix("[") ? upstream.dropFirst().prefix { $0 != "]" } : upstream.prefix { $0 != ":" }
        if host == "localhost" || host == "::1" || host.hasPrefix("127.") { return true }
        if containers.contains(String(host)) { return true }
        let isNumeric = host.contains(":") || host.allSatisfy { $0.isNumber || $0 == "." }
        return isNumeric ? false : .unknown(.notObserved("\(host) is a name, which was not looked up"))
    }
}
