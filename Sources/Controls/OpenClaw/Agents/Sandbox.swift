import Catalog
import Documents
import Hardening

extension ControlList {
    /// Whether agents have a sandbox, and what gets in and out of it.
    static let openclawSandbox: [Control] = [
        .sandboxAgentsWithCommands,
        .forbid(
            .openclaw,
            "enable-configured-sandbox",
            .openclawAgents,
            where: .sandboxConfigured == true && .sandboxMode == "off",
            title: "A configured sandbox is enabled",
            fault: "A sandbox is configured but off",
            rationale: "The operator relies on limits that have no effect, because the mode is off.",
            .medium,
            [.openclaw("sandbox.docker_config_mode_off")],
            fix: .manual(
                "`openclaw config set agents.defaults.sandbox.mode all`; an agent's own sandbox.mode "
                    + "wins and goes with openclaw config unset",
                because: "A sandbox needs its image and a Docker that the gateway may use; without them no tool works."
            ),
            good: [.sandboxConfigured: true, .sandboxMode: "all"],
            bad: [.sandboxConfigured: true, .sandboxMode: "off"]
        ),
        .enableSandboxForCommands,
        sandboxed(
            "separate-sandboxes",
            .sandboxScope,
            .isOne(of: "session", "agent"),
            title: "Agents have separate sandboxes",
            fault: "Agents share one sandbox",
            rationale: "What one conversation leaves behind, the next agent runs.",
            .medium,
            fix: .openclaw(byHand: "`openclaw config set agents.defaults.sandbox.scope agent`") {
                $0.separateSandboxes
            },
            good: "session",
            bad: "shared",
            container: false
        ),
        sandboxed(
            "limit-sandbox-workspace-access",
            .sandboxWorkspace,
            .isOne(of: "none", "ro"),
            title: "Sandbox cannot write to the workspace",
            fault: "Sandbox can write to the workspace",
            rationale: "A command in the sandbox changes files that the agent follows outside it.",
            .low,
            fix: .openclaw(byHand: "`openclaw config set agents.defaults.sandbox.workspaceAccess ro`") { fault in
                // Where nothing is set the sandbox sees none of the workspace; setting it would let it look.
                fault.sandboxes { .set($0.sandbox("workspaceAccess"), to: "ro", creates: false) { $0.text == "none" } }
            },
            good: "none",
            bad: "rw",
            container: false
        ),
        .forbid(
            .openclaw,
            "restrict-sandbox-browser",
            .openclawAgents,
            where: .sandboxMode != "off" && .sandboxBrowser == true && .sandboxBrowserNetwork == "bridge"
                && .sandboxBrowserSources == .unset,
            title: "Sandbox browser accepts control from the gateway only",
            fault: "Sandbox browser accepts control from any container on its bridge",
            rationale: "Every other container on the bridge can take over the browser and its logged-in sessions.",
            .medium,
            [.openclaw("sandbox.browser_cdp_bridge_unrestricted")],
            fix: .openclaw(
                byHand: "`openclaw config unset agents.defaults.sandbox.browser.network`, or set its cdpSourceRange"
            ) { $0.sandboxes { .unset($0.sandbox("browser.network"), where: { $0.text == "bridge" }) } },
            good: [
                .sandboxMode: "all", .sandboxBrowser: true, .sandboxBrowserNetwork: .unset,
                .sandboxBrowserSources: .unset,
            ],
            bad: [
                .sandboxMode: "all", .sandboxBrowser: true, .sandboxBrowserNetwork: "bridge",
                .sandboxBrowserSources: .unset,
            ]
        ),
        sandboxed(
            "hide-sessions-from-sandbox",
            .sandboxSessions,
            .is("spawned"),
            title: "Sandboxed conversations see only sessions that they started",
            fault: "Sandboxed conversations see sessions that they did not start",
            rationale: "A sandboxed stranger asks the agent for what the owner told it outside the sandbox.",
            .medium,
            fix: .sandbox(
                "sessionToolsVisibility",
                "spawned",
                byHand: "`openclaw config set agents.defaults.sandbox.sessionToolsVisibility spawned`"
            ),
            good: "spawned",
            bad: "all",
            container: false
        ),
        sandboxed(
            "deny-host-tools-in-sandbox",
            .sandboxEscapingTools,
            .is([]),
            title: "Sandboxed conversations have no tools that act outside the sandbox",
            fault: "Sandboxed conversations have tools that act outside the sandbox",
            rationale:
                "browser, nodes, cron and gateway act outside the sandbox, even when they are called from inside.",
            .high,
            fix: .openclaw(
                byHand:
                    "`openclaw config set tools.sandbox.tools.deny "
                    + "'[\"browser\",\"canvas\",\"nodes\",\"cron\",\"gateway\",\"computer\",\"mobile_ui\"]' "
                    + "--strict-json`"
            ) { fault in
                // The built-in list denies them; one that somebody wrote takes its place.
                fault.agents {
                    .include(fault.items(.sandboxEscapingTools), in: $0.tools("sandbox.tools.deny"), creates: false)
                }
            },
            good: [],
            bad: ["gateway"],
            container: false
        ),
        sandboxed(
            "keep-host-browser-from-sandbox",
            .sandboxBrowserControlsHost,
            .is(false),
            title: "Sandbox cannot control the host's browser",
            fault: "Sandbox can control the host's browser",
            rationale: "A command in the sandbox uses sessions in which the operator is logged in.",
            .high,
            fix: .sandbox(
                "browser.allowHostControl",
                false,
                byHand: "`openclaw config set agents.defaults.sandbox.browser.allowHostControl false`"
            ),
            good: false,
            bad: true
        ),
    ]

