import Hardening
import Rulesets

/// What of one family gets out, proven from the rules.
struct EgressProof: Sendable {
    private let prover: Prover
    private let family: AddressFamily
    private let doors: [Door]

    init(_ prover: Prover, _ family: AddressFamily) {
        self.prover = prover
        self.family = family
        let inside: Set<Door.Vantage.Place> = [.host, .container]
        doors = prover.vantages.filter { inside.contains($0.place) }.flatMap { prover.egress(from: $0, over: family) }
    }

    /// Whether a connection to a TCP port gets out to more than the addresses that rules name.
    func passage(from place: Door.Vantage.Place, to port: UInt16) -> Passage {
        let here = doors.filter { door in
            door.from.place == place && door.transport == Packet.tcp && door.ports.contains { $0.contains(port) }
        }
        var unsure: Door?
        var closed = here.first
        for door in here where door.verdict != .closed {
            // The door is that of a whole range of ports: this one's own destinations are wanted.
            let own = prover.egress(from: door.from, over: family, port: port)
            if own.verdict == .open, own.leadsToStrangers { return Passage([own]) }
            if own.verdict == .unknown { unsure = unsure ?? own }
            // It leads to those whom a rule names: what refuses the others is wanted.
            let others = prover.unlisted(
                at: place == .host ? .output : .forward,
                from: door.from,
                over: family,
                port: port
            )
            closed = others.first { $0.verdict == .closed } ?? closed
        }
        if let unsure { return Passage([unsure]) }
        return Passage(.closed, closed?.decision ?? .noWay)
    }
}
