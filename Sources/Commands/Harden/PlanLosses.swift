import Hardening

/// What people and agents can do now and no longer can once a plan is in place, as its controls' fixes say.
///
/// The difference of a file shows the setting; only whoever knows the program knows what ends with it.
enum PlanLosses {
    // transitional: goes when every fix says its cost
    private static let words: [(Control.ID, String)] = [
        (
            "openclaw.bind-gateway-to-loopback",
            "clients that reach the gateway by the server's own address; by a tunnel they still do: "
                + "ssh -L 18789:127.0.0.1:18789 YOU@SERVER, then http://localhost:18789"
        ),
        ("openclaw.ask-before-commands", "commands that agents run on the server without asking anybody"),
        ("openclaw.elevate-nobody", "elevated mode (/elevated), for its owner too"),
        ("openclaw.withhold-cron-tool", "schedules that agents make for themselves"),
        ("openclaw.withhold-gateway-tool", "changes that agents make to the gateway's own set-up"),
        ("openclaw.withhold-nodes-tool", "agents' use of paired devices"),
        ("openclaw.isolate-agents", "messages from one agent to another"),
        ("openclaw.stay-in-workspace", "agents' file tools outside their workspace"),
        ("openclaw.keep-browsers-of-devices-out", "the browser of a paired device, for agents"),
        ("openclaw.take-no-skills-from-devices", "skills that paired devices bring"),
        ("openclaw.stop-self-written-skills", "skills that agents write for themselves"),
        ("openclaw.see-own-sessions-only", "an agent's look into other conversations"),
        ("openclaw.deny-tools-over-http", "tools that read or send, called over HTTP with the token"),
        ("openclaw.answer-where-asked", "messages that agents send to another channel than the one they were asked in"),
        ("openclaw.turn-off-restart-command", "the chat command /restart"),
        ("openclaw.turn-off-gateway-terminal", "the terminal in the control UI"),
        ("openclaw.forbid-new-privileges", "sudo and su for the gateway and its agents"),
        ("openclaw.restrict-system-calls", "debuggers, tracers and rootless containers for the gateway's agents"),
    ]

    /// The controls with which something ends.
    static var controls: [Control.ID] { words.map(\.0) }

    /// In the order of the layers.
    static func words(of plan: Plan, _ controls: [Control]) -> [String] {
        let asking = Set(plan.changes.flatMap(\.because) + plan.deferred.flatMap(\.because))
        return controls.filter { asking.contains($0.id) }.compactMap(\.fix.cost)
            + words.filter { asking.contains($0.0) }.map(\.1)
    }
}
