import Catalog
import Hardening

extension Catalogue {
    static let openclawSandbox: [Control] = [
        .forbid(
            .openclaw,
            "sandbox-risky-agents",
            .openclawAgents,
            where: .sandboxMode == "off" && .canExec == true && !Field.execMode.isOne(of: ["deny"]),
            title: "An agent that runs commands runs them in a sandbox",
            rationale:
                "A command the model was talked into has the gateway's account: its keys, its files, its network.",
            .high,
            [Reference("OpenClaw documentation", "agents.defaults.sandbox.mode")],
            remedy:
                "openclaw config set agents.defaults.sandbox.mode all, or take away group:runtime; an agent's own sandbox.mode wins",
            good: [.sandboxMode: "all", .canExec: true, .execMode: "full"],
            [.sandboxMode: "off", .canExec: false, .execMode: "full"],
            bad: [.sandboxMode: "off", .canExec: true, .execMode: "full"]
        ),
        .forbid(
            .openclaw,
            "turn-on-configured-sandbox",
            .openclawAgents,
            where: .sandboxConfigured == true && .sandboxMode == "off",
            title: "A sandbox that is configured is on",
            rationale: "Somebody counts on limits that do nothing, because the mode is off.",
            .medium,
            [.openclaw("sandbox.docker_config_mode_off")],
            remedy:
                "openclaw config set agents.defaults.sandbox.mode all; an agent's own sandbox.mode wins and goes with openclaw config unset",
            good: [.sandboxConfigured: true, .sandboxMode: "all"],
            bad: [.sandboxConfigured: true, .sandboxMode: "off"]
        ),
        .forbid(
            .openclaw,
            "find-sandbox-for-commands",
            .openclawAgents,
            where: .canExec == true && .execHost == "sandbox that is off",
            title: "Commands that are to run in the sandbox find one",
            rationale: "Older versions ran them on the server instead, without a word.",
            .high,
            [
                .openclaw("tools.exec.host_sandbox_no_sandbox_defaults"),
                .openclaw("tools.exec.host_sandbox_no_sandbox_agents"),
            ],
            remedy: "openclaw config set agents.defaults.sandbox.mode all; an agent's own sandbox.mode wins",
            good: [.canExec: true, .execHost: "sandbox"],
            bad: [.canExec: true, .execHost: "sandbox that is off"]
        ),
        sandboxed(
            "separate-sandboxes",
            .sandboxScope,
            .isOne(of: "session", "agent"),
            "Agents do not share one sandbox",
            "What one conversation leaves behind, the next agent runs.",
            .medium,
            "agents.defaults.sandbox.scope agent",
            good: "session",
            bad: "shared",
            container: false
        ),
        sandboxed(
            "keep-workspace-out-of-sandbox",
            .sandboxWorkspace,
            .isOne(of: "none", "ro"),
            "The sandbox does not write to the workspace",
            "A command in the sandbox changes files that the agent obeys outside it.",
            .low,
            "agents.defaults.sandbox.workspaceAccess ro",
            good: "none",
            bad: "rw",
            container: false
        ),
        sandboxed(
            "isolate-sandbox-network",
            .sandboxNetwork,
            .is("none"),
            "The sandbox has no network",
            "What the command found leaves by it, and the server's own network is within its reach.",
            .medium,
            "agents.defaults.sandbox.docker.network none",
            good: "none",
            bad: "host"
        ),
        sandboxed(
            "keep-sandbox-root-read-only",
            .sandboxReadOnlyRoot,
            .is(true),
            "The sandbox's root file system is read-only",
            "A command changes programs that later commands of the same sandbox run.",
            .low,
            "agents.defaults.sandbox.docker.readOnlyRoot true",
            good: true,
            bad: false
        ),
        sandboxed(
            "drop-sandbox-capabilities",
            .sandboxDroppedCapabilities,
            .includes(["ALL"]),
            "The sandbox drops all capabilities",
            "A kernel flaw needs one capability more often than none.",
            .medium,
            "agents.defaults.sandbox.docker.capDrop '[\"ALL\"]' --strict-json",
            good: ["ALL"],
            bad: ["NET_RAW"]
        ),
        sandboxed(
            "mount-nothing-dangerous-in-sandbox",
            .sandboxDangerousBinds,
            .is([]),
            "The sandbox mounts no system directories, credentials or sockets",
            "Through the Docker socket or /etc a command in the sandbox is root on the server.",
            .critical,
            "remove them from agents.defaults.sandbox.docker.binds, or from the agent's own",
            good: [],
            bad: ["/var/run/docker.sock"],
            check: "sandbox.dangerous_bind_mount"
        ),
        sandboxed(
            "mount-absolute-paths-in-sandbox",
            .sandboxRelativeBinds,
            .is([]),
            "The sandbox mounts absolute paths",
            "What a relative path means depends on where the gateway was started.",
            .low,
            "remove them from agents.defaults.sandbox.docker.binds, and name their absolute paths",
            good: [],
            bad: ["data"],
            check: "sandbox.bind_mount_non_absolute"
        ),
        sandboxed(
            "keep-sandbox-checks",
            .sandboxDangerousFlags,
            .is([]),
            "No check of the sandbox's settings is switched off",
            "The switch lets a command join another container, or mount what lies outside.",
            .high,
            "remove the dangerously… keys from agents.defaults.sandbox.docker",
            good: [],
            bad: ["dangerouslyAllowExternalBindSources"]
        ),
        confined("keep-sandbox-seccomp", .sandboxSeccomp, "seccomp", "sandbox.dangerous_seccomp_profile"),
        confined("keep-sandbox-apparmor", .sandboxAppArmor, "AppArmor", "sandbox.dangerous_apparmor_profile"),
        sandboxed(
            "limit-sandbox-processes",
            .sandboxPIDs,
            .atMost(1024),
            "The sandbox has a limit of processes",
            "A fork bomb in the sandbox takes the whole server down.",
            .low,
            "agents.defaults.sandbox.docker.pidsLimit 256",
            good: 256,
            bad: .unset
        ),
        limited("memory", .sandboxMemory, "memory 1g", "One runaway task takes the server's memory, and sshd with it."),
        limited(
            "cpus",
            .sandboxCPUs,
            "cpus 1",
            "One runaway task takes every processor, and nothing else gets a turn."
        ),
        sandboxed(
            "run-sandbox-as-user",
            .sandboxUser,
            .isNone(of: "root", "0", "0:0", "root:root", otherwise: "1000:1000"),
            "The sandbox's processes do not run as root",
            "Root in the container is root on the server after one flaw in the kernel or one careless mount.",
            .medium,
            "agents.defaults.sandbox.docker.user 1000:1000",
            good: "1000:1000",
            bad: "root"
        ),
        .forbid(
            .openclaw,
            "keep-sandbox-off-other-networks",
            .openclawAgents,
            where: .sandboxMode != "off" && (joins(.sandboxNetwork) || joins(.sandboxBrowserNetwork)),
            title: "The sandbox does not join the network of the host or of another container",
            rationale:
                "A command in the sandbox reaches the gateway and every service on loopback, as if it were local.",
            .critical,
            [.openclaw("sandbox.dangerous_network_mode")],
            remedy: "openclaw config set agents.defaults.sandbox.docker.network none",
            good: [.sandboxMode: "all", .sandboxNetwork: "none", .sandboxBrowserNetwork: .unset],
            [.sandboxMode: "off", .sandboxNetwork: "host", .sandboxBrowserNetwork: .unset],
            bad: [.sandboxMode: "all", .sandboxNetwork: "host", .sandboxBrowserNetwork: .unset],
            [.sandboxMode: "all", .sandboxNetwork: "none", .sandboxBrowserNetwork: "container:db"]
        ),
        .forbid(
            .openclaw,
            "restrict-sandbox-browser",
            .openclawAgents,
            where: .sandboxMode != "off" && .sandboxBrowser == true && .sandboxBrowserNetwork == "bridge"
                && .sandboxBrowserSources == .unset,
            title: "The sandbox's browser is controlled from the gateway only",
            rationale: "Every other container on the bridge takes over the browser and what is logged in there.",
            .medium,
            [.openclaw("sandbox.browser_cdp_bridge_unrestricted")],
            remedy: "openclaw config unset agents.defaults.sandbox.browser.network, or set its cdpSourceRange",
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
            "A sandboxed conversation sees only the sessions it started",
            "A confined stranger asks the agent for what the owner told it outside the sandbox.",
            .medium,
            "agents.defaults.sandbox.sessionToolsVisibility spawned",
            good: "spawned",
            bad: "all",
            container: false
        ),
        sandboxed(
            "keep-tools-inside-sandbox",
            .sandboxEscapingTools,
            .is([]),
            "Sandboxed conversations have no tools that leave the sandbox",
            "browser, nodes, cron and gateway act outside the walls, whoever calls them from inside.",
            .high,
            "tools.sandbox.tools.deny '[\"browser\",\"canvas\",\"nodes\",\"cron\",\"gateway\"]' --strict-json",
            good: [],
            bad: ["gateway"],
            container: false
        ),
        sandboxed(
            "keep-host-browser-from-sandbox",
            .sandboxBrowserControlsHost,
            .is(false),
            "The sandbox does not drive the host's browser",
            "A command in the sandbox uses sessions in which the operator is logged in.",
            .high,
            "agents.defaults.sandbox.browser.allowHostControl false",
            good: false,
            bad: true
        ),
    ]

