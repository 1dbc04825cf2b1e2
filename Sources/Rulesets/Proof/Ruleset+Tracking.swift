extension Ruleset {
    /// Whether the kernel tracks a family's connections: it does where a rule asks about them or translates, and only
    /// there (`nf_ct_netns_get`).
    func tracksConnections(_ family: AddressFamily) -> Bool {
        tables.contains { table in
            table.sees(family) && table.chains.contains { $0.rules.contains { $0.needsTracking(family) } }
        }
    }
}

extension Rule {
    fileprivate func needsTracking(_ family: AddressFamily) -> Bool {
        switch action {
        // nft's masquerade and redirect track both families of their table, its dnat and snat their own.
        case .redirectHere, .disguise(nil): return true
        case .redirect, .redirectToOne, .disguise:
            return !matches.contains(Match(.family(family == .ipv4 ? .ipv6 : .ipv4)))
        default: break
        }
        let isMarking = changes.contains { if case .mark(let change) = $0 { change.needsConnection } else { false } }
        return isMarking || matches.contains { $0.test.needsTracking }
    }
}

extension Test {
    fileprivate var needsTracking: Bool {
        switch self {
        case .connectionState, .connectionMark, .destinationTranslated, .originalDestination, .originalDestinationPort,
            .originalDirection:
            true
        case .rate(let limit): limit.rate.hasSuffix("connections")
        case .either(let lists): lists.joined().contains { $0.test.needsTracking }
        // Not known, so that it may.
        case .other(let text): text.hasPrefix("ct ") || text.hasPrefix("conn") || text.hasPrefix("helper")
        default: false
        }
    }
}
