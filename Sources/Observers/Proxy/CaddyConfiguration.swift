import Documents
import Hardening

/// Caddy's effective configuration, as its admin endpoint gives it.
struct CaddyConfiguration: Sendable {
    /// Where the endpoint was found.
    let admin: String
    let isOnTCP: Bool
    let isExposed: Bool
    let sites: [ProxySite]
    /// Ports that serve TLS, and those that serve plain HTTP.
    let securePorts: [Int]
    let plainPorts: [Int]
}

/// Public names, and where requests for them go.
struct ProxySite: Sendable {
    var names: [String] = []
    /// Host and port.
    var upstreams: [String] = []
    var origin: Origin?
}

extension Observer {
    /// Asks Caddy itself; absent where none of its ports and sockets gives a configuration.
    func caddyConfiguration() async -> Reading<CaddyConfiguration> {
        await memo.value("caddy") { await readCaddy() }
    }

    private func readCaddy() async -> Reading<CaddyConfiguration> {
        guard surface.isLive else { return .unreadable("needs a running Caddy") }
        let sockets = await foundProxies().content?.first { $0.program == "caddy" }?.sockets ?? []
        // The usual port first; the web's ports are no admin endpoints.
        let candidates = sockets.filter { ![80, 443].contains($0.port) }.sorted { $0.port == 2019 && $1.port != 2019 }
        for socket in candidates.prefix(8) {
            let address = ["0.0.0.0", "::"].contains(socket.address) ? "127.0.0.1" : socket.address
            let visit = Visit(
                address: address,
                port: socket.port,
                name: "localhost",
                usesTLS: false,
                path: "/config/",
                timeout: 2
            )
            guard let response = await surface.visit(visit).content?.response, response.status == 200,
                let document = try? JSONDocument(response.body, dialect: .json), document.root.members != nil
            else { continue }
            return .found(
                Self.caddy(document.root, "\(socket.address):\(socket.port)", tcp: true, exposed: !socket.isLoopback)
            )
        }
        for path in ["/run/caddy/admin.socket", "/run/caddy/admin.sock", "/run/caddy-admin.sock"] {
            guard let response = await surface.get("/config/", socket: path).content, response.status == 200,
                let document = try? JSONDocument(response.body, dialect: .json)
            else { continue }
            return .found(Self.caddy(document.root, path, tcp: false, exposed: false))
        }
        return .absent
    }

    /// `apps.http.servers.*.{listen, routes}` of Caddy's JSON structure.
    static func caddy(_ root: JSONNode, _ admin: String, tcp: Bool, exposed: Bool) -> CaddyConfiguration {
        let http = root["apps"]?["http"]
        let plain = http?["http_port"]?.integer ?? 80
        var sites: [ProxySite] = []
        var secure: [Int] = []
        var clear: [Int] = [plain]
        for server in http?["servers"]?.members ?? [] {
            for listen in server.value["listen"]?.items ?? [] {
                guard let port = listen.text?.split(separator: ":").last.flatMap({ Int($0) }) else { continue }
                if port == plain { clear.append(port) } else { secure.append(port) }
            }
            for route in server.value["routes"]?.items ?? [] {
                var site = ProxySite()
                for match in route["match"]?.items ?? [] {
                    site.names += (match["host"]?.items ?? []).compactMap(\.text)
                }
                collectUpstreams(route, into: &site, depth: 0)
                sites.append(site)
            }
        }
        return CaddyConfiguration(
            admin: admin,
            isOnTCP: tcp,
            isExposed: exposed,
            sites: sites,
            securePorts: secure,
            plainPorts: clear
        )
    }

    private static func collectUpstreams(_ node: JSONNode, into site: inout ProxySite, depth: Int) {
        guard depth < 20 else { return }
        for handler in node["handle"]?.items ?? [] {
            for upstream in handler["upstreams"]?.items ?? [] {
                if let dial = upstream["dial"]?.text { site.upstreams.append(dial) }
            }
            for route in handler["routes"]?.items ?? [] { collectUpstreams(route, into: &site, depth: depth + 1) }
        }
    }
}
