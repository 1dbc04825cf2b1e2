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
        let traveller = Traveller(ruleset: ruleset, topology: topology, family: family)
        let start = PacketSet.connections(from: vantage, family, topology)
        let journey = vantage.place == .host ? traveller.depart(start) : traveller.arrive(start)
        var doors: [Door] = []
        let witnesses = WitnessFinder(traveller: traveller, vantage: vantage)
        if let sockets {
            for socket in sockets where socket.families.contains(family) {
                doors.append(door(to: socket, journey, vantage, family, witnesses))
            }
        } else {
            for transport in [Packet.tcp, Packet.udp] {
                doors += ranges(of: transport, journey.delivered, journey, vantage, family, witnesses)
            }
        }
        for container in containers where container.address.family == family {
            let box = PacketBox.all.narrowed(.destination, toAddresses: IntervalSet(container.address.bits))
            for transport in [Packet.tcp, Packet.udp] {
                let arrival = Journey.Arrival(
                    possible: box.map { journey.forwarded.possible.intersection($0) } ?? .empty,
                    refused: box.map { journey.forwarded.refused.intersection($0) } ?? .empty
                )
                let target = Door.Target.container(name: container.name, container.address)
                doors += ranges(of: transport, arrival, journey, vantage, family, witnesses, to: target)
            }
        }
        return doors
    }

    /// What can be connected to beyond this machine.
    public func egress(from vantage: Door.Vantage, over family: AddressFamily, port: UInt16) -> Door {
        let traveller = Traveller(ruleset: ruleset, topology: topology, family: family)
        let start = PacketSet.connections(from: vantage, family, topology).intersection(.tcp(port: port))
        let journey = vantage.place == .host ? traveller.depart(start) : traveller.arrive(start)
        let outside = topology.interfaces.filter { $0.role == .outside }.compactMap { topology.index(of: $0.name) }
        let leaving = PacketBox.all.narrowed(.output, to: IntervalSet(outside.map { $0...$0 }))
        let possible = leaving.map { journey.forwarded.possible.intersection($0) } ?? .empty
        let witnesses = WitnessFinder(traveller: traveller, vantage: vantage)
        return judge(
            Journey.Arrival(possible: possible, refused: journey.forwarded.refused),
            journey,
            vantage,
            family,
            Packet.tcp,
            [port...port],
            .anywhere,
            witnesses
        )
    }

    private func door(
        to socket: Socket,
        _ journey: Journey,
        _ vantage: Door.Vantage,
        _ family: AddressFamily,
        _ witnesses: WitnessFinder
    ) -> Door {
        var box = PacketBox.port(socket.port, socket.transport)
        if let address = socket.address {
            box = box?.narrowed(.destination, toAddresses: IntervalSet(address.bits))
        }
        let arrival = Journey.Arrival(
            possible: box.map { journey.delivered.possible.intersection($0) } ?? .empty,
            refused: box.map { journey.delivered.refused.intersection($0) } ?? .empty
        )
        return judge(
            arrival,
            journey,
            vantage,
            family,
            socket.transport,
            [socket.port...socket.port],
            .socket(socket),
            witnesses
        )
    }

    /// One door for the ports that are open, and one for those that cannot be told; the rest is closed.
    private func ranges(
        of transport: UInt8,
        _ arrival: Journey.Arrival,
        _ journey: Journey,
        _ vantage: Door.Vantage,
        _ family: AddressFamily,
        _ witnesses: WitnessFinder,
        to target: Door.Target? = nil
    ) -> [Door] {
        guard let box = PacketBox.all.narrowed(.transport, to: IntervalSet(UInt16(transport))) else { return [] }
        let possible = arrival.possible.intersection(box)
        let refused = arrival.refused.intersection(box)
        let open = possible.subtracting(refused).values(of: .destinationPort)
        let doubtful = possible.values(of: .destinationPort).subtracting(open)
        let closed = open.union(doubtful).complement.subtracting(IntervalSet(0))
        return [open, doubtful, closed].filter { !$0.isEmpty }.map { ports in
            let here = PacketBox.all.narrowed(.destinationPort, to: ports)
            let part = Journey.Arrival(
                possible: here.map { possible.intersection($0) } ?? .empty,
                refused: here.map { refused.intersection($0) } ?? .empty
            )
            let named = Door.Target.socket(Socket(transport: transport, port: ports.first ?? 0))
            return judge(part, journey, vantage, family, transport, ports.ranges, target ?? named, witnesses)
        }
    }

    private func judge(
        _ arrival: Journey.Arrival,
        _ journey: Journey,
        _ vantage: Door.Vantage,
        _ family: AddressFamily,
        _ transport: UInt8,
        _ ports: [ClosedRange<UInt16>],
        _ target: Door.Target,
        _ witnesses: WitnessFinder
    ) -> Door {
        let sure = arrival.possible.subtracting(arrival.refused)
        let verdict: Door.Verdict =
            journey.isIncomplete ? .unknown : !sure.isEmpty ? .open : arrival.possible.isEmpty ? .closed : .unknown
        let sample = (verdict == .open ? sure : verdict == .unknown ? arrival.possible : arrival.refused).boxes.first
        let witness = sample.flatMap { witnesses.witness(in: $0) }
        let path = witness.map { witnesses.path(of: $0) } ?? []
        let reason =
            path.last.map(\.description)
            ?? (verdict == .closed ? "no packet from there gets to that address" : "no rule stands in the way")
        return Door(
            family: family,
            from: vantage,
            transport: transport,
            ports: ports,
            to: target,
            verdict: verdict,
            witness: witness,
            path: path,
            because: journey.isIncomplete ? "the rules are too many, or lead in a circle" : reason
        )
    }
}

extension Door.Step: CustomStringConvertible {
    public var description: String {
        "\(table) \(chain)" + (number.map { " rule \($0)" } ?? "") + ": \(text)"
    }
}
