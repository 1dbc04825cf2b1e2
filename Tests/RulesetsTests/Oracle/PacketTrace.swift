@testable import Rulesets

/// Follows one packet through one base chain, in every way that rates and unmodeled questions allow.
///
/// Each rule is visited once for each way it is jumped to. The kernel refuses rulesets with loops; a text can hold
/// anything, so the number of steps is bounded and what is beyond is unknown.
struct PacketTrace {
    private let table: Table
    private let chains: [String: Chain]
    private let packet: Packet
    private var steps = 0
    private(set) var outcomes: [TraceOutcome] = []
    private static let stepLimit = 200_000
    /// The kernel's own limit for nf_tables is 16.
    private static let depthLimit = 64

    /// How a chain was left.
    private enum Exit {
        /// Every way through it ended in a verdict.
        case decided
        /// The packet can come out at the end, or by a return.
        case through(TraceOutcome.Certainty)
    }

    init(_ packet: Packet, in table: Table) {
        self.packet = packet
        self.table = table
        chains = Dictionary(table.chains.map { ($0.name, $0) }) { first, _ in first }
    }

    mutating func enter(_ chain: Chain, policy: Chain.Policy) {
        guard case .through(let certainty) = follow(chain, .surely, depth: 0) else { return }
        add(policy == .accept ? .accept : .drop, certainty, nil, chain)
    }

    private mutating func follow(_ chain: Chain, _ arrival: TraceOutcome.Certainty, depth: Int) -> Exit {
        var certainty = arrival
        // The best certainty with which the packet may leave by a return.
        var returned: TraceOutcome.Certainty?
        for (index, rule) in chain.rules.enumerated() {
            steps += 1
            guard steps < Self.stepLimit else {
                add(.unknown, certainty, nil, chain)
                return .decided
            }
            guard let match = rule.certainty(for: packet) else { continue }
            let reach = min(certainty, match)
            let location = RuleLocation(rule, index: index)
            // Whether, besides this rule's effect, the packet may go on to the next rule.
            let mayGoOn = match != .surely
            switch rule.action {
            case .proceed: continue
            case .accept, .redirect, .redirectToOne, .redirectHere, .disguise: add(.accept, reach, location, chain)
            case .drop: add(.drop, reach, location, chain)
            case .reject: add(.reject, reach, location, chain)
            case .other: add(.unknown, reach, location, chain)
            case .return: returned = max(returned ?? reach, reach)
            case .jump(let name), .goto(let name):
                guard let target = chains[name], depth < Self.depthLimit else {
                    add(.unknown, reach, location, chain)
                    break
                }
                guard case .through(let exit) = follow(target, reach, depth: depth + 1) else { break }
                if case .goto = rule.action {
                    returned = max(returned ?? exit, exit)
                } else if !mayGoOn {
                    certainty = min(certainty, exit)
                    continue
                } else {
                    continue
                }
            }
            if !mayGoOn { return returned.map { .through($0) } ?? .decided }
        }
        return .through(max(certainty, returned ?? certainty))
    }

    private mutating func add(
        _ verdict: TraceOutcome.Verdict,
        _ certainty: TraceOutcome.Certainty,
        _ rule: RuleLocation?,
        _ chain: Chain
    ) {
        outcomes.append(TraceOutcome(verdict, certainty, rule: rule, chain: chain.name, table: table.name))
    }
}

extension Rule {
    /// With what certainty the rule applies to a packet; nothing where it does not.
    func certainty(for packet: Packet) -> TraceOutcome.Certainty? {
        var certainty = TraceOutcome.Certainty.surely
        for match in matches {
            switch match.holds(for: packet) {
            case false: return nil
            case true: continue
            default:
                if case .rate = match.test {
                    certainty = min(certainty, .atSomeRates)
                } else {
                    certainty = .possibly
                }
            }
        }
        return certainty
    }
}
