import Catalog
import Documents
import Hardening

extension ControlList {
    /// The container that the sandbox is.
    static let openclawSandboxContainer: [Control] = [
        sandboxed(
            "isolate-sandbox-network",
            .sandboxNetwork,
            .is("none"),
            title: "Sandbox has no network",
            fault: "Sandbox has a network",
            rationale: "A command in the sandbox sends out what it found, and reaches the server's own network.",
            .medium,
            fix: .sandbox(
                "docker.network",
                "none",
                byHand: "`openclaw config set agents.defaults.sandbox.docker.network none`"
            ),
            good: "none",
            bad: "host"
        ),
        sandboxed(
            "keep-sandbox-root-read-only",
            .sandboxReadOnlyRoot,
            .is(true),
            title: "Sandbox root file system is read-only",
            fault: "Sandbox root file system is writable",
            rationale: "A command changes programs that later commands of the same sandbox run.",
            .low,
            fix: .sandbox(
                "docker.readOnlyRoot",
                true,
                byHand: "`openclaw config set agents.defaults.sandbox.docker.readOnlyRoot true`"
            ),
            good: true,
            bad: false
        ),
        sandboxed(
            "drop-sandbox-capabilities",
            .sandboxDroppedCapabilities,
            .includes(["ALL"]),
            title: "Sandbox drops all capabilities",
            fault: "Sandbox does not drop all capabilities",
            rationale: "Many kernel flaws can be used only by a process that has a capability.",
            .medium,
            fix: .openclaw(
                byHand: "`openclaw config set agents.defaults.sandbox.docker.capDrop '[\"ALL\"]' --strict-json`"
            ) { $0.sandboxes { .include(["ALL"], in: $0.sandbox("docker.capDrop"), creates: false) } },
            good: ["ALL"],
            bad: ["NET_RAW"]
        ),
        sandboxed(
            "remove-dangerous-sandbox-mounts",
            .sandboxDangerousBinds,
            .is([]),
            title: "Sandbox mounts no system directories, credentials or sockets",
            fault: "Sandbox mounts system directories, credentials or sockets",
            rationale: "Through the Docker socket or /etc a command in the sandbox is root on the server.",
            .critical,
            fix: .openclaw(byHand: "remove them from agents.defaults.sandbox.docker.binds, or from the agent's own") {
                $0.removeDangerousMounts
            },
            good: [],
            bad: ["/var/run/docker.sock"],
            check: "sandbox.dangerous_bind_mount"
        ),
        sandboxed(
            "use-absolute-sandbox-mounts",
            .sandboxRelativeBinds,
            .is([]),
            title: "Sandbox mounts have absolute paths",
            fault: "Sandbox mounts have relative paths",
            rationale: "What a relative path means depends on where the gateway was started.",
            .low,
            fix: .manual(
                "replace them in agents.defaults.sandbox.docker.binds by their absolute paths",
                because: "Only you know what the relative path was meant for."
            ),
            good: [],
            bad: ["data"],
            check: "sandbox.bind_mount_non_absolute"
        ),
        sandboxed(
            "keep-sandbox-checks",
            .sandboxDangerousFlags,
            .is([]),
            title: "Checks of the sandbox's settings are enabled",
            fault: "Checks of the sandbox's settings are disabled",
            rationale: "Such a flag lets a command join another container, or mount what is outside.",
            .high,
            fix: .openclaw(byHand: "remove the keys that begin with dangerously from agents.defaults.sandbox.docker") {
                fault in
                .rules(
                    fault.items(.sandboxDangerousFlags).flatMap { flag in
                        fault.sandboxRules { .unset($0.sandbox("docker.\(flag)")) }
                    }
                )
            },
            good: [],
            bad: ["dangerouslyAllowExternalBindSources"]
        ),
        confined("seccomp", .sandboxSeccomp, "seccomp", "docker.seccompProfile"),
        confined("apparmor", .sandboxAppArmor, "AppArmor", "docker.apparmorProfile"),
        sandboxed(
            "limit-sandbox-processes",
            .sandboxPIDs,
            .atMost(1024),
            title: "Sandbox has a process limit of at most 1024",
            fault: "Sandbox has no process limit of at most 1024",
            rationale: "A fork bomb in the sandbox takes the whole server down.",
            .low,
            fix: .openclaw(byHand: "`openclaw config set agents.defaults.sandbox.docker.pidsLimit 256`") {
                $0.sandboxes { place in
                    .set(place.sandbox("docker.pidsLimit"), to: 256, creates: place.creates) { node in
                        node.integer.map { (1...1024).contains($0) } ?? false
                    }
                }
            },
            good: 256,
            bad: .unset
        ),
        limited(
            "memory",
            .sandboxMemory,
            "docker.memory",
            "1g",
            title: "Sandbox has a memory limit",
            fault: "Sandbox has no memory limit",
            rationale: "One runaway task takes the server's memory, and sshd with it."
        ),
        limited(
            "cpus",
            .sandboxCPUs,
            "docker.cpus",
            1,
            title: "Sandbox has a CPU limit",
            fault: "Sandbox has no CPU limit",
            rationale: "One runaway task takes every processor, and nothing else gets a turn."
        ),
        sandboxed(
            "run-sandbox-as-non-root",
            .sandboxUser,
            .isNone(of: "root", "0", "0:0", "root:root", otherwise: "1000:1000"),
            title: "Sandbox processes do not run as root",
            fault: "Sandbox processes run as root",
            rationale:
                "Root in the container becomes root on the server after one flaw in the kernel or one careless mount.",
            .medium,
            fix: .openclaw(byHand: "`openclaw config set agents.defaults.sandbox.docker.user 1000:1000`") {
                $0.sandboxes {
                    .replace($0.sandbox("docker.user"), ["root", "0", "0:0", "root:root"], by: "1000:1000")
                }
            },
            good: "1000:1000",
            bad: "root"
        ),
        .forbid(
            .openclaw,
            "keep-sandbox-off-other-networks",
            .openclawAgents,
            where: .sandboxMode != "off" && (joins(.sandboxNetwork) || joins(.sandboxBrowserNetwork)),
            title: "Sandbox does not join the network of the host or of another container",
            fault: "Sandbox joins the network of the host or of another container",
            rationale:
                "A command in the sandbox reaches the gateway and every service on loopback, as if it were local.",
            .critical,
            [.openclaw("sandbox.dangerous_network_mode")],
            fix: .openclaw(byHand: "`openclaw config set agents.defaults.sandbox.docker.network none`") {
                $0.leaveOtherNetworks
            },
            good: [.sandboxMode: "all", .sandboxNetwork: "none", .sandboxBrowserNetwork: .unset],
            [.sandboxMode: "off", .sandboxNetwork: "host", .sandboxBrowserNetwork: .unset],
            bad: [.sandboxMode: "all", .sandboxNetwork: "host", .sandboxBrowserNetwork: .unset],
            [.sandboxMode: "all", .sandboxNetwork: "none", .sandboxBrowserNetwork: "container:db"]
        ),
    ]

