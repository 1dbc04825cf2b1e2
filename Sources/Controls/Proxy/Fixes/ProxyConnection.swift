import Catalog
import Documents
import Hardening

/// How the proxy on this machine gets to the gateway.
enum ProxyConnection {
    /// By a network that it shares with the gateway's container alone.
    case network(ProxyNetwork, port: Int, [Amendment])
    /// By the port that is open on loopback; for a container, why not by a network.
    case publishedPort(String?)
    /// Not yet, because of something that a person corrects first.
    case none(String)

    /// How a proxy gets there whose site Nacre writes, or any other one.
    init(_ snapshot: Snapshot, for profile: Profile) {
        self = CaddySite.blocker(profile, snapshot) == nil ? Self(snapshot) : .publishedPort(nil)
    }

    /// How a proxy gets there whose site Nacre writes.
    init(_ snapshot: Snapshot) {
        let sites = OpenClawSite.all(snapshot)
        guard let site = sites.first, let container = site.gateway.container else {
            self = .publishedPort(nil)
            return
        }
        guard sites.count == 1 else {
            self = .publishedPort("there are several gateways")
            return
        }
        let gateway = snapshot.records(.openclawGateway).first { $0[.installation] == .text(site.directory) }
        if case .text(let bind)? = gateway?[.gatewayBind], ["custom", "tailnet"].contains(bind) {
            self = .publishedPort("gateway.bind is \(bind)")
            return
        }
        let targets = snapshot.records(.composeProjects).compactMap(ComposeTarget.init)
        guard let target = targets.first(where: { $0.record[.container] == .text(container) }) else {
            self = .publishedPort("\(container) \(ComposeTarget.absence(of: container, on: snapshot))")
            return
        }
        self.init(target, container, port: site.gateway.port)
    }

    private init(_ target: ComposeTarget, _ container: String, port: Int) {
        let record = target.record
        switch record[.proxyNetworkAddress] {
        case .text(let address):
            guard let network = ProxyNetwork(container: address) else {
                self = .publishedPort("\(address) is not an address that Nacre gives")
                return
            }
            if record[.proxyNetworkIsSet] == true {
                guard record[.containerProxyAddress] == .text(address) else {
                    let words = "docker compose --project-directory \(record[.composeDirectory]) up -d"
                    self = .none("The container \(container) is older than its files: \(words), then nacre apply.")
                    return
                }
            } else if record[.composeBlocker] != .unset {
                self = .publishedPort("its container is not recreated: \(record[.composeBlocker])")
                return
            }
            self = .network(network, port: port, [target.joining(network)] + target.handover)
        case .unknown(let why): self = .publishedPort(why.why)
        default: self = .publishedPort("\(container) has the network of something else")
        }
    }

    /// Where the proxy finds the gateway.
    func upstream(_ profile: Profile) -> String {
        if case .network(let network, let port, _) = self { return "\(network.container):\(port)" }
        return "127.0.0.1:\(profile.openclaw.gatewayPort)"
    }

    /// From where the proxy comes, as the gateway sees it; empty where that is not known.
    func addresses(of site: OpenClawSite) -> [String] {
        if case .network(let network, _, _) = self { return [network.host] }
        return site.proxyAddresses
    }

    /// What makes the connection.
    var amendments: [Amendment] { if case .network(_, _, let amendments) = self { amendments } else { [] } }

    /// What the connection costs others.
    func note(_ site: OpenClawSite) -> String? {
        if case .publishedPort(let reason) = self { return ProxyAttribution.note(site, reason) }
        return nil
    }

    /// What a person corrects first.
    var blocker: String? { if case .none(let why) = self { why } else { nil } }
}

extension ComposeTarget {
    /// Gives the service a network for the proxy, beside those that it has.
    fileprivate func joining(_ network: ProxyNetwork) -> Amendment {
        let service = self.service
        // A service that names none is on the one that compose makes, and one that names some is on those alone.
        let isOnDefault = record[.serviceNetworks] == []
        return setting("a network for the proxy alone, \(network.subnet)") { compose throws(SyntaxError) in
            try compose.join(ProxyNetwork.name, at: network.container, of: service, isOnDefault: isOnDefault)
            try compose.define(network: ProxyNetwork.name, subnet: network.subnet)
        }
    }
}
