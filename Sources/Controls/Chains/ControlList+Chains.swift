import Catalog
import Hardening

extension ControlList {
    static func chains(_ profile: Profile) -> [Control] {
        [
            path(
                "block-data-exfiltration",
                to: "private data",
                title: "Outsiders cannot have private data sent out",
                fault: "An outsider can have private data sent out through the agent",
                "The agent reads untrusted text, sees private data and can send: the text says what to read and where to send it.",
                .high
            ),
            path(
                "block-paths-to-commands",
                to: "commands",
                title: "Outsiders cannot run commands through the agent",
                fault: "An outsider can run commands on the server through the agent",
                "A message or a page says what to run, the model calls the tool, and the command has the gateway's rights.",
                .critical
            ),
            path(
                "block-paths-to-configuration",
                to: "configuration",
                title: "Outsiders cannot change the gateway's configuration through the agent",
                fault: "An outsider can change the gateway's configuration through the agent",
                "A message or a page makes the agent turn off the checks that would stop the next one.",
                .critical
            ),
            path(
                "block-paths-to-devices",
                to: "devices",
                title: "Outsiders cannot use paired devices through the agent",
                fault: "An outsider can use paired devices through the agent",
                "A message or a page makes the agent use a phone's camera or send messages from it.",
                .high
            ),
            path(
                "block-paths-to-files",
                to: "files",
                title: "Outsiders cannot reach files outside the workspace through the agent",
                fault: "An outsider can reach files outside the workspace through the agent",
                "A message or a page makes the agent write a start-up file or a key, and the attacker has the server at the next login.",
                .high
            ),
            path(
                "block-paths-to-schedules",
                to: "schedule",
                title: "Outsiders cannot schedule tasks through the agent",
                fault: "An outsider can schedule tasks through the agent",
                "A message or a page makes the agent schedule a run that obeys it again tomorrow.",
                .medium
            ),
            path(
                "block-paths-to-sessions",
                to: "other people's sessions",
                title: "Outsiders cannot read other people's sessions through the agent",
                fault: "An outsider can read other people's sessions through the agent",
                "A message asks the agent for the conversations of other people, and it has the tool to look.",
                .high
            ),
        ]
    }

    /// No attack path from what outsiders write to one kind of target.
    private static func path(
        _ phrase: String,
        to kind: String,
        title: String,
        fault: String,
        _ rationale: String,
        _ severity: Severity
    ) -> Control {
        .forbid(
            .chains,
            phrase,
            .chains,
            where: .chainKind == .text(kind),
            title: title,
            fault: fault,
            rationale: rationale,
            severity,
            [
                Reference("The lethal trifecta", "Simon Willison, 2025"),
                .openclaw("security.exposure.open_channels_with_exec"),
            ],
            showing: [.chainPath, .chainPrivate, .chainAct, .chainCut],
            fix: .blockedPath(
                byHand: "make the change that costs the agent least: {CUT}. `openclaw config set {SETTING}`; "
                    + "`openclaw config set tools.deny {DENIED} --strict-json`"
            ),
            good: [.chainKind: kind == "files" ? "schedule" : "files"],
            bad: [
                .chainKind: .text(kind), .chainPath: "direct message → agent main → exec",
                .chainCut: "tools.exec.ask: \"always\"",
            ]
        )
    }
}