    /// Where the sandbox is a container, so that its settings count.
    private static let backends = ["docker", "podman"]

    private static func sandboxed(
        _ phrase: String,
        _ field: Field,
        _ constraint: Constraint,
        _ title: String,
        _ rationale: String,
        _ severity: Severity,
        _ setting: String,
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
                ? .sandboxMode != "off" && Field.sandboxBackend.isOne(of: backends) : .sandboxMode != "off",
            title: title,
            rationale: rationale,
            severity,
            [check.map { .openclaw($0) } ?? Reference("OpenClaw documentation", "agents.defaults.sandbox")],
            remedy: setting.hasPrefix("remove") ? setting : "openclaw config set \(setting)",
            good: good,
            bad: bad,
            with: [.sandboxMode: "all", .sandboxBackend: "docker"]
        )
    }

    private static func joins(_ network: Field) -> Filter {
        network.isOne(of: ["host"]) || network.contains("container:")
    }

    private static func limited(_ what: String, _ field: Field, _ setting: String, _ rationale: String) -> Control {
        .field(
            .openclaw,
            "limit-sandbox-\(what)",
            .openclawAgents,
            field,
            Constraint("is set") { $0 == .unset ? "1" : $0 },
            where: .sandboxMode != "off" && Field.sandboxBackend.isOne(of: backends),
            title: "The sandbox has a limit of \(what == "cpus" ? "processors" : what)",
            rationale: rationale,
            .low,
            [Reference("OpenClaw documentation", "agents.defaults.sandbox.docker")],
            remedy: "openclaw config set agents.defaults.sandbox.docker.\(setting)",
            good: 1,
            bad: .unset,
            with: [.sandboxMode: "all", .sandboxBackend: "docker"]
        )
    }

    private static func confined(_ phrase: String, _ field: Field, _ name: String, _ check: String) -> Control {
        .field(
            .openclaw,
            phrase,
            .openclawAgents,
            field,
            Constraint("is not unconfined") { $0 == "unconfined" ? .unset : $0 },
            where: .sandboxMode != "off" && Field.sandboxBackend.isOne(of: backends),
            title: "The sandbox keeps its \(name) profile",
            rationale: "Without it the sandbox's processes reach kernel interfaces that break out of containers.",
            .high,
            [.openclaw(check)],
            remedy: "remove the unconfined profile from agents.defaults.sandbox.docker",
            good: .unset,
            bad: "unconfined",
            with: [.sandboxMode: "all", .sandboxBackend: "docker"]
        )
    }
}
