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
    /// A rule that is not understood met packets: some may be in more than one part.
    var isDoubtful = false
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

    init(_ table: Table, _ reader: BoxReader, trail: Trail? = nil) {
        chains = Dictionary(table.chains.map { ($0.name, $0) }) { first, _ in first }
        self.reader = reader
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
            if case .proceed = rule.action, rule.changes.isEmpty { continue }
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
            if !question.isSure { flow.isDoubtful = true }
            for change in rule.changes { here = reader.changed(here, by: change) }
            apply(rule.action, to: here, depth: depth, flow: &flow, rest: &rest)
        }
        flow.through = flow.through.union(rest)
        return flow
    }

    private mutating func apply(
        _ action: Action,
        to here: PacketSet,
        depth: Int,
        flow: inout Flow,
        rest: inout PacketSet
    ) {
        switch action {
        case .proceed: rest = rest.union(here)
        case .accept: flow.accepted = flow.accepted.union(here)
        case .drop, .reject: flow.dropped = flow.dropped.union(here)
        case .return: flow.through = flow.through.union(here)
        case .disguise(let range): flow.accepted = flow.accepted.union(reader.disguised(here, as: range))
        case .redirect, .redirectToOne, .redirectHere:
            let (moved, lost) = reader.translated(here, by: action)
            flow.accepted = flow.accepted.union(moved)
            flow.dropped = flow.dropped.union(lost)
        case .other:
            // It may do anything with them.
            flow.isDoubtful = true
            flow.accepted = flow.accepted.union(here)
            flow.dropped = flow.dropped.union(here)
        case .jump(let name), .goto(let name):
            guard let target = chains[name] else {
                flow.isIncomplete = true
                return
            }
            let inner = follow(target, here, depth: depth + 1)
            flow.isIncomplete = flow.isIncomplete || inner.isIncomplete
            flow.isDoubtful = flow.isDoubtful || inner.isDoubtful
            flow.accepted = flow.accepted.union(inner.accepted)
            flow.dropped = flow.dropped.union(inner.dropped)
            if case .goto = action {
                flow.through = flow.through.union(inner.through)
            } else {
                rest = rest.union(inner.through)
            }
        }
    }
}
