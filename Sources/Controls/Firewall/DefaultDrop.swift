import Catalog
import Hardening

extension Control {
    /// One hook of one family; a family without addresses, or a kernel that does not forward, is left alone.
    static func dropByDefault(_ hook: String, _ family: String, _ profile: Profile) -> Control {
        let program = family == "IPv4" ? "iptables" : "ip6tables"
        let isInput = hook == "input"
        let here: Filter = .addressFamily == .text(family) && .hook == .text(hook) && .familyInUse == true
        let filter = isInput ? here : here && .forwardsPackets == true
        return Control(
            .firewall,
            "drop-\(hook)-\(family.lowercased())",
            title: "\(isInput ? "Incoming" : "Forwarded") \(family) packets are dropped unless a rule names them",
            fault: isInput
                ? "Incoming \(family) packets whose port no rule names are let in"
                : "Forwarded \(family) packets that no rule names are let through",
            rationale: isInput
                ? "Whatever listens on all addresses, now or after the next install, answers anyone over \(family)."
                : "A neighbor on the network uses the server as a router into its containers and private networks.",
            severity: isInput ? .critical : .medium,
            references: [
                Reference("CIS Debian 12", "4.3"), Reference("\(program)(8)", "-P, --policy"), Reference("RFC 6092"),
            ],
            expects: [.each(.firewallHooks, where: filter, .unnamedPackets, .is("dropped"))],
            fix: isInput ? .droppedInput(profile, family) : .firewall(byHand: profile.commandToDropForwarded(family)),
            examples: [
                .compliant(
                    "a policy of drop",
                    .firewallHooks,
                    .hookExample(family, hook, "dropped", decidedBy: "the end of filter's \(hook.uppercased())")
                ),
                .drifted(
                    "no rules at all",
                    .firewallHooks,
                    .hookExample(family, hook, "accepted: no rules at all", decidedBy: "no rules at all")
                ),
                .unknown(
                    "a queue to a program decides",
                    .firewallHooks,
                    .hookExample(family, hook, .unknown(.notModeled("depends on NFQUEUE")), decidedBy: "-j NFQUEUE")
                ),
                .notApplicable("rules of the other family only", [.facts(.firewallHooks): .records([])]),
            ]
        )
    }
}

extension Record {
    fileprivate static func hookExample(_ family: String, _ hook: String, _ fate: Value, decidedBy: String) -> Record {
        Record(
            "\(family) \(hook)",
            [
                .addressFamily: .text(family), .hook: .text(hook), .familyInUse: true, .forwardsPackets: true,
                .unnamedPackets: fate, .decidedBy: .text(decidedBy),
            ]
        )
    }
}
