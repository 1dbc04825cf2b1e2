import Hardening
import Rulesets

/// What the gateways' configurations name on this machine, and their containers must still reach behind a firewall.
///
/// Agents write to that configuration: what it names is opened only where it is a model server's usual port, or where
/// the profile says so.
struct HostEndpoints {
    /// In the order of the configurations, each once.
    let services: [FirewallPolicy.HostService]
    /// What is named and not opened, with what to do where it is wanted.
    let withheld: [String]
    /// Why the firewall would cut a gateway off, and what to do; nothing where it would not.
    let blocker: String?

    /// Ollama, LM Studio and LiteLLM: whether they run at the moment or not.
    private static let modelServers: Set<UInt16> = [11434, 1234, 4000]

    /// vLLM and llama.cpp's server, and many another program: only while something listens there that containers reach,
    /// so that none is opened for what may come.
    private static let commonPorts: Set<UInt16> = [8000, 8080]

    /// The Docker daemon's and the swarm's, and Caddy's: whoever asks these decides what root does.
    private static let administration: Set<UInt16> = [2375, 2376, 2377, 2019]

    init(_ snapshot: Snapshot, _ profile: Profile) {
        var services: [FirewallPolicy.HostService] = []
        var withheld: [Withheld] = []
        var blocker: String?
        let never = Self.administration.union(Self.sshPorts(snapshot, profile))
        let opened = Self.modelServers.union(Self.commonPorts.intersection(Self.listening(snapshot)))
            .union(profile.firewall.hostPorts.compactMap { UInt16(exactly: $0) })
        for gateway in snapshot.records(.openclaw) {
            switch gateway[.hostEndpoints] {
            case .list(let items):
                for item in items {
                    let words = item.split(separator: " ", maxSplits: 3).map(String.init)
                    guard words.count >= 3, let source = AddressRange(words[1]), let port = UInt16(words[2]),
                        let service = FirewallPolicy.HostService(bridge: words[0], source: source, port: port)
                    else {
                        blocker = "\(gateway.name) names something on this server that rules cannot name: \(item)."
                        continue
                    }
                    guard opened.contains(port), !never.contains(port) else {
                        let one = Withheld(gateway: gateway.name, port: port, isNever: never.contains(port))
                        let place = words.count > 3 ? words[3] : "its configuration"
                        if let index = withheld.firstIndex(where: { $0.isSame(as: one) }) {
                            withheld[index].places.insert(place)
                        } else {
                            withheld.append(one.naming(place))
                        }
                        continue
                    }
                    if !services.contains(service) { services.append(service) }
                }
            case .unknown(let why) where gateway.fields[.hostEndpoints] != nil:
                blocker =
                    "What \(gateway.name) asks of this server itself would be cut off: \(why). Name it by a name or an "
                    + "address of another machine, or give the container a bridge of its own, then plan again."
            default: continue
            }
        }
        self.services = services
        self.blocker = blocker
        let ports = Set(withheld.filter { !$0.isNever }.map(\.port)).union(
            profile.firewall.hostPorts.compactMap { UInt16(exactly: $0) }
        )
        self.withheld = withheld.map { $0.words(profileLine: ports.sorted()) }
    }

    /// Ports of sockets that are not only for this server itself; none where that could not be seen.
    private static func listening(_ snapshot: Snapshot) -> Set<UInt16> {
        Set(
            snapshot.records(.listeners).compactMap { socket in
                guard socket[.loopbackOnly] == false, socket[.transport] == "tcp",
                    case .number(let number) = socket[.listeningPort]
                else { return nil }
                return UInt16(exactly: number)
            }
        )
    }

    /// Those that people log in through now or will, where that is known.
    private static func sshPorts(_ snapshot: Snapshot, _ profile: Profile) -> Set<UInt16> {
        var ports: Set<UInt16> = [22]
        if let own = UInt16(exactly: profile.ssh.port) { ports.insert(own) }
        for server in snapshot.records(.sshServer) {
            if case .list(let list) = server[.sshPorts] { ports.formUnion(list.compactMap { UInt16($0) }) }
        }
        return ports
    }

    private struct Withheld {
        let gateway: String
        let port: UInt16
        /// Whether no profile opens it.
        let isNever: Bool
        var places: Set<String> = []

        func isSame(as other: Self) -> Bool { gateway == other.gateway && port == other.port }

        func naming(_ place: String) -> Self {
            var copy = self
            copy.places.insert(place)
            return copy
        }

        func words(profileLine ports: [UInt16]) -> String {
            let named = places.sorted()
            let more = named.count > 3 ? " and \(named.count - 3) more" : ""
            let what =
                "what the gateway of \(gateway) asks on port \(port) of this server "
                + "(\(named.prefix(3).joined(separator: ", "))\(more))"
            if isNever { return "\(what): no container is let to that port, which administers the server" }
            return "\(what). To allow it, before you apply, set in the profile: firewall: {hostPorts: "
                + "[\(ports.map(String.init).joined(separator: ", "))]}"
        }
    }
}
