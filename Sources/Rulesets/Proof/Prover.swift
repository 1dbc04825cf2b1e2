/// Answers from which place a new connection gets to what, from the rules and nothing else.
///
/// The answer is exact for what the rules ask and the model knows; where a rule is not understood, and only there, it is
/// unknown. A limiter counts as one lone packet meets it: within its limit.
public struct Prover: Sendable {
    public let ruleset: Ruleset
    public let topology: Topology
    public let sockets: [Socket]?
    public let containers: [ContainerAddress]

    /// Without sockets every port counts as one that answers.
    public init(
        _ ruleset: Ruleset,
        topology: Topology = .plain,
        sockets: [Socket]? = nil,
        containers: [ContainerAddress] = []
    ) {
        self.ruleset = ruleset
        self.topology = topology
        self.sockets = sockets
        self.containers = containers
    }

    /// Every place a connection can begin.
    public var vantages: [Door.Vantage] {
        topology.interfaces.compactMap { interface in
            switch interface.role {
            case .loopback: nil
            case .outside: Door.Vantage(.outside, interface: interface.name)
            case .private: Door.Vantage(.private, interface: interface.name)
            case .container: Door.Vantage(.container, interface: interface.name)
            }
        } + [Door.Vantage(.host)]
    }

    /// Every door of this machine, seen from one place over one family.
    public func doors(from vantage: Door.Vantage, over family: AddressFamily) -> [Door] {
        doors(from: vantage, over: family, sending: .all)
    }

    func doors(from vantage: Door.Vantage, over family: AddressFamily, sending box: PacketBox) -> [Door] {
        let reachability = reachability(from: vantage, over: family, to: box)
        var doors: [Door] = []
        if let sockets {
            for socket in sockets where socket.families.contains(family) { doors += reachability.doors(to: socket) }
        } else {
            doors += reachability.doors(to: nil, reachability.traversal.delivered)
        }
        for container in everyContainer where container.address.family == family {
            doors += reachability.doors(to: container)
        }
        return doors
    }

    /// What can be connected to beyond this machine: for each transport the ports that are open, and the others.
    public func egress(from vantage: Door.Vantage, over family: AddressFamily) -> [Door] {
        reachability(from: vantage, over: family).egress(outside)
    }

    /// Whether a connection to one TCP port, of one sender behind a bridge where that is given, can leave the machine.
    public func egress(
        from vantage: Door.Vantage,
        over family: AddressFamily,
        sender: Address? = nil,
        port: UInt16
    ) -> Door {
        let box = PacketBox.tcp(port: port).sent(by: sender)
        let reachability = reachability(from: vantage, over: family, to: box)
        var arrival = outside.map { reachability.traversal.forwarded.narrowed(to: $0) } ?? Traversal.Arrival()
        arrival.refused = reachability.traversal.forwarded.refused
        return reachability.door(arrival, Packet.tcp, [port...port], .anywhere)
    }

    /// Whether a connection to one TCP port of one address can leave the machine for it.
    public func egress(
        from vantage: Door.Vantage,
        to address: Address,
        sender: Address? = nil,
        port: UInt16
    ) -> Door {
        let all = PacketBox.tcp(port: port).narrowed(.destination, toAddresses: IntervalSet(address.bits)) ?? .all
        let box = all.sent(by: sender)
        let reachability = reachability(from: vantage, over: address.family, to: box)
        let forwarded = reachability.traversal.forwarded.narrowed(to: .untranslated)
        var arrival = outside.map { forwarded.narrowed(to: $0) } ?? Traversal.Arrival()
        arrival.refused = forwarded.refused
        return reachability.door(arrival, Packet.tcp, [port...port], .anywhere)
    }

    /// Packets on their way out of the machine.
    private var outside: PacketBox? {
        let indexes = topology.interfaces.filter { $0.role == .outside }.compactMap { topology.index(of: $0.name) }
        return PacketBox.all.narrowed(.output, to: IntervalSet(indexes.map { $0...$0 }))
    }

    /// Containers that were named, and addresses that translation leads to.
    private var everyContainer: [ContainerAddress] {
        var found = containers
        for rule in ruleset.tables.lazy.flatMap(\.chains).flatMap(\.rules) {
            guard case .redirect(let address?, _) = rule.action,
                !found.contains(where: { $0.address == address }),
                !topology.local(address.family).contains(address.bits)
            else { continue }
            found.append(ContainerAddress(name: "behind a published port", address: address))
        }
        return found
    }

    private func reachability(
        from vantage: Door.Vantage,
        over family: AddressFamily,
        to box: PacketBox = .all
    ) -> Reachability {
        let walker = PacketWalker(ruleset: ruleset, topology: topology, family: family)
        let start = PacketSet.connections(from: vantage, family, topology).intersection(box)
        return Reachability(walker, from: vantage, start: start)
    }
}
