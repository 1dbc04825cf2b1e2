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

extension Remediation {
    // transitional: goes when the cloud layer has its fixes
    static func firewall(_ control: Control.ID, _ profile: Profile) -> Self {
        let fix = Fix.firewall(byHand: "")
        return Self(control, needs: fix.needs) { snapshot in
            guard let found = Catalogue.controls(for: profile).first(where: { $0.id == control }) else {
                return .advise("There is no control \(control).")
            }
            return fix.answer(Fault(found, profile, on: snapshot))
        }
    }
}
