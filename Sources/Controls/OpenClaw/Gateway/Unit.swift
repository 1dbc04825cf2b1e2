import Catalog
import Hardening

extension Catalogue {
    /// What systemd does for a gateway that runs outside of containers.
    static let openclawUnit: [Control] = [
        .field(
            .openclaw,
            "give-unit-time-to-end",
            .openclawUnits,
            .unitStopSeconds,
            .atLeast(unitStopSeconds),
            title: "systemd gives the gateway the time that it asks for to end",
            rationale:
                "A gateway that is killed while its agents work leaves its lease behind, and for five minutes the next one may be kept out.",
            .medium,
            [Reference("OpenClaw documentation", "gateway/restart-recovery"), Reference("systemd.service(5)")],
            remedy: ByHand.unit("TimeoutStopSec=\(unitStopSeconds)"),
            good: .number(unitStopSeconds),
            bad: 90
        ),
        .field(
            .openclaw,
            "end-unit-in-order",
            .openclawUnits,
            .unitKillMode,
            .isOne(of: "mixed"),
            title: "systemd tells the gateway alone to end, and everything that is left afterwards",
            rationale:
                "Otherwise its agents' programs are ended before it, or go on without it, with its rights and nobody to stop them.",
            .low,
            [Reference("systemd.kill(5)")],
            remedy: ByHand.unit("KillMode=mixed"),
            good: "mixed",
            bad: "process"
        ),
        .field(
            .openclaw,
            "leave-refused-start-down",
            .openclawUnits,
            .unitStaysDown,
            .is(true),
            title: "A start that the gateway itself refuses is not repeated for ever",
            rationale:
                "It ends with 78 where its configuration or its state cannot be used; starting it again and again fills the log and hides why.",
            .low,
            [Reference("OpenClaw documentation", "install/docker")],
            remedy: ByHand.unit("RestartPreventExitStatus=78"),
            good: true,
            bad: false
        ),
        .field(
            .openclaw,
            "forbid-new-privileges",
            .openclawUnits,
            .unitNoNewPrivileges,
            .is(true),
            title: "The gateway and what its agents start gain no rights",
            rationale: "With sudo or one flawed setuid program, a sentence in a message comes to root on the server.",
            .medium,
            [Reference("systemd.exec(5)")],
            remedy: ByHand.unit("NoNewPrivileges=yes") + "; sudo and su end for its agents",
            good: true,
            bad: false
        ),
        .field(
            .openclaw,
            "restrict-system-calls",
            .openclawUnits,
            .unitOpenCalls,
            .is([]),
            title: "The gateway's processes have only the system calls of a service",
            rationale: "The calls that nobody needs are where most ways from an account to root begin.",
            .low,
            [Reference("systemd.exec(5)")],
            remedy: ByHand.unit(
                "SystemCallFilter=@system-service chroot",
                "SystemCallErrorNumber=EPERM",
                "SystemCallArchitectures=native",
                "RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK",
                "LockPersonality=yes",
                "RestrictRealtime=yes"
            ) + "; not RestrictSUIDSGID=, with which 2026.9 does not start",
            good: [],
            bad: ["SystemCallFilter"]
        ),
        .field(
            .openclaw,
            "wall-unit-off",
            .openclawUnits,
            .unitOpenWalls,
            .is([]),
            where: .openclawUnitAccount == .unset,
            title: "The gateway's unit is walled off from the system",
            rationale:
                "An agent that is talked into it changes what any other program runs, wherever its account may write.",
            .medium,
            [Reference("systemd.exec(5)")],
            remedy: ByHand.unit(
                "ProtectSystem=strict",
                "ProtectHome=read-only",
                "ReadWritePaths=-HOME",
                "ProtectKernelTunables=yes",
                "ProtectKernelModules=yes",
                "ProtectKernelLogs=yes",
                "ProtectControlGroups=yes",
                "CapabilityBoundingSet="
            ) + "; HOME stands for what it writes to; not PrivateTmp=, for it and its command line meet in /tmp",
            good: [],
            bad: ["ProtectSystem"],
            with: [.openclawUnitAccount: .unset]
        ),
        .forbid(
            .openclaw,
            "limit-unit-memory",
            .openclawUnits,
            where: hasNoMemoryLimit,
            title: "The gateway's unit leaves memory to the rest of the server",
            rationale:
                "One runaway task takes all memory, and the kernel ends whatever it likes: sshd, the database, the proxy.",
            .low,
            [Reference("systemd.resource-control(5)")],
            remedy: ByHand.unit("MemoryMax=75%"),
            good: [.unitMemory: .number(1536 << 20), .memoryOfServer: .number(2 << 30)],
            [.unitMemory: .number(1536 << 20), .memoryOfServer: .unset],
            bad: [.unitMemory: .unset, .memoryOfServer: .number(2 << 30)],
            [.unitMemory: .number(4 << 30), .memoryOfServer: .number(2 << 30)]
        ),
        .field(
            .openclaw,
            "start-no-gateway-as-root",
            .openclaw,
            .strayRunsAsRoot,
            .is(false),
            where: .strayRunsAsRoot != .unset,
            title: "Nobody started a gateway as root by hand",
            rationale: "Whatever an agent is talked into, it does as root, and no unit has a wall around it.",
            .high,
            [Reference("OpenClaw documentation", "install/linux")],
            remedy:
                "end it; an account of its own: adduser --system --home /home/claw --shell /bin/bash claw, the state "
                + "directory moved there and given to it, and openclaw gateway install as that account",
            good: false,
            bad: true
        ),
        .field(
            .openclaw,
            "keep-account-from-root",
            .openclaw,
            .accountPowers,
            .is([]),
            where: .accountPowers != .unset,
            title: "The account that runs the gateway cannot make itself root",
            rationale:
                "Whatever an agent is talked into, it does as its account: with sudo or Docker's group that is root's work.",
            .high,
            [Reference("OpenClaw documentation", "install/linux"), Reference("CIS Docker", "1.1.2")],
            remedy: "sudo gpasswd -d ACCOUNT GROUP, or take the account out of the sudo rule, and restart the gateway",
            good: [],
            bad: ["the group docker"]
        ),
        .forbid(
            .openclaw,
            "run-from-system-unit",
            .openclawUnits,
            where: .openclawUnitAccount != .unset,
            title: "The gateway's unit is one of the system, which can wall it off",
            rationale:
                "A user's own manager cannot make file systems read-only, and whoever talks an agent into it rewrites the unit, which is the account's own.",
            .low,
            [Reference("systemd.exec(5)")],
            remedy: "a unit in /etc/systemd/system with User= and the same ExecStart=, and openclaw gateway uninstall",
            good: [.openclawUnitAccount: .unset],
            bad: [.openclawUnitAccount: "claw"]
        ),
        .field(
            .openclaw,
            "run-unit-as-account",
            .openclawUnits,
            .unitRunsAsRoot,
            .is(false),
            title: "The gateway runs as an account of its own, not as root",
            rationale: "Whatever an agent is talked into, it does as root.",
            .high,
            [Reference("OpenClaw documentation", "install/linux")],
            remedy:
                "an account of its own: adduser --system, User= in the unit, and the state directory moved and given to it",
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
