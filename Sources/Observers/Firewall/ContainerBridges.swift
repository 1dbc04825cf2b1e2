import Catalog
import Documents
import Hardening
import Rulesets
import Surface

/// Bridges of Docker's networks, some of whose names people choose.
struct ContainerBridges: Sendable {
    /// Those with nothing but containers behind them.
    var containers: [String] = []
    /// Those over which strangers come as well: with a default route or a public address.
    var uplinks: [String] = []
}

extension FirewallObserver {
    func containerBridges() async -> Reading<ContainerBridges> {
        await cache.value {
            let networks: [DockerBridge]
            switch await docker.answer("/networks") {
            case .absent: return .absent
            case .unreadable(let why): return .unreadable(why)
            case .found(let listing): networks = (listing.items ?? []).compactMap { DockerBridge($0) }
            }
            var interfaces: [AddressListing.Interface] = []
            switch await proof.listing(["-json", "address"]) {
            case .absent: break
            case .unreadable(let why): return .unreadable(why)
            case .found(let bytes):
                do {
                    interfaces = try AddressListing(bytes).interfaces
                } catch {
                    return .unreadable(.malformed("the listing of interfaces: \(error)"))
                }
            }
            let routes = await kernelRoutes()
            var bridges = ContainerBridges()
            for network in networks {
                let addresses = interfaces.first { $0.name == network.name }?.addresses.map(\.own) ?? []
                if routes.hasDefault(network.name) || addresses.contains(where: network.isForeign) {
                    bridges.uplinks.append(network.name)
                } else {
                    bridges.containers.append(network.name)
                }
            }
            return .found(bridges)
        }
    }

    func kernelRoutes() async -> KernelRoutes {
        KernelRoutes(
            version4: await surface.text("/proc/net/route").content ?? "",
            version6: await surface.text("/proc/net/ipv6_route").content ?? ""
        )
    }
}

/// The bridge of one of Docker's networks.
private struct DockerBridge {
    let name: String
    private let subnets: [AddressRange]

    init?(_ network: JSONNode) {
        guard network["Driver"]?.text == "bridge" else { return nil }
        let chosen = network["Options"]?["com.docker.network.bridge.name"]?.text
        guard let name = chosen ?? network["Id"]?.text.map({ "br-" + $0.prefix(12) }) else { return nil }
        self.name = name
        subnets = (network["IPAM"]?["Config"]?.items ?? []).compactMap {
            $0["Subnet"]?.text.flatMap { AddressRange($0) }
        }
    }

    /// Whether an address of the bridge says that it leads outside.
    ///
    /// Networks of containers may have public IPv6 addresses of their own; Docker's documentation recommends it.
    func isForeign(_ address: Address) -> Bool {
        guard address.isPublic else { return false }
        return address.family == .ipv4 || !subnets.contains { $0.contains(address) }
    }
}
