import Catalog
import Documents
import Hardening
import Surface

/// A TCP port with the address it is bound to.
struct ProxySocket: Sendable, Hashable {
    let port: Int
    let address: String
    let isLoopback: Bool

    /// Address and port as they are written.
    var place: String { address.contains(":") ? "[\(address)]:\(port)" : "\(address):\(port)" }

    /// A request to it from this machine.
    func visit(_ name: String, path: String = "/", tls: Bool = false, legacy: Bool = false) -> Visit {
        Visit(
            address: ["0.0.0.0", "::"].contains(address) ? "127.0.0.1" : address,
            port: port,
            name: name,
            usesTLS: tls,
            path: path,
            offersOnlyLegacyTLS: legacy,
            // A small server that is busy shakes hands slowly; what is not known is not changed either.
            timeout: tls ? 6 : 2
        )
    }
}

/// A reverse proxy: what it is, and where it listens.
struct ProxyServer: Sendable {
    /// How it is called in a report.
    let name: String
    let program: String
    var sockets: [ProxySocket] = []
    /// Docker's restart policy, where it runs in a container.
    var restartPolicy: String?
    /// Host names of Traefik's rules in a container's labels.
    var names: [String] = []
    /// Why it is not known where it listens.
    var doubt: Unknown?
}

extension ProxiesObserver {
    /// Programs that are reverse proxies, by the name of their process, package and image.
    private static let proxyPrograms = ["caddy", "nginx", "traefik", "haproxy", "apache2"]
    /// Where a proxy would be looked for.
    private static let webPorts: Set = [80, 443, 8080, 8443]

    /// Reverse proxies that are installed or listen; worked out once.
    func foundProxies() async -> Reading<[ProxyServer]> {
        await cache.value { await findProxies() }
    }

    private func findProxies() async -> Reading<[ProxyServer]> {
        var found: [String: ProxyServer] = [:]
        for (name, _) in await packages().content ?? [:] {
            let program = name.hasPrefix("nginx-") ? "nginx" : name
            guard Self.proxyPrograms.contains(program), name != "nginx-common" else { continue }
            found[program] = ProxyServer(name: program, program: program)
        }
        var doubt: Unknown?
        switch await ownedSockets() {
        case .absent: doubt = .needsRunningSystem("needs a running system")
        case .unreadable(let why): doubt = why
        case .found(let sockets):
            for (socket, program) in sockets {
                if let program, Self.proxyPrograms.contains(program) {
                    found[program, default: ProxyServer(name: program, program: program)].sockets.append(socket)
                } else if program == nil, Self.webPorts.contains(socket.port) {
                    doubt = .notPermitted("it cannot be seen which program listens on port \(socket.port)")
                }
            }
        }
        for (name, server) in await containedProxies(&doubt) { found[name] = server }
        if found.isEmpty, let doubt, surface.isLive { return .unreadable(doubt) }
        for name in found.keys where found[name]?.sockets.isEmpty == true { found[name]?.doubt = doubt }
        return .found(found.values.sorted { $0.name < $1.name })
    }

    /// Proxies in containers, by their image or because they have the web's ports.
    private func containedProxies(_ doubt: inout Unknown?) async -> [String: ProxyServer] {
        let containers: [ContainerDetail]
        switch await docker.dockerContainers() {
        case .absent: return [:]
        case .unreadable(let why):
            doubt = doubt ?? why
            return [:]
        case .found(let all): containers = all.filter(\.isRunning)
        }
        var found: [String: ProxyServer] = [:]
        let names = containers.flatMap { $0.labels.flatMap { Self.traefikNames(in: $0) } }
        for container in containers {
            let image = container.image.split(separator: "@").first.map { Path.name(String($0)) } ?? ""
            let program = Self.proxyPrograms.first { image.contains($0 == "apache2" ? "httpd" : $0) }
            let host = container.node["HostConfig"]
            var sockets = ContainersObserver.ports(container).compactMap { record -> ProxySocket? in
                guard case .number(let port) = record[.hostPort], case .text(let address) = record[.hostAddress] else {
                    return nil
                }
                return ProxySocket(port: port, address: address, isLoopback: record[.isLoopback] == true)
            }
            if let program, host?["NetworkMode"]?.text == "host" {
                // Its process holds the host's sockets under its own name.
                sockets += (await ownedSockets().content ?? []).filter { $0.1 == program }.map(\.0)
                guard !sockets.isEmpty else { continue }
            }
            guard program != nil || sockets.contains(where: { [80, 443].contains($0.port) }), !sockets.isEmpty else {
                continue
            }
            let isHost = host?["NetworkMode"]?.text == "host"
            let name = isHost ? program ?? container.name : "container \(container.name)"
            found[name] = ProxyServer(
                name: name,
                program: program ?? "container",
                sockets: sockets,
                restartPolicy: host?["RestartPolicy"]?["Name"]?.text ?? "no",
                names: program == "traefik" ? names : []
            )
        }
        return found
    }

    /// Host names of a rule such as `traefik.http.routers.x.rule=Host(…) || Host(…)`.
    static func traefikNames(in label: JSONNode.Member) -> [String] {
        guard label.key.hasPrefix("traefik.http.routers."), label.key.hasSuffix(".rule"),
            var rest = label.value.text?[...]
        else { return [] }
        var names: [String] = []
        while let start = rest.firstRange(of: "Host(") {
            let arguments = rest[start.upperBound...].prefix { $0 != ")" }
            names += arguments.split(separator: ",").map { word in
                String(word.filter { !$0.isWhitespace && !"`\"'".contains($0) })
            }
            rest = rest[arguments.endIndex...]
        }
        return names.filter { !$0.isEmpty }
    }

    /// TCP sockets that are listened on, with the program where it can be seen.
    private func ownedSockets() async -> Reading<[(ProxySocket, String?)]> {
        await cache.value {
            switch await sockets.listeningSockets() {
            case .absent: return .absent
            case .unreadable(let why): return .unreadable(why)
            case .found(let all):
                let sockets = all.filter { $0.transport == "tcp" }
                let owners = await self.sockets.socketOwners(Set(sockets.map(\.inode))).content ?? [:]
                return .found(
                    sockets.map {
                        let address = "\($0.address)"
                        return (
                            ProxySocket(port: Int($0.port), address: address, isLoopback: $0.isLoopback),
                            owners[$0.inode]?.name
                        )
                    }
                )
            }
        }
    }

    /// Sockets of which it cannot be seen whose they are.
    func strangeSockets() async -> [ProxySocket] {
        (await ownedSockets().content ?? []).filter { $0.1 == nil }.map(\.0)
    }
}
