import Catalog
import Hardening

extension ControlList {
    /// What OpenClaw runs on, and for how long it is looked after.
    static let openclawRuntime: [Control] = [
        .field(
            .openclaw,
            "run-supported-release",
            .openclaw,
            .isSupported,
            .is(true),
            title: "OpenClaw release still receives fixes",
            fault: "OpenClaw release no longer receives fixes",
            rationale:
                "The next flaw is published with its fix for the newest release, and stays open in this one, with or without an advisory.",
            .medium,
            [Reference("OpenClaw documentation", "reference/RELEASING")],
            fix: .manual(
                "\(ControlList.updatingOpenClaw); a release line from .33 on is kept for two months after its own",
                because: "An update cannot be undone where it migrates the state."
            ),
            good: true,
            bad: false
        ),
        .field(
            .openclaw,
            "match-version-to-state",
            .openclaw,
            .newerState,
            .is([]),
            where: .newerState != .unset,
            title: "State was not written by a newer OpenClaw than the installed one",
            fault: "State was written by a newer OpenClaw than the installed one",
            rationale:
                "A downgraded gateway does not start with a newer database, and ignores settings of a newer version.",
            .medium,
            [Reference("OpenClaw documentation", "reference/database-schemas")],
            fix: .manual(
                "install the version that wrote the state, or restore the copy of the state directory from before the update",
                because: "You decide which of the two versions is meant, and a database cannot be downgraded."
            ),
            good: [],
            bad: ["state/openclaw.sqlite of schema 20, where 18 is the last known"]
        ),
        .field(
            .openclaw,
            "fix-restart-loop",
            .openclaw,
            .keepsStarting,
            .is(false),
            title: "Gateway keeps running after it is started",
            fault: "Gateway is restarted again and again",
            rationale:
                "A gateway that ends at every start answers nobody and fills the log, and the effect of a change cannot be seen.",
            .medium,
            [Reference("OpenClaw documentation", "gateway/troubleshooting")],
            fix: .manual(
                "It says why it ends: `sudo journalctl -n 50 _SYSTEMD_UNIT={UNIT} + "
                    + "_SYSTEMD_USER_UNIT={UNIT}`; `sudo docker logs --tail 50 {CONTAINER}`; fix that before "
                    + "anything else is changed, so that the effect of a change can be seen",
                because: "Only its log says why the gateway ends."
            ),
            good: false,
            bad: true
        ),
        .field(
            .openclaw,
            "use-supported-node-version",
            .openclaw,
            .nodeIsAccepted,
            .is(true),
            title: "Node version is supported by this OpenClaw version",
            fault: "Node version is not supported by this OpenClaw version",
            rationale:
                "A gateway that is still running does not come back from its next restart, and neither do the checks in it.",
            .medium,
            [Reference("OpenClaw documentation", "install/node-compatibility")],
            fix: .manual(
                "install a supported Node beside the present one and name it in the unit's ExecStart=, or take an image that has it; 2026.9.3 and later: Node 24.16 or later, or 26.1 or later; 2026.7.1: 22.22.3, 24.15 or 25.9; before, 22.19",
                because: "You decide which other programs need the Node that is installed."
            ),
            good: true,
            bad: false
        ),
        .field(
            .openclaw,
            "use-safe-sqlite-version",
            .openclaw,
            .sqliteIsSafe,
            .is(true),
            where: .sqliteIsSafe != .unset,
            title: "SQLite version does not lose its write-ahead log",
            fault: "SQLite version can lose the end of its write-ahead log",
            rationale:
                "Approvals, paired devices and what an audit would need are in its database; with an older SQLite the end of the log can be lost, and the gateway does not start.",
            .medium,
            [Reference("OpenClaw documentation", "install/node-compatibility")],
            fix: .manual(
                "SQLite 3.51.3 or later, 3.50.7 or 3.44.6: take a Node from nodejs.org or NodeSource, which brings its own, or one of a newer distribution",
                because: "The system's SQLite comes with the distribution, and other programs use it."
            ),
            good: true,
            bad: false
        ),
    ]
}
