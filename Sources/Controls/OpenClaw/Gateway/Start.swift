import Catalog
import Hardening

extension ControlList {
    /// How the gateway is started, and what is started when that fails.
    static let openclawStart: [Control] = [
        .field(
            .openclaw,
            "remove-insecure-start-options",
            .openclaw,
            .weakeningSwitches,
            .is([]),
            title: "Gateway is started without options that disable checks",
            fault: "Gateway is started with options that weaken it",
            rationale:
                "A debugging option that stays set writes out conversations and keys, or opens a port that nothing else opens.",
            .medium,
            [Reference("OpenClaw documentation", "help/environment")],
            fix: .manual(
                "take the variable or the flag out of the unit, the compose file or .env, and restart the gateway",
                because: "You decide whether what the option was set for still needs it."
            ),
            good: [],
            bad: ["OPENCLAW_DEBUG_MODEL_PAYLOAD"]
        ),
        .field(
            .openclaw,
            "disable-agent-repair",
            .openclaw,
            .repairingAgents,
            .is([]),
            title: "Coding agents are not started to repair the gateway",
            fault: "Failed starts are repaired by a coding agent",
            rationale:
                "Whoever makes a start fail has a coding agent run on the server, with all its rights and nobody watching.",
            .medium,
            [Reference("OpenClaw documentation", "cli/triage")],
            fix: .manual(
                "set OPENCLAW_SERVICE_REPAIR_POLICY=external in the gateway's environment, where systemd restarts it, or take the agents off its program path",
                because: "You decide whether a restart by systemd is enough."
            ),
            good: [],
            bad: ["/usr/local/bin/claude"]
        ),
    ]
}
