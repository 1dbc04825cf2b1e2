import Catalog
import Hardening

extension Catalogue {
    static func chains(_ profile: Profile) -> [Control] {
        [
            chain(
                "cut-commands",
                "commands",
                "Nobody outside gets from words to commands on the server",
                "A message or a page says what to run, the model calls the tool, and the command has the gateway's rights.",
                .critical
            ),
            chain(
                "cut-configuration",
                "configuration",
                "Nobody outside gets from words to the gateway's configuration",
                "A message or a page makes the agent switch off the checks that stood in the way of the next one.",
                .critical
            ),
            chain(
                "cut-devices",
                "devices",
                "Nobody outside gets from words to paired devices",
                "A message or a page makes the agent use a phone's camera or send messages from it.",
                .high
            ),
            chain(
                "cut-files",
                "files",
                "Nobody outside gets from words to files outside the workspace",
                "A message or a page makes the agent write a start-up file or a key, and the server is taken at the next login.",
                .high
            ),
            chain(
                "cut-leaks",
                "private data",
                "Nobody outside gets private data sent out",
                "The agent reads untrusted text, sees private data and can send: the text says what to read and where to send it.",
                .high
            ),
            chain(
                "cut-schedules",
                "schedule",
                "Nobody outside plants tasks that come back",
                "A message or a page makes the agent schedule a run that obeys it again tomorrow.",
                .medium
            ),
            chain(
                "cut-sessions",
                "other people's sessions",
                "Nobody outside reads what others told the agent",
                "A message asks the agent for the conversations of other people, and it has the tool to look.",
                .high
            ),
        ]
    }

    private static func chain(
        _ phrase: String,
        _ kind: String,
        _ title: String,
        _ rationale: String,
        _ severity: Severity
    ) -> Control {
        .forbid(
            .chains,
            phrase,
            .chains,
            where: .chainKind == .text(kind),
            title: title,
            rationale: rationale,
            severity,
            [
                Reference("The lethal trifecta", "Simon Willison, 2025"),
                .openclaw("security.exposure.open_channels_with_exec"),
            ],
            showing: [.chainPath, .chainPrivate, .chainAct, .chainCut],
            remedy: "change the setting that the evidence names as the cheapest cut, with openclaw config set",
            good: [.chainKind: kind == "files" ? "schedule" : "files"],
            bad: [
                .chainKind: .text(kind), .chainPath: "direct message → agent main → exec",
                .chainCut: "tools.exec.ask: \"always\"",
            ]
        )
    }
}
