import Catalog
import Documents
import Hardening
import Surface

/// Caddy's effective configuration, as its admin endpoint gives it.
struct CaddyConfiguration: Sendable {
    /// Where the endpoint was found.
    let admin: String
    let isOnTCP: Bool
    let isExposed: Bool
    var sites: [ProxySite] = []
    /// Ports that serve TLS, and the one that plain HTTP is redirected from.
    var securePorts: [Int] = []
    var plainPort = 80
}

extension ProxiesObserver {
    /// Asks Caddy itself; absent where none of its ports and sockets gives a configuration.
    func caddyConfiguration() async -> Reading<CaddyConfiguration> {
        await cache.value { await readCaddy() }
    }

    private func readCaddy() async -> Reading<CaddyConfiguration> {
        guard surface.isLive else { return .unreadable(.needsRunningSystem("needs a running Caddy")) }
        let servers = (await foundProxies().content ?? []).filter { $0.program == "caddy" }
        var sockets = servers.flatMap(\.sockets)
        // The default port too where it is not known who listens there.
        sockets += await strangeSockets().filter { $0.port == 2019 }
        // The usual port first; the web's ports are no admin endpoints.
        let candidates = sockets.filter { ![80, 443].contains($0.port) }.sorted { $0.port == 2019 && $1.port != 2019 }
        let few = candidates.bounded("sockets", in: "the hands of Caddy", to: 16)
        for socket in few.first {
            let answer = await surface.visit(socket.visit("localhost", path: "/config/"))
            guard let response = answer.content?.response, response.status == 200,
                let document = try? JSONDocument(response.body, dialect: .json), document.root.members != nil
            else { continue }
            return .found(Self.caddy(document.root, socket.place, tcp: true, exposed: !socket.isLoopback))
        }
        for path in await caddySockets() {
            guard let response = await surface.get("/config/", socket: path).content, response.status == 200,
                let document = try? JSONDocument(response.body, dialect: .json)
            else { continue }
            return .found(Self.caddy(document.root, path, tcp: false, exposed: false))
        }
        return few.rest.map { .unreadable($0) } ?? .absent
    }

    /// The socket that the Caddyfile's `admin unix//path` names, and the usual ones.
    private func caddySockets() async -> [String] {
        var paths: [String] = []
        for line in await surface.text("/etc/caddy/Caddyfile").content?.split(separator: "\n") ?? [] {
            let words = line.split(whereSeparator: \.isWhitespace)
            guard words.count >= 2, words[0] == "admin", words[1].hasPrefix("unix/") else { continue }
            // A mode may follow: unix//run/caddy.sock|0200
            paths.append(String(words[1].dropFirst(5).prefix { $0 != "|" }))
        }
        return paths + ["/run/caddy/admin.socket", "/run/caddy/admin.sock", "/run/caddy-admin.sock"]
    }

    /// `apps.http.servers.*.{listen, routes}` of Caddy's JSON structure.
    static func caddy(_ root: JSONNode, _ admin: String, tcp: Bool, exposed: Bool) -> CaddyConfiguration {
        var caddy = CaddyConfiguration(admin: admin, isOnTCP: tcp, isExposed: exposed)
        let http = root["apps"]?["http"]
        let plain = http?["http_port"]?.integer ?? 80
        caddy.plainPort = plain
        for server in http?["servers"]?.members ?? [] {
            var sites: [ProxySite] = []
            let believed = (server.value["trusted_proxies"]?["ranges"]?.items ?? []).compactMap(\.text)
            for route in server.value["routes"]?.items ?? [] {
                var site = ProxySite()
                for match in route["match"]?.items ?? [] {
                    site.names += (match["host"]?.items ?? []).compactMap(\.text)
                }
                collectUpstreams(route, believed, into: &site, depth: 0)
                sites.append(site)
            }
            // Without policies of its own a server gets certificates by itself, for names that it does not skip.
            let automatic = server.value["automatic_https"]
            let skipped = Set((automatic?["skip"]?.items ?? []).compactMap(\.text))
            let isSecure =
                server.value["tls_connection_policies"] != nil
                || automatic?["disable"]?.flag != true && sites.flatMap(\.names).contains { !skipped.contains($0) }
            let ports = (server.value["listen"]?.items ?? []).compactMap {
                $0.text?.split(separator: ":").last.flatMap { Int($0) }
            }
            let secure = ports.filter { $0 != plain && isSecure }
            caddy.securePorts += secure
            caddy.sites += sites.map { site in
                var site = site
                site.securePorts = secure
                // What listens for TLS gets a redirect on the plain port.
                site.plainPorts = isSecure ? [plain] : ports
                return site
            }
        }
        return caddy
    }

    private static func collectUpstreams(
        _ node: JSONNode,
        _ believed: [String],
        into site: inout ProxySite,
        depth: Int
    ) {
        guard depth < 20 else { return }
        for handler in node["handle"]?.items ?? [] {
            // reverse_proxy replaces what the client claims, except from proxies it was told to trust.
            let trusted = believed + (handler["trusted_proxies"]?.items ?? []).compactMap(\.text)
            let isOpen = trusted.contains(where: ProxySite.holdsStrangers)
            let overwrites = keepsOwnWord(handler["headers"]?["request"], isOpen)
            for upstream in handler["upstreams"]?.items ?? [] {
                guard let dial = upstream["dial"]?.text else { continue }
                site.upstreams.append(ProxyUpstream(address: dial, overwritesClient: overwrites))
            }
            for route in handler["routes"]?.items ?? [] {
                collectUpstreams(route, believed, into: &site, depth: depth + 1)
            }
        }
    }

    /// Whether `X-Forwarded-For` is the connection's address after `header_up` has changed the request.
    ///
    /// It adds, sets, takes away and replaces, in this order; what is taken away makes everybody come from where Caddy
    /// runs.
    private static func keepsOwnWord(_ changes: JSONNode?, _ isOpen: Bool) -> Bool {
        let name = "x-forwarded-for"
        func values(_ key: String) -> [String] {
            (changes?[key]?.members ?? []).filter { $0.key.lowercased() == name }
                .flatMap { $0.value.items ?? [] }.map { $0.text ?? "" }
        }
        func isTrue(_ value: String) -> Bool {
            if ["{http.request.remote.host}", "{remote_host}"].contains(value) { return true }
            return ["{http.vars.client_ip}", "{client_ip}"].contains(value) && !isOpen
        }
        let deleted = (changes?["delete"]?.items ?? []).compactMap { $0.text?.lowercased() }
        let replaced = (changes?["replace"]?.members ?? []).map { $0.key.lowercased() }
        guard !deleted.contains(where: { Glob($0).matches(name) }),
            !replaced.contains(where: { ["*", name].contains($0) })
        else { return false }
        let set = values("set")
        if !set.isEmpty { return set.allSatisfy(isTrue) }
        return !isOpen && values("add").allSatisfy(isTrue)
    }
}
