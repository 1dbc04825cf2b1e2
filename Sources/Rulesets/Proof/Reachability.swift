/// What can be seen of a machine from one place over one family, and the doors in it.
struct Reachability {
    let traversal: Traversal
    /// What set out.
    let start: PacketSet
    let vantage: Door.Vantage
    let walker: PacketWalker

    init(_ walker: PacketWalker, from vantage: Door.Vantage, start: PacketSet) {
        self.walker = walker
        self.vantage = vantage
        self.start = start
        var traversal = walker.travel(start, from: vantage)
        if walker.rate == .within, walker.ruleset.limits {
            // A sender may also come so often that limits are exceeded.
            let flood = walker.at(.any).travel(start, from: vantage)
            traversal.delivered.flooded = flood.delivered.possible
            traversal.forwarded.flooded = flood.forwarded.possible
        }
        self.traversal = traversal
    }

    private var family: AddressFamily { walker.family }

    /// The doors to a socket: its own port, and ports that are redirected to it.
    func doors(to socket: Socket) -> [Door] {
        var box = PacketBox.port(socket.port, socket.transport)
        if let address = socket.address {
            box = box?.narrowed(.destination, toAddresses: IntervalSet(address.bits))
        }
        let arrival = box.map { traversal.delivered.narrowed(to: $0) } ?? Traversal.Arrival()
        let plain = door(
            arrival.narrowed(to: .untranslated),
            socket.transport,
            [socket.port...socket.port],
            .socket(socket)
        )
        return [plain] + translated(arrival, socket.transport) { _ in .socket(socket) }
    }

    /// The doors to a container: ports published for it, and its own for whoever has a route to it.
    func doors(to container: ContainerAddress) -> [Door] {
        let box = PacketBox.all.narrowed(.destination, toAddresses: IntervalSet(container.address.bits))
        return doors(to: container, box.map { traversal.forwarded.narrowed(to: $0) } ?? Traversal.Arrival())
    }

    /// The doors to everything beyond the machine that packets leave it for.
    func egress(_ leaving: PacketBox?) -> [Door] {
        let way = leaving.map { traversal.forwarded.narrowed(to: $0) } ?? Traversal.Arrival()
        let arrival = Traversal.Arrival(
            possible: way.possible,
            refused: traversal.forwarded.refused,
            flooded: way.flooded
        )
        return [Packet.tcp, Packet.udp].flatMap { transport in
            doors(arrival.narrowed(to: .untranslated), transport) { _ in .anywhere }
        }
    }

    /// The doors to whatever answers on any port, the machine itself where there is no container.
    func doors(to container: ContainerAddress?, _ arrival: Traversal.Arrival) -> [Door] {
        [Packet.tcp, Packet.udp].flatMap { transport -> [Door] in
            let target = { (port: UInt16?) -> Door.Target in
                container.map { .container(name: $0.name, $0.address, port: port) }
                    ?? .socket(Socket(transport: transport, port: port ?? 0))
            }
            let own = doors(arrival.narrowed(to: .untranslated), transport) { target(container == nil ? $0 : nil) }
            return own + translated(arrival, transport) { target($0) }
        }
    }

    /// One door for the ports that are open, one for those that could not be determined, and one for the rest.
    private func doors(
        _ arrival: Traversal.Arrival,
        _ transport: UInt8,
        to target: (UInt16?) -> Door.Target
    ) -> [Door] {
        guard let box = PacketBox.all.narrowed(.transport, to: IntervalSet(UInt16(transport))) else { return [] }
        let asked = start.intersection(box).values(of: .destinationPort)
        return doors(arrival.narrowed(to: box), transport, asked, to: target)
    }

    private func doors(
        _ part: Traversal.Arrival,
        _ transport: UInt8,
        _ asked: IntervalSet<UInt16>,
        to target: (UInt16?) -> Door.Target
    ) -> [Door] {
        let open = traversal.sure(part.possible).values(of: .destinationPort)
        let doubtful = part.possible.values(of: .destinationPort).subtracting(open)
        let flooded = part.flooded.values(of: .destinationPort).subtracting(open.union(doubtful))
        let closed = asked.subtracting(open.union(doubtful).union(flooded))
        let parts = traversal.sure(part.possible).portsBySources + [doubtful, flooded, closed]
        return parts.filter { !$0.isEmpty }.map { ports in
            let here = PacketBox.all.narrowed(.destinationPort, to: ports)
            let inside = here.map { part.narrowed(to: $0) } ?? Traversal.Arrival()
            return door(inside, transport, ports.ranges, target(ports.first))
        }
    }

