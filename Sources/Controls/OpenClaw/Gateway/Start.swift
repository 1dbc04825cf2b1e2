import Catalog
import Hardening

extension Catalogue {
    /// How the gateway is started, and what is started when that fails.
    static let openclawStart: [Control] = [
        .field(
            .openclaw,
            "start-without-weakening-switches",
            .openclaw,
            .weakeningSwitches,
            .is([]),
            title: "The gateway is started without switches that take checks away",
            rationale:
                "A switch for finding bugs stays: conversations and keys are written out, or a port opens that nothing else does.",
            .medium,
            [Reference("OpenClaw documentation", "help/environment")],
            remedy: "take the variable or the flag out of the unit, the compose file or .env, and restart the gateway",
            good: [],
            bad: ["OPENCLAW_DEBUG_MODEL_PAYLOAD"]
        ),
        .field(
            .openclaw,
            "repair-without-agents",
            .openclaw,
            .repairingAgents,
            .is([]),
            title: "No agent is started to repair the gateway",
            rationale:
                "Whoever makes one start fail has a coding agent run on the server, with all its rights and nobody watching.",
            .medium,
            [Reference("OpenClaw documentation", "cli/triage")],
            remedy: "OPENCLAW_SERVICE_REPAIR_POLICY=external in the gateway's environment, where systemd restarts it",
            good: [],
            bad: ["/usr/local/bin/claude"]
        ),
    ]
}
