/// What can be seen of a machine from one place over one family, and the doors in it.
struct Sight {
    let journey: Journey
    /// What set out.
    let start: PacketSet
    let vantage: Door.Vantage
    let traveller: Traveller

    private var family: AddressFamily { traveller.family }

    /// The doors to a socket: its own port, and ports that are redirected to it.
    func doors(to socket: Socket) -> [Door] {
        var box = PacketBox.port(socket.port, socket.transport)
        if let address = socket.address {
            box = box?.narrowed(.destination, toAddresses: IntervalSet(address.bits))
        }
        let arrival = box.map { journey.delivered.narrowed(to: $0) } ?? Journey.Arrival()
        let plain = door(
            arrival.narrowed(to: .untranslated),
            refused: arrival.refused,
            socket.transport,
            [socket.port...socket.port],
            .socket(socket)
        )
        return [plain] + translated(arrival, socket.transport) { _ in .socket(socket) }
    }

    /// The doors to a container: ports published for it, and its own for whoever has a route to it.
    func doors(to container: ContainerAddress) -> [Door] {
        let box = PacketBox.all.narrowed(.destination, toAddresses: IntervalSet(container.address.bits))
        return doors(to: container, box.map { journey.forwarded.narrowed(to: $0) } ?? Journey.Arrival())
    }

    /// The doors to everything beyond the machine that packets leave it for.
    func egress(_ leaving: PacketBox?) -> [Door] {
        let way = leaving.map { journey.forwarded.narrowed(to: $0) } ?? Journey.Arrival()
        let arrival = Journey.Arrival(possible: way.possible, refused: journey.forwarded.refused)
        return [Packet.tcp, Packet.udp].flatMap { transport in
            doors(arrival.narrowed(to: .untranslated), transport) { _ in .anywhere }
        }
    }

    /// The doors to whatever answers on any port, the machine itself where there is no container.
    func doors(to container: ContainerAddress?, _ arrival: Journey.Arrival) -> [Door] {
        [Packet.tcp, Packet.udp].flatMap { transport -> [Door] in
            let target = { (port: UInt16?) -> Door.Target in
                container.map { .container(name: $0.name, $0.address, port: port) }
                    ?? .socket(Socket(transport: transport, port: port ?? 0))
            }
            let own = doors(arrival.narrowed(to: .untranslated), transport) { target(container == nil ? $0 : nil) }
            return own + translated(arrival, transport) { target($0) }
        }
    }

    /// One door for the ports that are open, one for those that cannot be told, and one for the rest.
    private func doors(
        _ arrival: Journey.Arrival,
        _ transport: UInt8,
        to target: (UInt16?) -> Door.Target
    ) -> [Door] {
        guard let box = PacketBox.all.narrowed(.transport, to: IntervalSet(UInt16(transport))) else { return [] }
        let part = arrival.narrowed(to: box)
        let open = part.possible.subtracting(part.refused).values(of: .destinationPort)
        let doubtful = part.possible.values(of: .destinationPort).subtracting(open)
        let asked = start.intersection(box).values(of: .destinationPort)
        let closed = asked.subtracting(open.union(doubtful))
        return [open, doubtful, closed].filter { !$0.isEmpty }.map { ports in
            let here = PacketBox.all.narrowed(.destinationPort, to: ports)
            let inside = here.map { part.narrowed(to: $0) } ?? Journey.Arrival()
            return door(inside, refused: inside.refused, transport, ports.ranges, target(ports.first))
        }
    }

    /// Doors whose packets were addressed to another port or address than they arrive at.
    private func translated(
        _ arrival: Journey.Arrival,
        _ transport: UInt8,
        to target: (UInt16?) -> Door.Target
    ) -> [Door] {
        let sent = PacketBox.all.narrowed(.transport, to: IntervalSet(UInt16(transport))) ?? .all
        let moved = arrival.narrowed(to: .translated).narrowed(to: sent)
        // Published ports that are refused later on are doors too, closed ones.
        var rest = moved.possible.union(moved.refused)
        var doors: [Door] = []
        // One door for each port arrived at; those after the first thousand share one.
        while let first = rest.values(of: .destinationPort).first {
            let one = PacketBox.all.narrowed(.destinationPort, to: IntervalSet(first))
            let box = doors.count < 1000 ? one ?? .all : .all
            let part = moved.narrowed(to: box)
            let addressed = part.possible.isEmpty ? part.refused : part.possible
            let ports = addressed.values(of: .originalPort).subtracting(IntervalSet(0))
            doors.append(
                door(part, refused: part.refused, transport, ports.ranges, target(doors.count < 1000 ? first : nil))
            )
            rest = rest.subtracting(box)
        }
        return doors
    }

    func door(
        _ arrival: Journey.Arrival,
        refused: PacketSet,
        _ transport: UInt8,
        _ ports: [ClosedRange<UInt16>],
        _ target: Door.Target
    ) -> Door {
        let sure = arrival.possible.subtracting(refused)
        let verdict: Door.Verdict =
            journey.isIncomplete ? .unknown : !sure.isEmpty ? .open : arrival.possible.isEmpty ? .closed : .unknown
        let through = verdict == .open ? sure : arrival.possible
        let finder = WitnessFinder(traveller: traveller, vantage: vantage)
        let sample = verdict == .closed ? refused.boxes.first ?? unanswered(transport, ports) : through.boxes.first
        let witness = sample.flatMap { finder.witness(in: $0) }
        let path = witness.map { finder.path(of: $0) } ?? []
        return Door(
            family: family,
            from: vantage,
            transport: transport,
            ports: ports,
            to: target,
            sources: verdict == .closed ? nil : sources(of: through),
            verdict: verdict,
            witness: witness,
            path: path,
            because: reason(verdict, path)
        )
    }

    /// A packet for a closed door that no rule refuses: it has no way there.
    private func unanswered(_ transport: UInt8, _ ports: [ClosedRange<UInt16>]) -> PacketBox? {
        let box = PacketBox.all.narrowed(.transport, to: IntervalSet(UInt16(transport)))?
            .narrowed(.destinationPort, to: IntervalSet(ports))
        return box.flatMap { start.intersection($0).boxes.first }
    }

    private func reason(_ verdict: Door.Verdict, _ path: [Door.Step]) -> String {
        if journey.isIncomplete { return "the rules are too many, or lead in a circle" }
        if let last = path.last { return last.description }
        return verdict == .closed ? "no packet from there gets to that address" : "no rule stands in the way"
    }

    /// Nothing where everybody who can send from there gets through.
    private func sources(of packets: PacketSet) -> [AddressRange]? {
        let some = packets.addresses(of: .source)
        guard some != start.addresses(of: .source) else { return nil }
        return some.ranges.compactMap { range in
            AddressRange(
                Address(family: family, bits: range.lowerBound),
                Address(family: family, bits: range.upperBound)
            )
        }
    }
}

extension PacketBox {
    static let untranslated = PacketBox.all.narrowed(.translated, to: IntervalSet(0)) ?? .all
    static let translated = PacketBox.all.narrowed(.translated, to: IntervalSet(1)) ?? .all
}

extension Journey.Arrival {
    func narrowed(to box: PacketBox) -> Self {
        Self(possible: possible.intersection(box), refused: refused.intersection(box))
    }
}

extension Door.Step: CustomStringConvertible {
    public var description: String {
        "\(table) \(chain)" + (number.map { " rule \($0)" } ?? "") + ": \(text)"
    }
}