    /// Doors whose packets were addressed to another port or address than they arrive at.
    private func translated(
        _ arrival: Traversal.Arrival,
        _ transport: UInt8,
        to target: (UInt16?) -> Door.Target
    ) -> [Door] {
        let sent = PacketBox.all.narrowed(.transport, to: IntervalSet(UInt16(transport))) ?? .all
        let kept = arrival.narrowed(to: .movedToAnAddress).narrowed(to: sent)
        let ports = [kept.possible, kept.refused, kept.flooded].map { $0.values(of: .destinationPort) }
            .reduce(IntervalSet.empty) { $0.union($1) }
        var doors = doors(kept, transport, ports) { _ in target(nil) }
        let moved = arrival.narrowed(to: .movedToAPort).narrowed(to: sent)
        // Published ports that are refused later on are doors too, closed ones.
        var rest = moved.possible.union(moved.refused).union(moved.flooded)
        // Where a rule may write any port there are too many to name.
        let isAny = rest.boxes.contains { $0.set(.destinationPort).ranges.contains { $0.count > 4096 } }
        let most = doors.count + (isAny ? 32 : 1000)
        // One door for each port arrived at; those after the first thousand share one.
        while let first = rest.values(of: .destinationPort).first {
            let one = PacketBox.all.narrowed(.destinationPort, to: IntervalSet(first))
            let box = doors.count < most ? one ?? .all : .all
            let part = moved.narrowed(to: box)
            let arriving = part.possible.union(part.flooded)
            let addressed = arriving.isEmpty ? part.refused : arriving
            let ports = addressed.origins.values(of: .destinationPort).subtracting(IntervalSet(0))
            doors.append(door(part, transport, ports.ranges, target(doors.count < most ? first : nil)))
            rest = rest.subtracting(box)
        }
        // What becomes of packets to the machine's own port is said by the door of that port, translated ones included.
        return doors.filter { door in
            guard door.verdict == .closed, case .socket(let socket) = door.to else { return true }
            return door.ports != [socket.port...socket.port]
        }
    }

    func door(
        _ arrival: Traversal.Arrival,
        _ transport: UInt8,
        _ ports: [ClosedRange<UInt16>],
        _ target: Door.Target
    ) -> Door {
        let sure = traversal.sure(arrival.possible)
        let through = [sure, arrival.possible, arrival.flooded].first { !$0.isEmpty }?.origins
        let verdict: Door.Verdict =
            traversal.isIncomplete ? .unknown : !sure.isEmpty ? .open : through == nil ? .closed : .unknown
        let isFlooding = arrival.possible.isEmpty && through != nil
        let finder = WitnessFinder(walker: isFlooding ? walker.at(.any) : walker, vantage: vantage)
        let refused = arrival.refused.boxes.isEmpty ? unanswered(transport, ports).map { [$0] } : arrival.refused.boxes
        let witness = finder.witness(among: through?.boxes ?? refused ?? [])
        let trail = witness.map { finder.trail(of: $0) } ?? Trail()
        return Door(
            family: family,
            from: vantage,
            transport: transport,
            ports: ports,
            to: target,
            sources: verdict == .closed ? nil : through.flatMap { limits(of: .source, in: $0) },
            destinations: verdict == .closed ? nil : through.flatMap { limits(of: .destination, in: $0) },
            verdict: verdict,
            witness: witness,
            path: trail.steps,
            because: reason(verdict, trail.steps),
            decision: traversal.isIncomplete ? .tooMany : trail.decision(verdict, at: hook(of: target))
        )
    }

    /// Where a packet to the target is filtered.
    private func hook(of target: Door.Target) -> Hook {
        if case .socket = target { return .input }
        return vantage.place == .host ? .output : .forward
    }

    /// A packet for a closed door that no rule refuses: it has no way there.
    private func unanswered(_ transport: UInt8, _ ports: [ClosedRange<UInt16>]) -> PacketBox? {
        let box = PacketBox.all.narrowed(.transport, to: IntervalSet(UInt16(transport)))?
            .narrowed(.destinationPort, to: IntervalSet(ports))
        return box.flatMap { start.intersection($0).boxes.first }
    }

    private func reason(_ verdict: Door.Verdict, _ path: [Door.Step]) -> String {
        if traversal.isIncomplete { return "the rules are too many, or lead in a circle" }
        if let last = path.last { return last.description }
        return verdict == .closed ? "no packet from there gets to that address" : "no rule stands in the way"
    }

    /// The addresses of packets that get through; nothing where they are those of all that set out.
    private func limits(of property: PacketBox.Property, in packets: PacketSet) -> [AddressRange]? {
        let some = packets.addresses(of: property)
        guard some != start.addresses(of: property) else { return nil }
        return some.ranges.compactMap { range in
            AddressRange(
                Address(family: family, bits: range.lowerBound),
                Address(family: family, bits: range.upperBound)
            )
        }
    }
}

extension PacketBox {
    static let untranslated = PacketBox.all.narrowed(.translated, to: Translation.changed.complement) ?? .all
    static let movedToAPort = PacketBox.all.narrowed(.translated, to: Translation.newPort) ?? .all
    /// Another address, but the port that was addressed.
    static let movedToAnAddress = PacketBox.all.narrowed(.translated, to: Translation.addressAlone) ?? .all
}

extension Door.Step: CustomStringConvertible {
    public var description: String {
        "\(table) \(chain)" + (number.map { " rule \($0)" } ?? "") + ": \(text)"
    }
}
