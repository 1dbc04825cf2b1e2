import Catalog
import Hardening

extension Catalogue {
    /// What OpenClaw runs on, and for how long it is looked after.
    static let openclawRuntime: [Control] = [
        .field(
            .openclaw,
            "stay-supported",
            .openclaw,
            .isSupported,
            .is(true),
            title: "OpenClaw is of a release that its makers still fix",
            rationale:
                "The next flaw is published with its fix for the newest release, and stays open in this one, advisory or not.",
            .medium,
            [Reference("OpenClaw documentation", "reference/RELEASING")],
            remedy: "openclaw update, or a newer image tag; a line from .33 on is kept for two months after its own",
            good: true,
            bad: false
        ),
        .field(
            .openclaw,
            "run-version-of-state",
            .openclaw,
            .newerState,
            .is([]),
            where: .newerState != .unset,
            title: "No newer OpenClaw wrote the state than the one that is installed",
            rationale:
                "A gateway that was set back does not start with a newer database, and takes settings of a newer version for none.",
            .medium,
            [Reference("OpenClaw documentation", "reference/database-schemas")],
            remedy: "install the version that wrote it again, or restore the copy from before its update",
            good: [],
            bad: ["state/openclaw.sqlite of schema 20, where 18 is the last known"]
        ),
        .field(
            .openclaw,
            "stay-up",
            .openclaw,
            .keepsStarting,
            .is(false),
            title: "The gateway stays up once it is started",
            rationale:
                "A gateway that ends at every start answers nobody, fills the log, and what a change does to it cannot be seen.",
            .medium,
            [Reference("OpenClaw documentation", "gateway/troubleshooting")],
            remedy:
                "journalctl -u UNIT or docker logs NAME says why it ends; mend that before anything else is changed",
            good: false,
            bad: true
        ),
        .field(
            .openclaw,
            "run-on-accepted-node",
            .openclaw,
            .nodeIsAccepted,
            .is(true),
            title: "The Node that runs the gateway is one that this version starts with",
            rationale:
                "A gateway that goes on from before does not come back from its next restart, and neither do the checks in it.",
            .medium,
            [Reference("OpenClaw documentation", "install/node-compatibility")],
            remedy:
                "2026.9.3 and later: Node 24.16 or later, or 26.1 or later; 2026.7.1: 22.22.3, 24.15 or 25.9; before, 22.19",
            good: true,
            bad: false
        ),
        .field(
            .openclaw,
            "run-on-safe-sqlite",
            .openclaw,
            .sqliteIsSafe,
            .is(true),
            where: .sqliteIsSafe != .unset,
            title: "The SQLite that the gateway loads does not lose its log",
            rationale:
                "Approvals, paired devices and what an audit would need are in its database; with an older SQLite the end of the log can be lost, and the gateway does not start.",
            .medium,
            [Reference("OpenClaw documentation", "install/node-compatibility")],
            remedy: "SQLite 3.51.3 or later, 3.50.7 or 3.44.6; a Node from nodejs.org or NodeSource brings its own",
            good: true,
            bad: false
        ),
    ]
}
