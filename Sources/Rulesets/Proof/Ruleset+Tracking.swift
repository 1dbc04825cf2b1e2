extension Ruleset {
    /// Whether the kernel tracks a family's connections: it does where a rule asks about them or translates, and only
    /// there (`nf_ct_netns_get`); nothing where a rule is not understood that may do so.
    func tracksConnections(_ family: AddressFamily) -> Bool? {
        let seen = tables.filter { $0.sees(family) }
        if seen.contains(where: { $0.chains.contains { $0.rules.contains { $0.needsTracking(family) } } }) {
            return true
        }
        return seen.contains { $0.chains.contains { $0.rules.contains(where: \.mayNeedTracking) } } ? nil : false
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

    fileprivate var mayNeedTracking: Bool {
        if changes.contains(.rewrite(.unknown)) { return true }
        if case .other(let name) = action { return !Self.untracked.contains(name) }
        return matches.contains { $0.test.mayNeedTracking }
    }

    /// What is not modeled, but known to need no connections.
    private static let untracked: Set<String> = [
        "vmap", "queue", "fwd", "jump", "goto", "flags", "NFQUEUE", "TPROXY", "tproxy",
    ]
}

extension Test {
    fileprivate var mayNeedTracking: Bool {
        if case .other(let text) = self { text.contains("ct ") || text.contains("conn") } else { false }
    }
}

extension Test {
    /// Whether the kernel has to track connections to answer it.
    var needsTracking: Bool {
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