    private static func joins(_ network: Field) -> Filter {
        network.isOne(of: ["host"]) || network.contains("container:")
    }

    private static func limited(
        _ what: String,
        _ field: Field,
        _ key: String,
        _ value: JSONValue,
        title: String,
        fault: String,
        rationale: String
    ) -> Control {
        .field(
            .openclaw,
            "limit-sandbox-\(what)",
            .openclawAgents,
            field,
            Constraint("is set") { $0 == .unset ? "1" : $0 },
            where: .sandboxMode != "off" && Field.sandboxBackend.isOne(of: sandboxBackends),
            title: title,
            fault: fault,
            rationale: rationale,
            .low,
            [Reference("OpenClaw documentation", "agents.defaults.sandbox.docker")],
            fix: .sandboxLimit(
                key,
                value,
                byHand: "`openclaw config set agents.defaults.sandbox.\(key) \(value == 1 ? "1" : "1g")`"
            ),
            good: 1,
            bad: .unset,
            with: [.sandboxMode: "all", .sandboxBackend: "docker"]
        )
    }

    private static func confined(_ what: String, _ field: Field, _ name: String, _ key: String) -> Control {
        .field(
            .openclaw,
            "keep-sandbox-\(what)",
            .openclawAgents,
            field,
            Constraint("is not unconfined") { $0 == "unconfined" ? .unset : $0 },
            where: .sandboxMode != "off" && Field.sandboxBackend.isOne(of: sandboxBackends),
            title: "Sandbox is confined by a \(name) profile",
            fault: "Sandbox runs without a \(name) profile",
            rationale: "Without it the sandbox's processes reach kernel interfaces that break out of containers.",
            .high,
            [.openclaw("sandbox.dangerous_\(what)_profile")],
            fix: .sandboxProfile(
                key,
                byHand: "remove the unconfined profile from agents.defaults.sandbox.docker, or from the agent's own"
            ),
            good: .unset,
            bad: "unconfined",
            with: [.sandboxMode: "all", .sandboxBackend: "docker"]
        )
    }
}
