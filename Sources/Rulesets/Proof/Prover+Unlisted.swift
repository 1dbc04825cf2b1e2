extension Prover {
    /// Whether a first packet of a connection that no rule names gets past the filters of a hook.
    ///
    /// On the way in it is sent to the machine's own addresses, elsewhere to addresses that no rule names, and to
    /// `others`. A limit does not refuse it: whoever sends comes as seldom, or as often, as it takes.
    ///
    /// With a port it is about that TCP port alone, instead of all ports that no rule names.
    ///
    /// - Returns: one door for TCP and one for UDP.
    public func unlisted(
        at hook: Hook,
        from vantage: Door.Vantage,
        over family: AddressFamily,
        to others: [AddressRange] = [],
        port: UInt16? = nil
    ) -> [Door] {
        let start = unlistedPackets(at: hook, from: vantage, over: family, to: others, port: port)
        let walker = PacketWalker(ruleset: ruleset, topology: topology, family: family)
        guard !start.isEmpty else { return [] }
        let alone = Reachability(walker, from: vantage, start: start)
        let doors = (port == nil ? [Packet.tcp, Packet.udp] : [Packet.tcp]).map { alone.whole($0, at: hook) }
        guard ruleset.limits, doors.contains(where: { $0.verdict != .open }) else { return doors }
        let flood = Reachability(walker.at(.beyond), from: vantage, start: start)
        return doors.map { door in
            guard door.verdict != .open else { return door }
            let flooded = flood.whole(door.transport, at: hook)
            return flooded.verdict == .open ? flooded : door
        }
    }

    /// Whether all TCP connections that no rule names get in, whatever their senders choose, when one comes alone.
    public func admitsEveryUnlistedConnection(from vantage: Door.Vantage, over family: AddressFamily) -> Bool {
        guard let box = PacketBox.all.narrowed(.transport, to: IntervalSet(UInt16(Packet.tcp))) else { return false }
        let start = unlistedPackets(at: .input, from: vantage, over: family).intersection(box)
        let walker = PacketWalker(ruleset: ruleset, topology: topology, family: family)
        let traversal = walker.travel(start, from: vantage)
        let arriving = traversal.delivered.narrowed(to: .untranslated).possible
        guard !start.isEmpty, !traversal.isIncomplete else { return false }
        return start.origins.subtracting(traversal.sure(arriving)).isEmpty
    }

    /// The rules that let in packets that no rule names as long as a limit is kept, and not beyond it.
    public func limitedAccepts(from vantage: Door.Vantage, over family: AddressFamily) -> [Decision] {
        guard ruleset.limits else { return [] }
        let walker = PacketWalker(ruleset: ruleset, topology: topology, family: family)
        let start = unlistedPackets(at: .input, from: vantage, over: family)
        let within = walker.travel(start, from: vantage)
        let beyond = walker.at(.beyond).travel(start, from: vantage)
        guard !within.isIncomplete, !beyond.isIncomplete else { return [] }
        var rest = within.delivered.possible.origins.subtracting(beyond.delivered.possible.origins)
        let reader = BoxReader(family: family, topology: topology, marks: walker.marks)
        let finder = WitnessFinder(walker: walker, vantage: vantage)
        var found: [Decision] = []
        // Each turn takes away what the limited rule asks for, so that another one shows.
        while found.count < 16, let witness = finder.witness(among: rest.boxes) {
            guard let (decision, limiter) = finder.trail(of: witness).limitedAccept(at: .input) else { break }
            if !found.contains(decision) { found.append(decision) }
            let before = rest
            for box in reader.boxes(limiter)?.boxes ?? [] { rest = box.origin.map { rest.subtracting($0) } ?? rest }
            if rest == before { break }
        }
        return found
    }

    private func unlistedPackets(
        at hook: Hook,
        from vantage: Door.Vantage,
        over family: AddressFamily,
        to others: [AddressRange] = [],
        port: UInt16? = nil
    ) -> PacketSet {
        let listed = ListedPackets(ruleset, family)
        let own = topology.local(family).subtracting(IntervalSet(Topology.loopback(family)))
        let more = IntervalSet(others.filter { $0.first.family == family }.map { $0.first.bits...$0.last.bits })
        var box = PacketBox.all.narrowed(.destinationPort, to: port.map { IntervalSet($0) } ?? listed.otherPorts)?
            .narrowed(.destination, toAddresses: hook == .input ? own : listed.otherAddresses.union(more))
        // The machine, and whoever is behind one of its interfaces, may be named: it is about where they get to.
        if vantage.place == .outside { box = box?.narrowed(.source, toAddresses: listed.otherAddresses) }
        return box.map { PacketSet.connections(from: vantage, family, topology).intersection($0) } ?? .empty
    }
}

extension Reachability {
    /// One door for everything of a transport that set out and was not translated.
    fileprivate func whole(_ transport: UInt8, at hook: Hook) -> Door {
        var box = PacketBox.untranslated.narrowed(.transport, to: IntervalSet(UInt16(transport)))
        // What stays behind the interface it came from is not passed on, as between the guests of one bridge.
        if hook == .forward, vantage.place != .outside,
            let number = vantage.interface.flatMap({ walker.topology.index(of: $0) })
        {
            box = box?.narrowed(.output, to: IntervalSet(number).complement)
        }
        let here = hook == .input ? traversal.delivered : traversal.forwarded
        let arrival = box.map { here.narrowed(to: $0) } ?? Traversal.Arrival()
        let target: Door.Target = hook == .input ? .socket(Socket(transport: transport, port: 0)) : .anywhere
        return door(arrival, transport, start.values(of: .destinationPort).ranges, target)
    }
}
