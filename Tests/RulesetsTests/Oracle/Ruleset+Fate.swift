@testable import Rulesets

extension Ruleset {
    /// What can become of a packet on its way past some hooks, in every way that can happen.
    ///
    /// A drop in any chain is final; an accept only ends its own chain, and the next one by priority is asked.
    /// Address translation is not applied: the packet is what the rules of the last hook see.
    func fate(of packet: Packet, at hooks: [Hook]) -> [TraceOutcome] {
        var refusals: [TraceOutcome] = []
        var passes: [TraceOutcome] = []
        for (table, chain, base) in chains(at: hooks, for: packet.family) {
            var trace = PacketTrace(packet, in: table)
            trace.enter(chain, policy: base.policy)
            let accepted = trace.outcomes.filter { $0.verdict == .accept }
            refusals += trace.outcomes.filter { $0.verdict != .accept }
            // No way through this chain: nothing that others accept counts.
            guard !accepted.isEmpty else { return refusals }
            passes.append(accepted.max { $0.certainty < $1.certainty } ?? accepted[0])
        }
        guard let weakest = passes.min(by: { $0.certainty < $1.certainty }) else {
            return [TraceOutcome(.accept, .surely, rule: nil, chain: "no chain", table: "no table")] + refusals
        }
        return refusals + [weakest]
    }

    /// The chains that a family's packets enter at some hooks, in the order they are entered.
    func chains(at hooks: [Hook], for family: AddressFamily) -> [(Table, Chain, Chain.Base)] {
        var found: [(order: Int, table: Table, chain: Chain, base: Chain.Base)] = []
        for table in tables where table.sees(family) {
            for chain in table.chains {
                guard let base = chain.base, base.kind != .nat, let order = hooks.firstIndex(of: base.hook) else {
                    continue
                }
                found.append((order, table, chain, base))
            }
        }
        return found.sorted { ($0.order, $0.base.priority) < ($1.order, $1.base.priority) }
            .map { ($0.table, $0.chain, $0.base) }
    }
}
