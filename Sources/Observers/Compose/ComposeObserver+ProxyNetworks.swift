import Catalog
import Documents
import Hardening
import Rulesets
import Surface

extension ComposeObserver {
    /// The address that a gateway has, or would get, on a network that it shares with a proxy alone.
    ///
    /// Nothing that is there overlaps a network that would be made, and one that was chosen once stays; `given` are the
    /// addresses that other services got in this look.
    func proxyAddress(of service: ComposeService, project: String, besides given: Set<String>) async -> Value {
        let node = service.node
        guard Self.isGateway(service), node["network_mode"] == nil else { return .unset }
        if let own = node["networks"]?[ProxyNetwork.name] {
            let address = own["ipv4_address"]?.text ?? ""
            return ProxyNetwork(container: address).map { .text($0.container) }
                ?? .unknown(.contradictory("its files have a network \(ProxyNetwork.name) that Nacre did not write"))
        }
        let networks: [JSONNode]
        switch await docker.answer("/networks") {
        case .absent: return .unknown(.missing("Docker is not there"))
        case .unreadable(let why): return .unknown(why)
        case .found(let listing): networks = listing.items ?? []
        }
        // One that was left behind is taken up again: compose would not make another one of that name.
        if let old = networks.first(where: { $0["Name"]?.text == "\(project)_\(ProxyNetwork.name)" }) {
            return Self.subnets(old).lazy.compactMap { ProxyNetwork(subnet: $0) }.first.map { .text($0.container) }
                ?? .unknown(
                    .contradictory("there is a network \(project)_\(ProxyNetwork.name) that Nacre did not make")
                )
        }
        let own = await proof.vantage().addresses[.ipv4] ?? []
        let taken =
            networks.flatMap(Self.subnets).compactMap { AddressRange($0) } + own.compactMap { AddressRange($0, $0) }
        let routes = await firewall.kernelRoutes()
        let free = ProxyNetwork.candidates.first { candidate in
            guard let range = AddressRange(candidate.subnet), !given.contains(candidate.container) else { return false }
            return !routes.leads(into: range) && !taken.contains { $0.overlaps(range) }
        }
        return free.map { .text($0.container) } ?? .unknown(.notModeled("no subnet is free for a network of the proxy"))
    }

    private static func subnets(_ network: JSONNode) -> [String] {
        (network["IPAM"]?["Config"]?.items ?? []).compactMap { $0["Subnet"]?.text }
    }

    /// Addresses of containers that this machine reaches over bridges of its own.
    func bridgedAddresses() async -> Set<String> {
        let own = await proof.vantage().addresses[.ipv4] ?? []
        var found: Set<String> = []
        for container in await docker.dockerContainers().content ?? [] {
            for network in container.node["NetworkSettings"]?["Networks"]?.members ?? [] {
                guard let text = network.value["IPAddress"]?.text, let address = Address(text),
                    let length = network.value["IPPrefixLen"]?.integer,
                    let range = AddressRange(address, length: length), own.contains(where: range.contains)
                else { continue }
                // The gateway of a macvlan network is a router; an internal network has none.
                let gateway = network.value["Gateway"]?.text.flatMap { Address($0) }
                if gateway.map(own.contains) ?? true { found.insert(text) }
            }
        }
        return found
    }
}

extension AddressRange {
    fileprivate func overlaps(_ other: AddressRange) -> Bool {
        first.family == other.first.family && first.bits <= other.last.bits && other.first.bits <= last.bits
    }
}

extension KernelRoutes {
    /// Whether packets to an address of the range have a way of their own, and do not just leave for the Internet.
    func leads(into range: AddressRange) -> Bool { networks.contains { $0.overlaps(range) } }
}