    /// Where the sandbox is a container, so that its settings count.
    static let sandboxBackends = ["docker", "podman"]

    /// A setting of the sandbox; `container` is whether it counts only where the sandbox is one.
    static func sandboxed(
        _ phrase: String,
        _ field: Field,
        _ constraint: Constraint,
        title: String,
        fault: String,
        rationale: String,
        _ severity: Severity,
        fix: Fix,
        good: Value,
        bad: Value,
        check: String? = nil,
        container: Bool = true
    ) -> Control {
        .field(
            .openclaw,
            phrase,
            .openclawAgents,
            field,
            constraint,
            where: container
                ? .sandboxMode != "off" && Field.sandboxBackend.isOne(of: sandboxBackends) : .sandboxMode != "off",
            title: title,
            fault: fault,
            rationale: rationale,
            severity,
            [check.map { .openclaw($0) } ?? Reference("OpenClaw documentation", "agents.defaults.sandbox")],
            fix: fix,
            good: good,
            bad: bad,
            with: [.sandboxMode: "all", .sandboxBackend: "docker"]
        )
    }
}

extension Control {
    static let sandboxAgentsWithCommands = Control.forbid(
        .openclaw,
        "sandbox-agents-with-commands",
        .openclawAgents,
        where: .sandboxMode == "off" && .canExec == true && !Field.execMode.isOne(of: ["deny"]),
        title: "Agents that can run commands run in a sandbox",
        fault: "Agents that can run commands run without a sandbox",
        rationale:
            "A command from an injected instruction has the rights of the gateway's account: its keys, its files, its network.",
        .high,
        [Reference("OpenClaw documentation", "agents.defaults.sandbox.mode")],
        fix: .openclaw(
            byHand:
                "`openclaw config set agents.defaults.sandbox.mode all`, or take away group:runtime; an "
                + "agent's own sandbox.mode wins"
        ) { $0.denyCommands },
        good: [.sandboxMode: "all", .canExec: true, .execMode: "full"],
        [.sandboxMode: "off", .canExec: false, .execMode: "full"],
        bad: [.sandboxMode: "off", .canExec: true, .execMode: "full"]
    )

    static let enableSandboxForCommands = Control.forbid(
        .openclaw,
        "enable-sandbox-for-commands",
        .openclawAgents,
        where: .canExec == true && .execHost == "sandbox that is off",
        title: "Commands meant for the sandbox run in one",
        fault: "Commands are meant for a sandbox that is off",
        rationale: "Older versions ran them on the server instead, without notice.",
        .high,
        [
            .openclaw("tools.exec.host_sandbox_no_sandbox_defaults"),
            .openclaw("tools.exec.host_sandbox_no_sandbox_agents"),
        ],
        fix: .openclaw(
            byHand: "`openclaw config set agents.defaults.sandbox.mode all`; an agent's own sandbox.mode wins"
        ) { $0.denyCommands },
        good: [.canExec: true, .execHost: "sandbox"],
        bad: [.canExec: true, .execHost: "sandbox that is off"]
    )
}
