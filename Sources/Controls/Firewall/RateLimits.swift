import Catalog
import Hardening

extension Control {
    static let removeAcceptingRateLimits = Control(
        .firewall,
        "remove-accepting-rate-limits",
        title: "No rate limit accepts connections to every port",
        fault: "A rate limit accepts connections to ports that no other rule opens",
        rationale: "A rule such as --syn -m limit --limit 30/s -j ACCEPT opens every port: a scanner that stays below "
            + "the rate reaches services that the default drop was meant to hide.",
        severity: .critical,
        references: [Reference("iptables-extensions(8)", "limit"), Reference("nft(8)", "LIMIT STATEMENT")],
        expects: [
            .none(
                .firewallRules,
                where: .ruleKind == .rule(.acceptByLimiter) && .familyInUse == true,
                "no limiter accepts packets that no other rule names"
            )
        ],
        fix: .firewall(
            byHand: "Delete the rule that the evidence names, with iptables -D. SYN cookies and a drop per "
                + "source help against floods"
        ),
        examples: [
            .compliant("ports by name only", .firewallRules, .portRecord(22, true)),
            .drifted(
                "the last rule of INPUT",
                .firewallRules,
                .ruleRecord(
                    .acceptByLimiter,
                    "-A INPUT -p tcp -m tcp --tcp-flags FIN,SYN,RST,ACK SYN -m limit --limit 30/sec --limit-burst 60 -j ACCEPT"
                )
            ),
        ]
    )

    static let avoidSharedRateLimits = Control(
        .firewall,
        "avoid-shared-rate-limits",
        title: "Rate limits count each source separately",
        fault: "A rate limit for new connections is shared by all sources",
        rationale:
            "One attacker uses the whole budget up: during a small flood nobody else can connect, the operator included.",
        severity: .medium,
        references: [Reference("iptables-extensions(8)", "hashlimit"), Reference("nft(8)", "METERS")],
        expects: [
            .none(
                .firewallRules,
                where: .ruleKind == .rule(.sharedLimiter) && .familyInUse == true,
                "limits of new connections count each source by itself"
            )
        ],
        fix: .firewallRule(
            byHand: "Replace -m limit by -m hashlimit --hashlimit-mode srcip (IPv6: --hashlimit-srcmask 64)"
        ),
        examples: [
            .compliant(
                "a budget for each source",
                .firewallRules,
                .ruleRecord(
                    .limitPerSource,
                    "-A INPUT -p tcp -m hashlimit --hashlimit-above 30/sec --hashlimit-mode srcip --hashlimit-name syn -j DROP"
                )
            ),
            .drifted(
                "return within the limit, else drop",
                .firewallRules,
                .ruleRecord(.sharedLimiter, "-A syn-flood -m limit --limit 30/sec --limit-burst 60 -j RETURN")
            ),
        ]
    )

    static let limitConnectionsPerSource = Control(
        .firewall,
        "limit-connections-per-source",
        title: "New connections are limited per source",
        fault: "New connections are not limited per source",
        rationale:
            "A single address opens connections as fast as it can, guesses passwords or exhausts workers, unblocked.",
        severity: .low,
        references: [Reference("iptables-extensions(8)", "hashlimit"), Reference("RFC 4987", "3")],
        expects: [
            .some(
                .firewallRules,
                where: .ruleKind == .rule(.limitPerSource),
                "a rule drops what one source sends beyond a rate",
                wanted: .ruleRecord(
                    .limitPerSource,
                    "-m hashlimit --hashlimit-above 30/sec --hashlimit-mode srcip -j DROP"
                )
            )
        ],
        fix: .firewall(
            byHand: "`sudo iptables -I INPUT -p tcp --syn -m hashlimit --hashlimit-above 30/sec "
                + "--hashlimit-burst 60 --hashlimit-mode srcip --hashlimit-name syn -j DROP && sudo ip6tables "
                + "-I INPUT -p tcp --syn -m hashlimit --hashlimit-above 30/sec --hashlimit-burst 60 "
                + "--hashlimit-mode srcip --hashlimit-srcmask 64 --hashlimit-name syn6 -j DROP`"
        ),
        examples: [
            .compliant(
                "hashlimit by source",
                .firewallRules,
                .ruleRecord(
                    .limitPerSource,
                    "-A INPUT -m hashlimit --hashlimit-above 30/sec --hashlimit-mode srcip -j DROP"
                )
            ),
            .drifted("only ports", .firewallRules, .portRecord(22, true)),
        ]
    )
}

extension Record {
    static func ruleRecord(_ kind: FirewallRuleKind, _ rule: Value) -> Record {
        Record(
            "IPv4 filter INPUT 9",
            [.addressFamily: "IPv4", .familyInUse: true, .ruleKind: .rule(kind), .chain: "INPUT", .ruleText: rule]
        )
    }

    static func portRecord(_ port: Int, _ isReachable: Value, kind: FirewallRuleKind = .port) -> Record {
        Record(
            "IPv4 port \(port)",
            [
                .addressFamily: "IPv4", .familyInUse: true, .ruleKind: .rule(kind), .hostPort: .number(port),
                .reachable: isReachable,
            ]
        )
    }
}
