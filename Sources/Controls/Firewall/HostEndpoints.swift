import Hardening
import Rulesets

/// What the gateways' configurations name on this machine, and their containers must still reach behind a firewall.
struct HostEndpoints {
    /// In the order of the configurations, each once.
    let services: [FirewallPolicy.HostService]
    /// Why the firewall would cut a gateway off, and what to do; nothing where it would not.
    let obstacle: String?

    init(_ snapshot: Snapshot) {
        var services: [FirewallPolicy.HostService] = []
        var obstacle: String?
        for gateway in snapshot.records(.openclaw) {
            switch gateway[.hostEndpoints] {
            case .list(let items):
                for item in items {
                    let words = item.split(separator: " ", maxSplits: 3).map(String.init)
                    guard words.count >= 3, let source = AddressRange(words[1]), let port = UInt16(words[2]),
                        let service = FirewallPolicy.HostService(bridge: words[0], source: source, port: port)
                    else {
                        obstacle = "\(gateway.name) names something on this server that rules cannot name: \(item)."
                        continue
                    }
                    if !services.contains(service) { services.append(service) }
                }
            case .unknown(let why) where gateway.fields[.hostEndpoints] != nil:
                obstacle =
                    "What \(gateway.name) asks of this server itself would be cut off: \(why). Name it by a name or an "
                    + "address of another machine, or give the container a bridge of its own, then plan again."
            default: continue
            }
        }
        self.services = services
        self.obstacle = obstacle
    }
}
