import MachineTesting
@testable import Rulesets

extension Trial {
    /// Sends the witness of every open door, and packets at closed ones, as `doors` and `egress` report them.
    func tryDoors(_ prover: Prover, _ dice: inout Dice, _ maker: inout ProbeMaker, _ title: String, _ text: String)
        throws
    {
        let sender = dice.pick(["eth0", "eth0", "eth1", "ens10", "a", "c", "host"])
        let family = dice.pick(AddressFamily.allCases)
        let vantage = FieldTopology.vantage(of: sender)
        let port = UInt16(dice.pick([25, 80, 443, 587, 6667]))
        let doors = prover.doors(from: vantage, over: family) + [prover.egress(from: vantage, over: family, port: port)]
        var probes: [(Door, Probe)] = []
        for door in doors {
            count(door)
            guard door.verdict != .unknown, let witness = door.witness, !door.leads(backTo: sender) else { continue }
            if let probe = maker.probe(sender, witness) { probes.append((door, probe)) }
            guard door.verdict == .closed else { continue }
            for ports in dice.some(door.ports, 1...3) {
                let other = UInt16(dice.number(Int(ports.lowerBound)...Int(ports.upperBound)))
                if let probe = maker.probe(sender, witness, port: other) { probes.append((door, probe)) }
            }
        }
        let arrivals = try field.send(probes.map(\.1))
        let asksForHops = text.contains("ttl") || text.contains("hl ")
        for (door, probe) in probes where !(asksForHops && probe.isBridged) {
            let seen = arrivals[probe.number] ?? []
            let isThere = seen.contains { door.isAt($0) }
            if door.verdict == .closed, seen.contains(where: { door.forbids($0, of: probe) }) {
                note("\(title): \(door) is closed, but \(probe) came in", text)
            }
            guard door.verdict == .open, !isThere else { continue }
            let again = maker.again(probe)
            if !(try field.send([again], patience: 0.3)[again.number] ?? []).contains(where: { door.isAt($0) }) {
                note("\(title): \(door) is open, but \(probe) did not come in", text)
            }
        }
    }
}

extension Door {
    /// A bridge sends nothing back where it came from.
    fileprivate func leads(backTo sender: String) -> Bool {
        if case .container(let name, _, _) = to { name == sender } else { false }
    }

    /// Whether a closed door says that the packet cannot be where it was seen.
    ///
    /// One packet can be translated where another is not, and then it comes by another door.
    fileprivate func forbids(_ arrival: Arrival, of probe: Probe) -> Bool {
        guard isAt(arrival) else { return false }
        let isUnchanged = arrival.destination == probe.destination && arrival.port == probe.port
        return switch to {
        // A door for a port that others are redirected to has another number than they.
        case .socket(let socket): isUnchanged && socket.port == ports.first?.lowerBound
        case .container(_, _, let port): port.map { arrival.port == $0 } ?? isUnchanged
        // What a wire's rules make of a packet for ::1 goes back out of that wire, where no machine takes it.
        case .anywhere: arrival.destination != Address("::1")
        }
    }

    /// Whether a packet was seen where the door leads.
    fileprivate func isAt(_ arrival: Arrival) -> Bool {
        switch to {
        case .socket: arrival.place == "host"
        case .container(_, let address, _):
            arrival.place != "host" && arrival.destination == address
        case .anywhere: ["eth0", "eth1"].contains(arrival.place)
        }
    }
}
