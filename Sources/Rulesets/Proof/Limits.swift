extension Traveller {
    /// The same for senders who may exceed limits.
    var atAnyRate: Traveller {
        var traveller = self
        traveller.anyRate = true
        return traveller
    }

    func travel(_ packets: PacketSet, from vantage: Door.Vantage) -> Journey {
        vantage.place == .host ? depart(packets) : arrive(packets)
    }
}

extension Ruleset {
    /// Whether how often packets come decides what becomes of them.
    var limits: Bool {
        tables.contains { table in table.chains.contains { $0.decides && $0.rules.contains(where: \.isLimited) } }
    }
}

extension Chain {
    /// Whether a packet's way through it matters: one that only counts, logs and returns is left as it was entered.
    fileprivate var decides: Bool {
        base != nil || rules.contains { $0.action != .proceed && $0.action != .return || !$0.changes.isEmpty }
    }
}

extension Rule {
    fileprivate var isLimited: Bool {
        (action != .proceed || !changes.isEmpty) && matches.contains { if case .rate = $0.test { true } else { false } }
    }
}
