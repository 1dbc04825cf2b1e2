import Catalog
import Hardening

extension Control {
    static let useOneBackend = Control(
        .firewall,
        "use-one-backend",
        title: "iptables rules are in one backend only",
        fault: "iptables rules are in both backends, legacy and nf_tables",
        rationale:
            "With rules in both the legacy and the nf_tables backend, each iptables command shows half of them: a "
            + "drop or an accept that matters stays out of sight.",
        severity: .medium,
        references: [Reference("iptables-nft(8)"), Reference("Debian Wiki: nftables")],
        expects: [.each(.firewallHooks, .splitBackends, .is(false))],
        fix: .manual(
            "See iptables-legacy-save and iptables-nft-save. Where the legacy rules are not wanted: "
                + "`sudo update-alternatives --set iptables /usr/sbin/iptables-nft && sudo update-alternatives "
                + "--set ip6tables /usr/sbin/ip6tables-nft`, restart Docker and UFW, then: `sudo "
                + "iptables-legacy -P INPUT ACCEPT && sudo iptables-legacy -F`",
            because: "Rules exist in both backends; you decide which are wanted."
        ),
        examples: [
            .compliant(
                "one",
                .firewallHooks,
                Record("IPv4 input", [.splitBackends: false, .backends: ["iptables-nft"]])
            ),
            .drifted(
                "both",
                .firewallHooks,
                Record("IPv4 input", [.splitBackends: true, .backends: ["iptables-nft", "iptables-legacy"]])
            ),
        ]
    )

    static let allowNeighborDiscovery = Control(
        .firewall,
        "allow-neighbor-discovery",
        title: "IPv6 neighbor discovery is allowed",
        fault: "The firewall drops IPv6 neighbor discovery",
        rationale:
            "A default drop that forgets ICMPv6 cuts the server off over IPv6 some minutes later; people then switch "
            + "the IPv6 firewall off altogether, and everything stands open.",
        severity: .low,
        references: [Reference("RFC 4890", "4.4.1"), Reference("RFC 4861")],
        expects: [
            .each(
                .firewallHooks,
                where: .addressFamily == "IPv6" && .hook == "input" && .familyInUse == true,
                .neighborDiscovery,
                .is(true)
            )
        ],
        fix: .firewall(byHand: "`sudo ip6tables -I INPUT -p ipv6-icmp -j ACCEPT`"),
        examples: [
            .compliant("ICMPv6 accepted", .firewallHooks, .discovery(true)),
            .drifted("dropped", .firewallHooks, .discovery(false)),
        ]
    )

    static let avoidTrustingPrivateRanges = Control(
        .firewall,
        "avoid-trusting-private-ranges",
        title: "No rule lets a whole private address range through to containers",
        fault: "A rule lets a whole private address range through to containers",
        rationale:
            "On a cloud's private network the neighbors have private addresses too: a rule that trusts 10.0.0.0/8 "
            + "lets every other customer's machine on it reach the containers.",
        severity: .medium,
        references: [Reference("RFC 1918"), Reference("Docker: Packet filtering and firewalls", "DOCKER-USER")],
        expects: [
            .none(
                .firewallRules,
                where: .ruleKind == .rule(.trustedRange) && .familyInUse == true,
                "no rule lets a whole private range through"
            )
        ],
        fix: .firewallRule(
            byHand: "In DOCKER-USER return only for the bridges' own subnets (docker network inspect), not for "
                + "10.0.0.0/8 and the like"
        ),
        examples: [
            .compliant("none", .firewallRules, .portRecord(22, true)),
            .drifted(
                "defaults of ufw-docker",
                .firewallRules,
                .ruleRecord(.trustedRange, "-A DOCKER-USER -s 10.0.0.0/8 -j RETURN")
            ),
        ]
    )
}

extension Record {
    fileprivate static func discovery(_ passes: Value) -> Record {
        Record(
            "IPv6 input",
            [.addressFamily: "IPv6", .hook: "input", .familyInUse: true, .neighborDiscovery: passes]
        )
    }
}
