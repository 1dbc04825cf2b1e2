import Hardening
import Rulesets

extension Fix {
    /// The whole policy of the profile, whichever control asks for it.
    static func firewall(byHand: String, cost: String? = nil) -> Self {
        let needs = Set<Resource>([
            .facts(.sshServer), .facts(.firewallPersistence), .facts(.firewallHooks), .file(FirewallSituation.ipv6),
            .facts(.forwardedInterfaces), .facts(.openclaw), .facts(.listeners),
        ]).union(FirewallSituation.userRules.values.map(Resource.file))
        return Self(byHand: byHand, cost: cost, needs: needs) { fault in
            let situation = FirewallSituation(fault.profile, fault.snapshot)
            if let blocker = situation.blocker { return .advise(blocker) }
            return .amend(situation.amendments.all)
        }
    }

    /// A rule that somebody typed: Nacre neither knows what it is for nor where it comes from at the next boot.
    static func firewallRule(byHand: String) -> Self {
        .manual(byHand, because: "Somebody added the rule, and Nacre does not know what it is for.") { fault in
            fault.records.map { "\($0[.addressFamily]): \($0[.ruleText])" }.joined(separator: "; ")
        }
    }
}
