import Catalog
import Hardening
import Rulesets

/// The rules of one family and where they stand: what the layer's records are made of.
struct FilteredFamily: Sendable {
    let filters: PacketFilters
    let vantage: Vantage
    /// Every port counts as one that answers.
    private let prover: Prover

    /// What the topology leaves out, or all of it where it is not known, the kernel's files tell.
    init(_ filters: PacketFilters, _ vantage: Vantage, _ topology: Topology?) {
        self.filters = filters
        self.vantage = vantage
        let known = topology ?? Topology(interfaces: [Topology.Interface("lo", .loopback)])
        let interfaces =
            vantage.outside.map { Topology.Interface($0, .outside) }
            + vantage.bridges.map { Topology.Interface($0, .container) }
            + vantage.behind.keys.sorted().map { Topology.Interface($0, .private) }
        var whole = known.answering(
            filters.family,
            at: interfaces,
            known: vantage.addresses[filters.family] ?? []
        )
        if topology == nil, let first = vantage.outside.first { whole = whole.routing(filters.family, by: first) }
        prover = Prover(filters.ruleset, topology: whole)
    }

    /// Rules of a system that does not run: where they stand is guessed from what they name.
    init(stored filters: PacketFilters) {
        let topology = Topology(guessedFrom: filters.ruleset)
        let named = topology.interfaces.filter { $0.role == .outside }.map(\.name)
        var vantage = Vantage()
        let outside = named.filter { name in !Self.tunnels.contains(where: name.hasPrefix) }
        if !outside.isEmpty { vantage.outside = outside }
        self.init(filters, vantage, topology)
    }

    /// How names of interfaces begin that lead to VPN peers.
    private static let tunnels = ["tailscale", "wg", "tun", "tap", "zt"]

    private var family: AddressFamily { filters.family }

    /// What becomes of connections from outside to the machine that no rule names.
    var arriving: Passage {
        Passage(
            vantage.entrances.lazy.flatMap { interface in
                prover.unlisted(at: .input, from: Door.Vantage(.outside, interface: interface), over: family)
            }
        )
    }

    /// Whether all such TCP connections get in, over every interface.
    var admitsEveryone: Bool {
        vantage.entrances.allSatisfy { interface in
            prover.admitsEveryUnlistedConnection(from: Door.Vantage(.outside, interface: interface), over: family)
        }
    }

    /// What becomes of those that are to be passed on to another network, to VPN peers or to guests.
    var passing: Passage {
        // Where every way leads through a tunnel, strangers may come through it.
        let untunneled = vantage.outside.filter { !vantage.tunnels.contains($0) }
        let sources = untunneled.isEmpty ? vantage.outside : untunneled
        return Passage(
            sources.lazy.flatMap { source -> [Door] in
                // VPN peers and guests begin connections; nobody outside begins one to them.
                let behind = vantage.behind[source] == nil ? vantage.behind : [:]
                let ways = behind.compactMap { name, addresses in
                    addresses[family].flatMap { AddressRange($0, $0) }.map { Topology.Route($0, interface: name) }
                }
                let isKept = { (route: Topology.Route) in route.interface.map { behind[$0] != nil } ?? false }
                let topology = prover.topology.routing(family, by: source, keeping: isKept, and: ways)
                let others = topology.routes.filter { $0.interface != source }.map(\.destination)
                return on(topology).unlisted(
                    at: .forward,
                    from: Door.Vantage(.outside, interface: source),
                    over: family,
                    to: others
                )
            }
        )
    }

    /// What becomes of connections of the machine itself.
    var leaving: Passage {
        Passage(
            vantage.outside.lazy.flatMap { interface in
                on(prover.topology.routing(family, by: interface))
                    .unlisted(at: .output, from: Door.Vantage(.host), over: family)
            }
        )
    }

    /// What becomes of connections from behind an interface that leave by one that leads outside.
    func leaving(from guest: String) -> Passage {
        Passage(
            vantage.outside.lazy.filter { $0 != guest }.flatMap { interface in
                on(prover.topology.routing(family, by: interface, keeping: { _ in true }))
                    .unlisted(at: .forward, from: Door.Vantage(.private, interface: guest), over: family)
            }
        )
    }

    /// What becomes of a connection from a container, behind any bridge, to one address.
    func leavingContainers(to address: Address, port: UInt16) -> Passage {
        Passage(
            vantage.bridges(of: family).lazy.map { bridge in
                prover.egress(from: Door.Vantage(.container, interface: bridge), to: address, port: port)
            }
        )
    }

    /// What becomes of the solicitations of neighbors on the interfaces that lead outside and are no tunnels.
    var solicitations: [(verdict: Door.Verdict, decision: Decision)] {
        let wires = vantage.outside.filter { !vantage.tunnels.contains($0) }
        return wires.prefix(1).map { prover.solicitations(on: $0) }
    }

    /// What gets out, as far as it can be told without the machine's routes.
    var egress: EgressProof { EgressProof(prover, family) }

    /// Rules that let in what no rule names, as often as a limit allows.
    var limitedAccepts: [Decision] {
        var found: [Decision] = []
        for interface in vantage.entrances {
            let vantage = Door.Vantage(.outside, interface: interface)
            found += prover.limitedAccepts(from: vantage, over: family).filter { !found.contains($0) }
        }
        return found
    }

    private func on(_ topology: Topology) -> Prover { Prover(filters.ruleset, topology: topology) }

    /// Fields every record of a family has.
    var common: [Field: Value] {
        [
            .addressFamily: .text(family.rawValue),
            .familyInUse: vantage.uses(family).map { .flag($0) }
                ?? .unknown(.failed("the machine's \(family.rawValue) addresses could not be read")),
        ]
    }
}
