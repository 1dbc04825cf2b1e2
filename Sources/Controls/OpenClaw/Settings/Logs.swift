import Catalog
import Documents
import Hardening

extension ControlList {
    /// What OpenClaw writes out of conversations besides its transcripts, and what its account reads of others' logs.
    static let openclawLogs: [Control] = [
        .field(
            .openclaw,
            "disable-cache-trace",
            .openclawSettings,
            .cacheTrace,
            .is(false),
            title: "Conversations are not traced to a file",
            fault: "Conversations are traced to a file",
            rationale:
                "Whatever goes to a model, with what tools read, is kept once more in a file that no cleanup of sessions removes.",
            .medium,
            [Reference("OpenClaw documentation", "diagnostics.cacheTrace")],
            fix: .openclaw(
                .replace("diagnostics.cacheTrace.enabled", true, by: false),
                byHand: "`openclaw config set diagnostics.cacheTrace.enabled false`"
            ),
            good: false,
            bad: true
        ),
        .field(
            .openclaw,
            "keep-content-out-of-telemetry",
            .openclawSettings,
            .tracedContent,
            .is([]),
            title: "Traces for OpenTelemetry hold no conversations",
            fault: "Traces for OpenTelemetry hold conversations",
            rationale:
                "Messages and what tools read leave the server for a collector, where whoever looks at performance reads them.",
            .medium,
            [Reference("OpenClaw documentation", "diagnostics.otel.captureContent")],
            fix: .openclaw(
                .replace("diagnostics.otel.captureContent", true, by: false),
                .replace("diagnostics.otel.captureContent.enabled", true, by: false),
                byHand: "`openclaw config set diagnostics.otel.captureContent false`"
            ),
            good: [],
            bad: ["all"]
        ),
        .field(
            .openclaw,
            "limit-console-log-level",
            .openclawSettings,
            .consoleLevel,
            .isNone(of: "debug", "trace", otherwise: "info"),
            title: "Console log level excludes debug and trace",
            fault: "Console log level is debug or trace",
            rationale:
                "What it prints goes to the journal or to Docker's log, which others than its account read and which is kept for long.",
            .low,
            [Reference("OpenClaw documentation", "logging.consoleLevel")],
            fix: .openclaw(
                .replace("logging.consoleLevel", "debug", "trace", by: "info"),
                byHand: "`openclaw config set logging.consoleLevel info`"
            ),
            good: "info",
            bad: "trace"
        ),
        .field(
            .openclaw,
            "keep-account-out-of-log-groups",
            .openclaw,
            .accountLogGroups,
            .is([]),
            where: .accountLogGroups != .unset,
            title: "Gateway's account cannot read the logs of other programs",
            fault: "Gateway's account can read the logs of other programs",
            rationale:
                "An injected instruction has an agent read whatever any program of the server logged, keys and addresses among it.",
            .medium,
            [Reference("systemd-journald.service(8)"), Reference("CWE-532")],
            fix: .manual(
                "take the account of the gateway out of the groups that the evidence names (gpasswd -d), and restart the "
                    + "gateway: until then it keeps its groups",
                because: "What else the account is used for could not be determined."
            ),
            good: [],
            bad: ["adm"]
        ),
    ]
}
