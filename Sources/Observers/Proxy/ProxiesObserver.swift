import Catalog
import Documents
import Hardening
import Surface

/// Reverse proxies, the sites that they serve, and what those answer.
struct ProxiesObserver: SubjectObserver {
    let look: Look

    func proxyServers() async throws(Unknown) -> [Record]? {
        guard let proxies = try await foundProxies().get() else { return nil }
        var records: [Record] = []
        for proxy in proxies { records.append(await record(proxy)) }
        return records.isEmpty ? nil : records
    }

    private func record(_ proxy: ProxyServer) async -> Record {
        let ports = Set(proxy.sockets.map(\.port)).sorted()
        var record = Record(
            proxy.name,
            [
                .proxyProgram: .text(proxy.program),
                .proxyPorts: proxy.doubt.map { .unknown($0) } ?? .list(ports.map(String.init)),
                .proxyRuns: proxy.doubt.map { .unknown($0) } ?? .flag(!ports.isEmpty),
                .proxyStartsAtBoot: await startsAtBoot(proxy),
            ]
        )
        if proxy.program == "caddy", let status = await surface.status("/etc/caddy/Caddyfile").content {
            record[.proxyConfigurationAge] = .number(max(0, surface.now - status.modified))
        }
        let (address, isOnTCP, isExposed) = await admin(of: proxy)
        record[.adminAddress] = address
        record[.adminOnTCP] = isOnTCP
        record[.adminIsExposed] = isExposed
        return record
    }

    private func startsAtBoot(_ proxy: ProxyServer) async -> Value {
        if let policy = proxy.restartPolicy { return .flag(!["no", "on-failure"].contains(policy)) }
        return switch await units() {
        case .found(let units): .flag(units["\(proxy.program).service"]?.isEnabled == true)
        case .absent: .unknown(.notRunning("systemd does not run here"))
        case .unreadable(let why): .unknown(why)
        }
    }

    /// The endpoint that tells or changes the configuration: its address, whether on TCP, whether beyond loopback.
    private func admin(of proxy: ProxyServer) async -> (Value, Value, Value) {
        switch proxy.program {
        case "caddy":
            switch await caddyConfiguration() {
            case .found(let caddy): return (.text(caddy.admin), .flag(caddy.isOnTCP), .flag(caddy.isExposed))
            case .absent:
                guard let doubt = proxy.doubt else { return ("none", false, false) }
                return (.unknown(doubt), .unknown(doubt), .unknown(doubt))
            case .unreadable(let why): return (.unknown(why), .unknown(why), .unknown(why))
            }
        case "traefik":
            if let doubt = proxy.doubt { return (.unknown(doubt), .unknown(doubt), .unknown(doubt)) }
            let sockets = proxy.sockets.filter { $0.port != 443 }.bounded("sockets", in: "the hands of Traefik", to: 16)
            guard let socket = await traefikSocket(sockets.first) else {
                return sockets.rest.map { (.unknown($0), .unknown($0), .unknown($0)) } ?? ("none", false, false)
            }
            return (.text(socket.place), true, .flag(!socket.isLoopback))
        default: return (.unset, .unset, .unset)
        }
    }

    /// The port on which Traefik's own API answers without a password (`api.insecure`).
    private func traefikSocket(_ sockets: ArraySlice<ProxySocket>) async -> ProxySocket? {
        for socket in sockets {
            guard let response = await surface.visit(socket.visit("localhost", path: "/api/version")).content?.response,
                response.status == 200, let document = try? JSONDocument(response.body, dialect: .json),
                document.root["Version"] != nil
            else { continue }
            return socket
        }
        return nil
    }
}
