import Hardening
import Rulesets
import Surface

/// Where packets come from and go to on this machine, as far as rules ask for it.
struct Vantage: Sendable {
    /// Interfaces on which strangers' packets arrive.
    var outside: [String] = ["eth0"]
    /// Those of them over which packets for the whole Internet leave.
    var defaults: Set<String> = []
    /// Those of them with VPN peers behind them, who are no strangers.
    var tunnels: Set<String> = []
    /// Interfaces with VPN peers or guests behind them, whom strangers do not connect to, and an address of one of them.
    var behind: [String: [AddressFamily: Address]] = [:]
    /// Bridges with containers behind them.
    var bridges: [String] = []
    /// Bridges whose containers have IPv6 addresses: Docker gives the bridge one too; link-local ones lead nowhere.
    var dualBridges: [String] = []
    /// Addresses of the machine besides loopback.
    var addresses: [AddressFamily: [Address]] = [:]
    var isForwarding: [AddressFamily: Bool] = [:]
    /// Families whose addresses could not be read.
    var blind: Set<AddressFamily> = []

    /// Tailscale's interface: it accepts there whatever comes and goes, by a rule before all others, and refuses strangers
    /// itself.
    static let tailnet = "tailscale0"

    /// Interfaces on which strangers' packets come to the machine itself; all, where none but a tailnet's is there.
    var entrances: [String] {
        let others = outside.filter { $0 != Self.tailnet || !tunnels.contains($0) }
        return others.isEmpty ? outside : others
    }

    /// Bridges whose containers have addresses of the family.
    func bridges(of family: AddressFamily) -> [String] {
        family == .ipv4 || blind.contains(family) ? bridges : dualBridges
    }

    /// Whether the machine has addresses of the family besides loopback; nothing where that could not be determined.
    func uses(_ family: AddressFamily) -> Bool? {
        blind.contains(family) ? nil : !(addresses[family] ?? []).isEmpty
    }
}

extension ProofObserver {
    func vantage() async -> Vantage {
        await cache.value {
            var vantage = Vantage()
            // Not /sys/class/net, which shows the network namespace it was mounted in rather than this one.
            let names = Self.interfaces(await surface.text("/proc/net/dev").content ?? "")
            let named = surface.isLive ? await firewall.containerBridges().content?.containers ?? [] : []
            let table = await firewall.kernelRoutes()
            let isBridge = { (name: String) in
                Topology.isContainerBridge(name) && !table.hasDefault(name) || named.contains(name)
            }
            vantage.bridges = names.filter(isBridge)
            let routes = await surface.text("/proc/net/route").content ?? ""
            let addresses = await surface.text("/proc/net/if_inet6").content ?? ""
            let outside = names.filter {
                $0 != "lo" && !$0.hasPrefix("veth") && !isBridge($0)
            }
            vantage.defaults = Set(outside.filter(table.hasDefault))
            let links = surface.isLive ? await firewall.linkListing().content ?? [] : []
            vantage.tunnels = Set(links.filter(\.isTunnel).map(\.name)).subtracting(vantage.defaults)
            for link in links where link.hasOthersBehind && !vantage.defaults.contains(link.name) {
                if isBridge(link.name) || link.name == Vantage.tailnet { continue }
                vantage.behind[link.name] = table.neighbors(of: link.name)
            }
            // An interface without an address or a route takes no packets.
            let connected = outside.filter {
                Self.mentions($0, routes, column: 0) || Self.mentions($0, addresses, column: 5)
            }
            if !outside.isEmpty { vantage.outside = connected.isEmpty ? outside : connected }
            switch await surface.text("/proc/net/fib_trie") {
            case .found(let text): vantage.addresses[.ipv4] = Self.localAddresses(fibTrie: text)
            default: vantage.blind.insert(.ipv4)
            }
            switch await surface.text("/proc/net/if_inet6") {
            case .found(let text):
                vantage.addresses[.ipv6] = Self.localAddresses(interfaces: text)
                vantage.dualBridges = vantage.bridges.filter { bridge in
                    text.split(separator: "\n").contains {
                        !$0.hasPrefix("fe80") && Self.mentions(bridge, String($0), column: 5)
                    }
                }
            // A kernel without IPv6 has no such file.
            case .absent: vantage.addresses[.ipv6] = []
            case .unreadable: vantage.blind.insert(.ipv6)
            }
            vantage.isForwarding[.ipv4] = await isOn("/proc/sys/net/ipv4/ip_forward")
            vantage.isForwarding[.ipv6] = await isOn("/proc/sys/net/ipv6/conf/all/forwarding")
            return vantage
        }
    }

    /// `  eth0: 1234 …`, one interface a line after two lines of headings.
    private static func interfaces(_ text: String) -> [String] {
        text.split(separator: "\n").dropFirst(2).compactMap { line in
            line.split(separator: ":").first.map { String($0.drop { $0 == " " }) }
        }
    }

    private static func mentions(_ interface: String, _ text: String, column: Int) -> Bool {
        text.split(separator: "\n").contains { line in
            let words = line.split { $0 == " " || $0 == "\t" }
            return words.count > column && words[column] == interface
        }
    }

    private func isOn(_ path: String) async -> Bool? {
        switch await surface.text(path) {
        case .absent: false
        case .unreadable: nil
        case .found(let text): !text.hasPrefix("0")
        }
    }

    /// The addresses whose leaf says `/32 host LOCAL`.
    static func localAddresses(fibTrie text: String) -> [Address] {
        var found: [Address] = []
        var leaf: Address?
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ")
            if words.first == "|--", words.count > 1 {
                leaf = Address(words[1])
            } else if words.starts(with: ["/32", "host", "LOCAL"]), let address = leaf,
                address.bits >> 24 != 127, !found.contains(address)
            {
                found.append(address)
            }
        }
        return found
    }

    /// `fe80…0001 02 40 20 80 eth0`, one address a line.
    static func localAddresses(interfaces text: String) -> [Address] {
        text.split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ")
            guard words.count >= 6, words[5] != "lo", words[0].utf8.count == 32,
                let bits = UInt128(words[0], radix: 16)
            else { return nil }
            return Address(family: .ipv6, bits: bits)
        }
    }
}
