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
    /// The parts share no packet: none was changed, and none is in doubt.
    var isApart = true

    /// One of the parts with more in it.
    func union(_ part: PacketSet, _ more: PacketSet) -> PacketSet {
        isApart ? part.union(disjoint: more) : part.union(more)
    }
}

/// Sends packet sets through the chains of one table.
struct FlowReader {
    private let chains: [String: Chain]
    private let reader: BoxReader
    private let table: Table
    /// Both programs of iptables may have a table of one name.
    private let key: String
    private let trail: Trail?
    /// Boxes looked at; beyond the limit the answer is that there is none.
    private(set) var work = 0

    private let readings: Readings
    /// Whether the chain is one of translation.
    private let isTranslating: Bool

    private static let mostWork = 200_000_000
    private static let workOfJump = 4_000
    private static let deepest = 32

    init(
        _ table: Table,
        _ reader: BoxReader,
        isTranslating: Bool = false,
        trail: Trail? = nil,
        readings: Readings = Readings()
    ) {
        self.isTranslating = isTranslating
        chains = Dictionary(table.chains.map { ($0.name, $0) }) { first, _ in first }
        self.reader = reader
        self.table = table
        key = "\(table.backend.rawValue) \(table.family.rawValue) \(table.name)"
        self.trail = trail
        self.readings = readings
    }

    /// A base chain with its policy.
    mutating func enter(_ chain: Chain, policy: Chain.Policy, with packets: PacketSet) -> Flow {
        var flow = follow(chain, packets, depth: 0)
        if !flow.through.isEmpty { trail?.end(of: chain, table, policy) }
        if policy == .accept {
            flow.accepted = flow.union(flow.accepted, flow.through)
        } else {
            flow.dropped = flow.union(flow.dropped, flow.through)
        }
        flow.through = .empty
        return flow
    }

    private mutating func follow(_ chain: Chain, _ packets: PacketSet, depth: Int) -> Flow {
        var flow = Flow()
        var rest = packets
        for stage in stages(of: chain) {
            if rest.isEmpty { break }
            guard work < Self.mostWork, depth < Self.deepest else {
                flow.isIncomplete = true
                break
            }
            switch stage {
            case .run(let run): decide(run, &flow, &rest)
            case .rule(let index, let question):
                ask(chain, index, question, depth: depth, flow: &flow, rest: &rest)
            }
        }
        flow.through = flow.union(flow.through, rest)
        return flow
    }

    private mutating func ask(
        _ chain: Chain,
        _ index: Int,
        _ question: RuleBoxes,
        depth: Int,
        flow: inout Flow,
        rest: inout PacketSet
    ) {
        let rule = chain.rules[index]
        work += rest.boxes.count * question.boxes.count * 8
        guard rest.meets(question.boxes) else { return }
        work += rest.boxes.reduce(0) { $0 + $1.size }
        var here = PacketSet.empty
        for box in question.boxes { here = here.union(disjoint: rest.intersection(box)) }
        if here.isEmpty { return }
        trail?.meet(rule, index, chain, table, isSure: question.isSure)
        if question.isSure { for box in question.boxes { rest = rest.subtracting(box) } }
        if !question.isSure {
            flow.isDoubtful = true
            flow.isApart = false
        }
        if !rule.changes.isEmpty { flow.isApart = false }
        guard affords(here.boxes.count, flow, rest) else {
            flow.isIncomplete = true
            return
        }
        for change in rule.changes {
            here = reader.changed(here, by: change)
            guard reader.leavesOpen(change) else { continue }
            // Where it may lead to is left open: what arrives there may as well not.
            flow.isDoubtful = true
            flow.dropped = flow.dropped.union(here)
        }
        apply(rule.action, to: here, depth: depth, flow: &flow, rest: &rest)
    }

    /// A single packet's way is followed rule by rule.
    private func stages(of chain: Chain) -> [Stage] {
        let key = Readings.Key(table: key, chain: chain.name, isSingle: trail != nil, rate: reader.rate)
        return readings.stages(key) { reader.stages(of: chain, asRuns: trail == nil) }
    }

    /// Whether there is work left to look for packets in parts that may hold them already.
    private mutating func affords(_ boxes: Int, _ flow: Flow, _ rest: PacketSet) -> Bool {
        let parts = [flow.accepted, flow.dropped, flow.through, rest].reduce(0) { $0 + $1.boxes.count }
        if !flow.isApart { work += boxes * parts * 8 }
        return work < Self.mostWork
    }

    private mutating func decide(_ run: RuleRun, _ flow: inout Flow, _ rest: inout PacketSet) {
        guard let fate = run.fate(of: rest, work: &work, limit: Self.mostWork) else {
            flow.isIncomplete = true
            rest = .empty
            return
        }
        guard affords(fate.accepted.count + fate.dropped.count + fate.left.count, flow, .empty) else {
            flow.isIncomplete = true
            return
        }
        flow.accepted = flow.union(flow.accepted, PacketSet(disjoint: fate.accepted))
        flow.dropped = flow.union(flow.dropped, PacketSet(disjoint: fate.dropped))
        flow.through = flow.union(flow.through, PacketSet(disjoint: fate.left))
        rest = PacketSet(disjoint: fate.rest)
    }

    private mutating func apply(
        _ action: Action,
        to here: PacketSet,
        depth: Int,
        flow: inout Flow,
        rest: inout PacketSet
    ) {
        switch action {
        case .proceed: rest = flow.union(rest, here)
        case .accept: flow.accepted = flow.union(flow.accepted, here)
        case .drop, .reject: flow.dropped = flow.union(flow.dropped, here)
        case .return: flow.through = flow.union(flow.through, here)
        case .disguise(let range):
            flow.isApart = false
            flow.accepted = flow.accepted.union(reader.disguised(here, as: range))
        case .redirect, .redirectToOne, .redirectHere:
            flow.isApart = false
            let (moved, lost) = reader.translated(here, by: action)
            flow.accepted = flow.accepted.union(moved)
            flow.dropped = flow.dropped.union(lost)
        case .other(let name):
            // It may do anything with them, and the rules that follow may be asked as well.
            flow.isDoubtful = true
            flow.isApart = false
            let strange = reader.strange(here, isMoving: isTranslating || name.lowercased().hasPrefix("tproxy"))
            flow.accepted = flow.accepted.union(strange)
            flow.dropped = flow.dropped.union(strange)
            rest = rest.union(strange)
        case .jump(let name), .goto(let name):
            // Ways that branch at each step would never end.
            work += Self.workOfJump
            guard let target = chains[name] else {
                flow.isIncomplete = true
                return
            }
            let inner = follow(target, here, depth: depth + 1)
            flow.isIncomplete = flow.isIncomplete || inner.isIncomplete
            flow.isDoubtful = flow.isDoubtful || inner.isDoubtful
            flow.isApart = flow.isApart && inner.isApart
            flow.accepted = flow.union(flow.accepted, inner.accepted)
            flow.dropped = flow.union(flow.dropped, inner.dropped)
            if case .goto = action {
                flow.through = flow.union(flow.through, inner.through)
            } else {
                rest = flow.union(rest, inner.through)
            }
        }
    }
}
