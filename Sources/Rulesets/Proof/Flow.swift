/// What can become of a set of packets in a chain.
///
/// A packet can be in more than one part where a rule is not understood: then it is not decided.
struct Flow {
    var accepted = PacketSet.empty
    var dropped = PacketSet.empty
    /// Comes out at the end, or by a return.
    var through = PacketSet.empty
    /// The work was cut short: nothing can be said.
    var isIncomplete = false
}

/// Sends packet sets through the chains of one table.
struct FlowReader {
    private let chains: [String: Chain]
    private let reader: BoxReader
    private let name: String
    private let trail: Trail?
    /// Boxes looked at; beyond the limit the answer is that there is none.
    private(set) var work = 0

    private static let mostWork = 400_000_000
    private static let deepest = 32

    init(_ table: Table, family: AddressFamily, topology: Topology, trail: Trail? = nil) {
        chains = Dictionary(table.chains.map { ($0.name, $0) }) { first, _ in first }
        reader = BoxReader(family: family, topology: topology)
        name = "\(table.family.rawValue) \(table.name)"
        self.trail = trail
    }

    /// A base chain with its policy.
    mutating func enter(_ chain: Chain, policy: Chain.Policy, with packets: PacketSet) -> Flow {
        var flow = follow(chain, packets, depth: 0)
        if !flow.through.isEmpty, policy == .drop {
            trail?.add(Door.Step(table: name, chain: chain.name, number: nil, text: "policy drop"))
        }
        if policy == .accept {
            flow.accepted = flow.accepted.union(flow.through)
        } else {
            flow.dropped = flow.dropped.union(flow.through)
        }
        flow.through = .empty
        return flow
    }

    private mutating func follow(_ chain: Chain, _ packets: PacketSet, depth: Int) -> Flow {
        var flow = Flow()
        var rest = packets
        for (index, rule) in chain.rules.enumerated() {
            if rest.isEmpty { break }
            if case .proceed = rule.action { continue }
            guard work < Self.mostWork, depth < Self.deepest else {
                flow.isIncomplete = true
                break
            }
            guard let question = reader.boxes(rule) else { continue }
            work += rest.boxes.count * question.boxes.count
            var here = PacketSet.empty
            for box in question.boxes { here = here.union(disjoint: rest.intersection(box)) }
            if here.isEmpty { continue }
            trail?.add(Door.Step(table: name, chain: chain.name, number: index + 1, text: rule.source))
            if question.isSure { for box in question.boxes { rest = rest.subtracting(box) } }
            apply(rule.action, to: here, isSure: question.isSure, depth: depth, flow: &flow, rest: &rest)
        }
        flow.through = flow.through.union(rest)
        return flow
    }

    private mutating func apply(
        _ action: Action,
        to here: PacketSet,
        isSure: Bool,
        depth: Int,
        flow: inout Flow,
        rest: inout PacketSet
    ) {
        switch action {
        case .proceed: break
        case .accept: flow.accepted = flow.accepted.union(here)
        case .drop, .reject: flow.dropped = flow.dropped.union(here)
        case .return: flow.through = flow.through.union(here)
        case .redirect(let address, let port):
            flow.accepted = flow.accepted.union(disjoint: translated(here, to: address, port: port))
        case .other:
            // It may do anything with them.
            flow.accepted = flow.accepted.union(here)
            flow.dropped = flow.dropped.union(here)
        case .jump(let name), .goto(let name):
            guard let target = chains[name] else {
                flow.isIncomplete = true
                return
            }
            let inner = follow(target, here, depth: depth + 1)
            flow.isIncomplete = flow.isIncomplete || inner.isIncomplete
            flow.accepted = flow.accepted.union(inner.accepted)
            flow.dropped = flow.dropped.union(inner.dropped)
            if case .goto = action {
                flow.through = flow.through.union(inner.through)
            } else {
                rest = isSure ? rest.union(inner.through) : rest
            }
        }
    }

    /// The packets after destination translation, which remember what their sender addressed.
    private func translated(_ packets: PacketSet, to address: Address?, port: UInt16?) -> PacketSet {
        packets.map { box in
            var box = box
            let destination = box.addressSet(.destination)
            let ports = box.set(.destinationPort)
            box = box.forgetting(.originalDestination).forgetting(.originalPort).forgetting(.translated)
            guard let marked = box.narrowed(.translated, to: IntervalSet(1)),
                let known = marked.narrowed(.originalDestination, toAddresses: destination)?.narrowed(
                    .originalPort,
                    to: ports
                )
            else { return nil }
            box = known
            if let address {
                guard
                    let moved = box.forgetting(.destination).narrowed(
                        .destination,
                        toAddresses: IntervalSet(address.bits)
                    )
                else {
                    return nil
                }
                box = moved
            }
            guard let port else { return box }
            return box.forgetting(.destinationPort).narrowed(.destinationPort, to: IntervalSet(port))
        }
    }
}
