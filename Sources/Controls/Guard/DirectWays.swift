import Catalog
import Hardening

extension Control {
    /// The gateway cannot connect to the hosts that the guard asks.
    static let closeDirectWays = Control(
        .guard,
        "close-direct-ways",
        title: "The gateway cannot connect to model APIs itself",
        fault: "The gateway can connect to model APIs itself",
        rationale:
            "An agent that runs a program can ask a model without the guard, with a key that somebody gave it: what it says and gets "
            + "is seen by nobody. The same way out leads to everything else on the Internet that listens on that port.",
        severity: .low,
        references: [
            Reference("MITRE ATLAS", "AML.T0024"), Reference("iptables-extensions(8)", "owner"),
            Reference("nacre: docs/guard.md"),
        ],
        expects: [.each(.modelRoutes, where: Field.guardedHosts.isSet, .directWays, .is(.unset))],
        fix: .manual(
            "have the packet filter refuse new connections of the gateway's account, or of its container's network, to anything "
                + "but this machine, and give what agents need besides models a proxy that knows its hosts "
                + "(docs/guard.md, \"Close the direct way\")",
            because:
                "Channels and web pages that your agents use are reached the same way, and only you know which ones they need."
        ),
        examples: [
            .compliant("refused for the account", .modelRoutes, ways(.unset)),
            .drifted(
                "nothing refuses it",
                .modelRoutes,
                ways(["api.anthropic.com:443 by IPv4 (the policy of ip filter OUTPUT, accept)"])
            ),
            .unknown("a rule is not modeled", .modelRoutes, ways(.unknown(.notModeled("-m bpf is not modeled")))),
            .notApplicable("no guard", [.facts(.modelRoutes): .records([ways(.unset, hosts: .unset)])]),
        ]
    )

    private static func ways(_ ways: Value, hosts: Value = ["api.anthropic.com:443"]) -> Record {
        Record("/home/claw/.openclaw", [.guardedHosts: hosts, .directWays: ways])
    }
}
