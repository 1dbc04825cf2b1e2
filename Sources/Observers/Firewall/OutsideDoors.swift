import Catalog
import Hardening
import Rulesets

/// What gets in from outside over one family, proven from the rules.
struct OutsideDoors: Sendable {
    let family: AddressFamily
    /// Every port counts as one that answers: what is closed now stays closed when something starts to listen.
    private let prover: Prover
    private let doors: [Door]

    init(_ prover: Prover, _ family: AddressFamily) {
        self.family = family
        self.prover = prover
        doors = prover.vantages.filter { $0.place == .outside }.flatMap { [prover] in
            prover.doors(from: $0, over: family)
        }
    }

    /// A port of the machine itself.
    func port(_ port: UInt16, _ transport: UInt8, findingWitness: Bool = false) -> OutsideAnswer {
        let answer = OutsideAnswer(
            doors.filter { door in
                guard case .socket = door.to, door.transport == transport else { return false }
                return door.ports.contains { $0.contains(port) }
            }
        )
        guard findingWitness, answer.reachable == true, let vantage = answer.door?.from else { return answer }
        // The door is that of a whole range of ports: this one's own packet is wanted.
        return OutsideAnswer(
            prover.doors(from: vantage, over: family, addressing: port, transport).filter {
                if case .socket = $0.to { true } else { false }
            }
        )
    }

    /// A port that is translated to another address; nothing where no packet from outside is.
    func published(_ port: UInt16, _ transport: UInt8, to address: Address) -> OutsideAnswer? {
        let found = doors.filter { door in
            guard case .container(_, address, .some) = door.to, door.transport == transport else { return false }
            return door.ports.contains { $0.contains(port) }
        }
        return found.isEmpty ? nil : OutsideAnswer(found, ownAddresses: Set(prover.topology.interfaces.flatMap(\.own)))
    }

    /// A socket, at the address it is bound to.
    func socket(_ socket: Socket) -> OutsideAnswer {
        let bound = Prover(prover.ruleset, topology: prover.topology, sockets: [socket])
        guard socket.address != nil else { return port(socket.port, socket.transport) }
        return OutsideAnswer(
            bound.vantages.filter { $0.place == .outside }.flatMap {
                bound.doors(from: $0, over: family, addressing: socket.port, socket.transport)
            }.filter { if case .socket = $0.to { true } else { false } }
        )
    }
}

/// Whether strangers get through one of several doors to the same thing.
struct OutsideAnswer: Sendable {
    /// The door that decides: one that is open for strangers before one that could not be determined, before any other.
    let door: Door?
    let reachable: Value
    /// Those who get through although strangers do not.
    let openTo: Value

    /// Packets for addresses that are not the machine's own, such as 127.0.0.1, come from neighbors on the wire only.
    ///
    /// The kernel translates them before it looks whether they may come from a wire (moby/moby issue 45610).
    init(_ doors: [Door], ownAddresses: Set<Address>? = nil) {
        let isRouted = { (door: Door) in door.witness.map { ownAddresses?.contains($0.destination) != false } ?? true }
        let neighbors = doors.contains { $0.verdict == .open && !isRouted($0) }
        let open = doors.filter { $0.verdict == .open && isRouted($0) }
        let unsure = doors.first { $0.verdict == .unknown }
        if let door = open.first(where: \.isForStrangers) {
            self.door = door
            reachable = true
            openTo = .unset
        } else if let unsure {
            door = unsure
            reachable = .unknown(.notModeled("depends on what is not modeled: \(unsure.because)"))
            openTo = .unset
        } else {
            door = open.first ?? doors.first
            reachable = false
            let named = open.flatMap { $0.sources ?? [] }.map { "\($0)" } + (neighbors ? [Self.neighbors] : [])
            openTo = named.isEmpty ? .unset : .list(named)
        }
    }

    private static let neighbors = "neighbors on the same wire"

    /// Writes the answer into a record.
    func tell(_ record: inout Record) {
        record[.reachable] = reachable
        record[.openTo] = openTo
        record[.decidedBy] = .text(door?.because ?? "no packet from outside gets to that address")
        record[.witness] = reachable == true ? door?.witness.map { .text("\($0)") } ?? .unset : .unset
    }
}

extension Door {
    /// Whether it is open for more than those whom a rule names: a whole /8 of the Internet, or a /32 of IPv6.
    var isForStrangers: Bool { sources.map(isMuch) ?? true }

    /// Whether it leads to more than those whom a rule names.
    var leadsToStrangers: Bool { destinations.map(isMuch) ?? true }

    private func isMuch(_ ranges: [AddressRange]) -> Bool {
        let many: UInt128 = family == .ipv4 ? 1 << 24 : 1 << 96
        var count: UInt128 = 0
        for range in ranges where !range.isSpecial {
            let (sum, overflow) = count.addingReportingOverflow(range.last.bits - range.first.bits)
            if overflow { return true }
            count = sum
        }
        return count >= many - 1
    }
}
