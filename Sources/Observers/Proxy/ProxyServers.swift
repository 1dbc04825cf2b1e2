import Hardening

/// A reverse proxy: what it is, and where it listens.
struct ProxyServer: Sendable {
    let program: String
    /// Ports with the address each is bound to.
    var sockets: [(port: Int, address: String, isLoopback: Bool)] = []
    /// Whether the package is there.
    var isInstalled = false
    /// Why it is not known where it listens.
    var doubt: String?
}

extension Observer {
    /// Programs that are reverse proxies, by the name of their process and of their Debian package.
    private static let proxyPrograms = ["caddy", "nginx", "traefik", "haproxy", "apache2"]

    /// Reverse proxies that are installed or listen; worked out once.
    func foundProxies() async -> Reading<[ProxyServer]> {
        await memo.value("proxies") { await findProxies() }
    }

    private func findProxies() async -> Reading<[ProxyServer]> {
        var found: [String: ProxyServer] = [:]
        for (name, _) in await packages().content ?? [:] {
            let program = name.hasPrefix("nginx-") ? "nginx" : name
            guard Self.proxyPrograms.contains(program), name != "nginx-common" else { continue }
            found[program, default: ProxyServer(program: program)].isInstalled = true
        }
        var doubt: String?
        switch await listeners() {
        case .unreadable(let why): doubt = why
        case .state(let state):
            for record in state.records where record[.transport] == "tcp" {
                guard case .number(let port) = record[.listeningPort],
                    case .text(let address) = record[.listeningAddress]
                else { continue }
                switch record[.listeningProgram] {
                case .text(let text):
                    // A proxy in a container shows as Docker's forwarder of the web's ports.
                    let isForwarded = text.hasPrefix("docker-proxy") && [80, 443].contains(port)
                    let program = isForwarded ? "container" : text
                    guard Self.proxyPrograms.contains(program) || isForwarded else { continue }
                    found[program, default: ProxyServer(program: program)].sockets.append(
                        (port, address, record[.loopbackOnly] == true)
                    )
                case .unknown(let why): doubt = why
                default: continue
                }
            }
        }
        if found.isEmpty, let doubt { return .unreadable(doubt) }
        for name in found.keys where found[name]?.sockets.isEmpty == true { found[name]?.doubt = doubt }
        return .found(found.values.sorted { $0.program < $1.program })
    }

    func proxyServers() async -> Observation {
        switch await foundProxies() {
        case .absent: return .state(.absent)
        case .unreadable(let why): return .unreadable(why)
        case .found(let proxies):
            var records: [Record] = []
            for proxy in proxies { records.append(await record(proxy)) }
            return .state(records.isEmpty ? .absent : .records(records))
        }
    }

    private func record(_ proxy: ProxyServer) async -> Record {
        let ports = Set(proxy.sockets.map(\.port)).sorted()
        var record = Record(
            proxy.program,
            [
                .proxyProgram: .text(proxy.program),
                .proxyPorts: proxy.doubt.map { .unknown($0) } ?? .list(ports.map(String.init)),
                .proxyRuns: proxy.doubt.map { .unknown($0) } ?? .flag(!ports.isEmpty),
                .proxyStartsAtBoot: await startsAtBoot(proxy.program),
                .adminAddress: .unset, .adminOnTCP: .unset, .adminIsExposed: .unset,
            ]
        )
        if proxy.program == "caddy" {
            switch await caddyConfiguration() {
            case .found(let caddy):
                record[.adminAddress] = .text(caddy.admin)
                record[.adminOnTCP] = .flag(caddy.isOnTCP)
                record[.adminIsExposed] = .flag(caddy.isExposed)
            case .absent where proxy.doubt == nil:
                record[.adminAddress] = "none"
                record[.adminOnTCP] = false
                record[.adminIsExposed] = false
            case .absent:
                for field in [Field.adminAddress, .adminOnTCP, .adminIsExposed] {
                    record[field] = .unknown(proxy.doubt ?? "")
                }
            case .unreadable(let why):
                for field in [Field.adminAddress, .adminOnTCP, .adminIsExposed] { record[field] = .unknown(why) }
            }
        }
        return record
    }

    private func startsAtBoot(_ program: String) async -> Value {
        // Docker's restart policy starts it.
        if program == "container" { return .unset }
        return switch await unit("\(program).service") {
        case .state(.unit(let unit)): .flag(unit.isEnabled)
        case .state: false
        case .unreadable(let why): .unknown(why)
        }
    }
}
