/// What a decision of a person came to, as the operator is told it.
struct Decision: Sendable {
    let call: HeldCall
    /// Seconds for which nobody has waited; nothing where somebody does.
    let left: Int?

    /// As JSON: where nobody waits, since when, and until when the decision is kept, in seconds since 1970.
    var json: String {
        guard let left else { return #"{"client":"waits"}"# }
        return #"{"client":"gone","gone-since":\#(Ledger.time - left),"kept-until":\#(Ledger.time + Holds.kept)}"#
    }
}

extension GuardService {
    /// Decides as a person said, and writes it down; nothing where nothing of that name waits.
    func decide(_ id: String, isAllowed: Bool) -> Decision? {
        guard let call = holds.decide(id, isAllowed ? .allowed : .refused("a person refused it")) else { return nil }
        let left = call.leftAt.map { max(0, Self.now - $0) }
        note(isAllowed ? "allowed" : "refused-by-person", call, left)
        return Decision(call: call, left: left)
    }

    /// Ends what nobody decided about in time, and forgets what nobody came for; each is written down.
    func expireHolds(at now: Int = GuardService.now) {
        for call in holds.expire(at: now) {
            let left = call.leftAt.map { max(0, now - $0) }
            note(left == nil ? "expired" : "abandoned", call, left)
        }
        for call in holds.forget(at: now) {
            note("abandoned", call, call.leftAt.map { max(0, now - $0) }, isAllowed: true)
        }
    }

    /// Ends all that waits, and forgets what nobody came for, since nobody can any more; each is written down.
    func endHolds() {
        let now = Self.now
        for call in holds.end() {
            let left = call.leftAt.map { max(0, now - $0) }
            note(left == nil ? "expired" : "abandoned", call, left, why: Holds.stopped)
        }
        for call in holds.forget(at: now + Holds.kept + 1) {
            note("abandoned", call, call.leftAt.map { max(0, now - $0) }, isAllowed: true, why: Holds.stopped)
        }
    }

    private func note(_ event: String, _ call: HeldCall, _ left: Int?, isAllowed: Bool = false, why: String = "") {
        count { $0.holdsEnded[event, default: 0] += 1 }
        journal.write(
            event,
            agent: call.agent,
            exchange: call.exchange,
            [
                "id": call.id, "nobody-for": left.map(String.init) ?? "", "after": isAllowed ? "allowed" : "",
                "why": why,
            ]
        )
    }
}
