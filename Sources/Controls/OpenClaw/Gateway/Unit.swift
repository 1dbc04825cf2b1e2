import Catalog
import Hardening

extension ControlList {
    /// What systemd does for a gateway that runs outside of containers.
    static let openclawUnit: [Control] = [
        .field(
            .openclaw,
            "set-unit-stop-timeout",
            .openclawUnits,
            .unitStopSeconds,
            .atLeast(unitStopSeconds),
            title: "Stop timeout of the gateway's unit is long enough",
            fault: "Stop timeout of the gateway's unit is too short",
            rationale:
                "A gateway that is killed while its agents work leaves its lease behind, which can keep the next one out for five minutes.",
            .medium,
            [Reference("OpenClaw documentation", "gateway/restart-recovery"), Reference("systemd.service(5)")],
            fix: .gatewayUnit("TimeoutStopSec", "\(unitStopSeconds)"),
            good: .number(unitStopSeconds),
            bad: 90
        ),
        .field(
            .openclaw,
            "set-unit-kill-mode",
            .openclawUnits,
            .unitKillMode,
            .isOne(of: "mixed"),
            title: "systemd stops the gateway first and its remaining processes afterwards",
            fault: "systemd does not stop the gateway's processes in order",
            rationale:
                "Otherwise its agents' programs are ended before it, or go on without it, with its rights and nobody to stop them.",
            .low,
            [Reference("systemd.kill(5)")],
            fix: .gatewayUnit("KillMode", "mixed"),
            good: "mixed",
            bad: "process"
        ),
        .field(
            .openclaw,
            "prevent-restart-on-configuration-error",
            .openclawUnits,
            .unitStaysDown,
            .is(true),
            title: "A start that the gateway itself refuses is not repeated",
            fault: "A start that the gateway itself refuses is repeated",
            rationale:
                "It exits with status 78 where its configuration or its state cannot be used; starting it again and again fills the log and hides the reason.",
            .low,
            [Reference("OpenClaw documentation", "install/docker")],
            fix: .gatewayUnit("RestartPreventExitStatus", "78"),
            good: true,
            bad: false
        ),
        .field(
            .openclaw,
            "forbid-new-privileges",
            .openclawUnits,
            .unitNoNewPrivileges,
            .is(true),
            title: "Gateway and its child processes cannot gain privileges",
            fault: "Gateway and its child processes can gain privileges",
            rationale: "With sudo or one flawed setuid program, a sentence in a message leads to root on the server.",
            .medium,
            [Reference("systemd.exec(5)")],
            fix: .gatewayUnit(
                "NoNewPrivileges",
                "yes",
                saying: "sudo, su and every other setuid program end for the gateway and its agents.",
                cost: "sudo and su for the gateway and its agents"
            ),
            good: true,
            bad: false
        ),
        .field(
            .openclaw,
            "restrict-system-calls",
            .openclawUnits,
            .unitOpenCalls,
            .is([]),
            title: "System calls of the gateway are limited to those of a service",
            fault: "System calls of the gateway are not limited to those of a service",
            rationale: "The calls that nobody needs are where most ways from an account to root begin.",
            .low,
            [Reference("systemd.exec(5)")],
            fix: .openclaw(
                byHand: ByHand.unit(
                    "SystemCallFilter=@system-service chroot",
                    "SystemCallErrorNumber=EPERM",
                    "SystemCallArchitectures=native",
                    "RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK",
                    "LockPersonality=yes",
                    "RestrictRealtime=yes"
                ) + " # not RestrictSUIDSGID=, with which 2026.9 does not start",
                cost: "debuggers, tracers and rootless containers for the gateway's agents"
            ) { $0.restrictSystemCalls },
            good: [],
            bad: ["SystemCallFilter"]
        ),
        .field(
            .openclaw,
            "isolate-unit",
            .openclawUnits,
            .unitOpenWalls,
            .is([]),
            where: .openclawUnitAccount == .unset,
            title: "Gateway's unit is isolated from the system",
            fault: "Gateway's unit is not fully isolated from the system",
            rationale:
                "An agent that follows an injected instruction changes what any other program runs, wherever its account may write.",
            .medium,
            [Reference("systemd.exec(5)")],
            fix: .openclaw(
                byHand: ByHand.unit(
                    "ProtectSystem=strict",
                    "ProtectHome=read-only",
                    "ReadWritePaths=-HOME",
                    "ProtectKernelTunables=yes",
                    "ProtectKernelModules=yes",
                    "ProtectKernelLogs=yes",
                    "ProtectControlGroups=yes",
                    "CapabilityBoundingSet="
                ) + " # HOME is what it writes to; not PrivateTmp=, because it and its command line meet in /tmp"
            ) { $0.isolateUnit },
            good: [],
            bad: ["ProtectSystem"],
            with: [.openclawUnitAccount: .unset]
        ),
        .forbid(
            .openclaw,
            "limit-unit-memory",
            .openclawUnits,
            where: hasNoMemoryLimit,
            title: "Gateway's unit has a memory limit",
            fault: "Gateway's unit has no memory limit below the server's memory",
            rationale:
                "One runaway task takes all memory, and the kernel ends any process: sshd, the database, the proxy.",
            .low,
            [Reference("systemd.resource-control(5)")],
            fix: .openclaw(byHand: ByHand.unit("MemoryMax=75%")) { $0.limitMemory },
            good: [.unitMemory: .number(1536 << 20), .memoryOfServer: .number(2 << 30)],
            [.unitMemory: .number(1536 << 20), .memoryOfServer: .unset],
            bad: [.unitMemory: .unset, .memoryOfServer: .number(2 << 30)],
            [.unitMemory: .number(4 << 30), .memoryOfServer: .number(2 << 30)]
        ),
        .field(
            .openclaw,
            "stop-manual-root-gateway",
            .openclaw,
            .strayRunsAsRoot,
            .is(false),
            where: .strayRunsAsRoot != .unset,
            title: "No gateway was started as root outside a unit",
            fault: "A gateway was started as root outside a unit",
            rationale: "Whatever an injected instruction makes an agent do, it does as root, and no unit isolates it.",
            .high,
            [Reference("OpenClaw documentation", "install/linux")],
            fix: .manual(
                "end it, and give it an account of its own: adduser --system --home /home/claw --shell /bin/bash claw, the state directory moved there and given to it, and openclaw gateway install as that account",
                because: "You decide what it may read and write then, and whoever started it has to end it."
            ),
            good: false,
            bad: true
        ),
        .field(
            .openclaw,
            "remove-root-access-of-gateway-account",
            .openclaw,
            .accountPowers,
            .is([]),
            where: .accountPowers != .unset,
            title: "Gateway's account cannot become root",
            fault: "Gateway's account can become root",
            rationale:
                "Whatever an injected instruction makes an agent do, it does as this account: with sudo or the docker group that is as root.",
            .high,
            [Reference("OpenClaw documentation", "install/linux"), Reference("CIS Docker", "1.1.2")],
            fix: .manual(
                "take the account of the gateway out of the groups (gpasswd -d) and sudo rules (visudo) "
                    + "that the evidence names, and restart the gateway: until then it keeps its groups",
                because: "What else the account is used for could not be determined."
            ),
            good: [],
            bad: ["the group docker"]
        ),
        .forbid(
            .openclaw,
            "run-from-system-unit",
            .openclawUnits,
            where: .openclawUnitAccount != .unset,
            title: "Gateway runs from a system unit",
            fault: "Gateway runs from a user's unit, which cannot be isolated",
            rationale:
                "A user's own manager cannot make file systems read-only, and an injected instruction can rewrite the unit, which belongs to the account.",
            .low,
            [Reference("systemd.exec(5)")],
            fix: .manual(
                "copy its ExecStart= and Environment= into a unit in /etc/systemd/system with User=, add OPENCLAW_SERVICE_REPAIR_POLICY=external, and run openclaw gateway uninstall",
                because:
                    "openclaw update and its doctor maintain the user's unit and not one of the system, so you decide whether to give that up."
            ),
            good: [.openclawUnitAccount: .unset],
            bad: [.openclawUnitAccount: "claw"]
        ),
        .field(
            .openclaw,
            "run-unit-as-non-root",
            .openclawUnits,
            .unitRunsAsRoot,
            .is(false),
            title: "Gateway's unit runs as an account of its own, not as root",
            fault: "Gateway's unit runs as root",
            rationale: "Whatever an injected instruction makes an agent do, it does as root.",
            .high,
            [Reference("OpenClaw documentation", "install/linux")],
            fix: .manual(
                "make an account with adduser --system, move the state directory there, give it to that account, and name it by User= in the unit",
                because: "You decide what it may read and write then."
            ),
            good: false,
            bad: true
        ),
    ]

    /// Whether nothing keeps its processes from all of the memory.
    static let hasNoMemoryLimit = Filter([.unitMemory, .memoryOfServer]) { record in
        switch (record[.unitMemory], record[.memoryOfServer]) {
        case (.unknown, _): nil
        case (.number(let limit), .number(let all)): limit >= all
        case (.number, _): false
        default: true
        }
    }

    /// OpenClaw's own unit has as many: 315 to bring to an end what it is at, and some to stop.
    static let unitStopSeconds = 330
}
