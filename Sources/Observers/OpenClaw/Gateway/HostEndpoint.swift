import Catalog
import Documents
import Hardening
import Rulesets
import Surface

extension GatewayObserver {
    /// What the configuration of a gateway in a container names on this machine: models, proxies, tools, browsers.
    ///
    /// Packets of a container to the machine itself come by the bridge of its network, whichever of the machine's
    /// addresses they are for.
    func hostEndpoints(of installation: Installation) async -> Value {
        guard let container = installation.container, !container.sharesNetwork else { return [] }
        let own = Set((await proof.vantage().addresses[.ipv4] ?? []).map(\.description))
        let names = Set(container.networkGateways + container.hostNames)
        var found: [String] = []
        let named = HostEndpoint.all(in: installation.root).filter { endpoint in
            HostEndpoint.names.contains(endpoint.host) || names.contains(endpoint.host) || own.contains(endpoint.host)
        }
        guard !named.isEmpty else { return [] }
        var bridges: [String] = []
        for network in container.networks {
            for bridge in await self.bridges(of: network) where !bridges.contains(bridge) { bridges.append(bridge) }
        }
        guard !bridges.isEmpty else {
            let place = named[0].place
            return .unknown(
                .notStated(
                    "\(place) names this server, and by which bridge \(container.name) comes could not be determined"
                )
            )
        }
        for endpoint in named {
            for bridge in bridges {
                let words = "\(bridge) \(endpoint.port) \(endpoint.place)"
                if !found.contains(words) { found.append(words) }
            }
        }
        return .list(found.sorted())
    }

    /// The bridge of a Docker network on this machine, with each of its subnets; none for networks of other kinds.
    ///
    /// A bridge that nobody named gets another name when its network is made anew, with the same subnet as a rule: the
    /// subnet says whose it is. Where that is another one then, nobody is let in.
    private func bridges(of network: String) async -> [String] {
        guard network.allSatisfy(\.isHexDigit), network.count >= 12,
            let node = await docker.answer("/networks/\(network)").content, node["Driver"]?.text == "bridge"
        else { return [] }
        let name = node["Options"]?["com.docker.network.bridge.name"]?.text ?? FirewallPolicy.HostService.unnamedBridge
        let subnets = (node["IPAM"]?["Config"]?.items ?? []).compactMap { $0["Subnet"]?.text }
        return subnets.filter { AddressRange($0) != nil }.map { "\(name) \($0)" }
    }
}

/// A server that a configuration names by its address.
struct HostEndpoint: Equatable {
    let host: String
    let port: Int
    /// The setting, as keys with dots.
    let place: String

    /// Names by which engines have containers call the machine they run on.
    static let names: Set<String> = ["host.docker.internal", "gateway.docker.internal", "host.containers.internal"]

    /// Parts of the configuration that name servers which the gateway asks; others name itself, or who asks it.
    private static let parts = [
        "models", "proxy", "mcp", "browser", "memory", "agents", "tools", "tts", "talk", "plugins",
    ]

    static func all(in root: Setting) -> [HostEndpoint] {
        var found: [HostEndpoint] = []
        for part in parts { collect(root[part], at: part, into: &found) }
        return found
    }

    private static func collect(_ setting: Setting, at place: String, into found: inout [HostEndpoint]) {
        guard found.count < 200 else { return }
        if let text = setting.text, let endpoint = HostEndpoint(text, at: place) { found.append(endpoint) }
        for entry in setting.entries { collect(entry.value, at: "\(place).\(entry.key)", into: &found) }
        for (index, item) in setting.items.enumerated() { collect(item, at: "\(place).\(index)", into: &found) }
    }

    /// From a URL; nothing where the text is none, or of a kind whose port is not known.
    init?(_ url: String, at place: String) {
        guard let colon = url.firstRange(of: "://") else { return nil }
        let usual = ["http": 80, "https": 443, "ws": 80, "wss": 443, "socks5": 1080, "socks5h": 1080]
        let scheme = url[..<colon.lowerBound].lowercased()
        guard let usualPort = usual[scheme] else { return nil }
        let authority = url[colon.upperBound...].prefix { !"/?#".contains($0) }
        let server = authority.split(separator: "@", omittingEmptySubsequences: false).last ?? ""
        // An address of IPv6 in brackets: Docker's bridges have none that a container would name.
        guard !server.hasPrefix("[") else { return nil }
        let parts = server.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard let host = parts.first, !host.isEmpty else { return nil }
        let port = parts.count == 2 ? Int(parts[1]) : usualPort
        guard let port, (1...65535).contains(port) else { return nil }
        self.host = host.lowercased()
        self.port = port
        self.place = place
    }
}
