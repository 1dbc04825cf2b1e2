import Catalog
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
    func possible(from place: Door.Vantage.Place, to port: UInt16) -> (answer: Value, because: String?) {
        let ways = doors.filter { door in
            door.from.place == place && door.transport == Packet.tcp && door.verdict != .closed
                && door.ports.contains { $0.contains(port) }
        }
        // The door is that of a whole range of ports: this one's own destinations are wanted.
        let own = ways.map { prover.egress(from: $0.from, over: family, port: port) }
        if let open = own.first(where: { $0.verdict == .open && $0.leadsToStrangers }) { return (true, open.because) }
        if let unsure = own.first(where: { $0.verdict == .unknown }) {
            return (.unknown(.notModeled("depends on what is not modelled: \(unsure.because)")), unsure.because)
        }
        return (false, nil)
    }
}
