import Catalog
import Hardening
import Rulesets

/// Whether a gateway gets to the host of a model by itself.
struct DirectWay: Sendable {
    enum Place: Sendable {
        /// A process of this machine; of an account that is not known, rules that ask for it decide nothing.
        case host(account: UInt32?)
        case container(Address)
    }

    enum Verdict: Sendable, Equatable {
        /// With the rule, or the end of a chain, that lets it through.
        case open(String)
        case closed
        case unknown(Unknown)
    }

    private let prover: Prover
    private let family: AddressFamily
    private let place: Place

    init(_ prover: Prover, _ family: AddressFamily, from place: Place) {
        if case .host(let account?) = place {
            self.prover = prover.asked(by: account)
        } else {
            self.prover = prover
        }
        (self.family, self.place) = (family, place)
    }

    func verdict(to target: WebTarget) -> Verdict {
        guard let port = UInt16(exactly: target.port) else { return .closed }
        let address = Address(target.host)
        if let address, address.family != family { return .closed }
        if target.isLoopback { return verdict(ofServer: port, address) }
        guard isNamedInPublic(target.host) || address?.isPublic == true else {
            return .unknown(
                .notModeled("whether \(target.host) can be reached, which is in a private network, is not proven")
            )
        }
        guard let vantage else { return .unknown(.notModeled("no bridge of this machine leads to the container")) }
        var sender: Address?
        if case .container(let own) = place { sender = own }
        let door =
            address.map { prover.egress(from: vantage, to: $0, sender: sender, port: port) }
            ?? prover.egress(from: vantage, over: family, sender: sender, port: port)
        if door.verdict == .open, address == nil, !door.leadsToStrangers {
            let named = (door.destinations ?? []).filter { !$0.isSpecial }
            return named.isEmpty
                ? .closed
                : .unknown(
                    .notModeled(
                        "rules let \(named.prefix(3).map(\.description).joined(separator: ", ")) through, which may be \(target.host)"
                    )
                )
        }
        return verdict(of: [door])
    }

    private func verdict(of doors: [Door]) -> Verdict {
        let passage = Passage(doors)
        return switch passage.verdict {
        case .open: .open("\(passage.decision)")
        case .closed: .closed
        case .unknown: .unknown(.notModeled("depends on what is not modeled: \(passage.decision)"))
        }
    }

    /// A container has a loopback of its own: it gets to what listens at other addresses of the server as well.
    private func verdict(ofServer port: UInt16, _ address: Address?) -> Verdict {
        guard let vantage else { return .unknown(.notModeled("no bridge of this machine leads to the container")) }
        var there = [Socket(transport: Packet.tcp, port: port, address: address, families: [family])]
        if case .container = place {
            guard let sockets = prover.sockets else { return .unknown(.notObserved("what listens here was not read")) }
            there = sockets.filter { socket in
                socket.transport == Packet.tcp && socket.port == port && socket.families.contains(family)
                    && socket.address?.isLoopback != true
            }
            guard !there.isEmpty else { return .closed }
        }
        let alone = Prover(prover.ruleset, topology: prover.topology, sockets: there)
        return verdict(
            of: alone.doors(from: vantage, over: family).filter { door in
                if case .socket = door.to { door.ports.contains { $0.contains(port) } } else { false }
            }
        )
    }

    private var vantage: Door.Vantage? {
        guard case .container(let own) = place else { return Door.Vantage(.host) }
        return prover.topology.interfaces.first { interface in
            interface.role == .container && interface.addresses.contains { $0.contains(own) }
        }
        .map { Door.Vantage(.container, interface: $0.name) }
    }

    /// Names that only a network of one's own knows end otherwise, or have no dot (RFC 6762, RFC 8375).
    private func isNamedInPublic(_ host: String) -> Bool {
        let own = [".local", ".lan", ".internal", ".home.arpa", ".localdomain", ".localhost"]
        return Address(host) == nil && host.contains(".") && !own.contains { host.hasSuffix($0) }
    }
}
