/// The manual page of nacre-guard, a program of its own.
extension Manual {
    /// In mdoc(7), from `help`: what `nacre-guard --experimental-dump-help` says.
    ///
    /// - Throws: where that cannot be read.
    public static func guardPage(_ help: [UInt8]) throws -> String {
        let commands = try CommandText(of: "nacre-guard", help)
        var lines = [
            ".Dd November 30, 2026", ".Dt NACRE-GUARD 1", ".Os", ".Sh NAME", ".Nm nacre-guard",
            ".Nd stand between agents and model APIs, hold the keys, and look at what leaves",
        ]
        lines += commands.sections(guardIntroduction)
        lines += guardClosing
        return lines.joined(separator: "\n") + "\n"
    }

    private static let guardIntroduction = source([
        ".Nm",
        "stands between OpenClaw and the model APIs that it is configured for, outside of the agents, as an account of its own.",
        "An agent sends a placeholder, in whose place the guard puts the real key.",
        "Secrets are taken out of what is asked and answered, and calls of tools can wait for a person.",
        ".Pp",
        "The service",
        ".Pa nacre-guard.service",
        "runs",
        ".Nm Cm serve .",
        ".Nm nacre Cm guard enrol",
        "puts agents behind it, and starts it.",
    ])

    private static let guardClosing = source([
        ".Sh FILES", ".Bl -tag -width Ds",
        ".It Pa /etc/nacre/guard.yaml",
        "The configuration: where the guard listens, the model APIs, the agents and what each of them may use up.",
        ".It Pa /var/lib/nacre-guard/journal.jsonl", "What was decided, a line each, without secrets.",
        ".It Pa /var/lib/nacre-guard/guard.db", "What each agent used, and a row for each exchange.",
        ".It Pa /run/nacre-guard/admin.sock", "Where the guard answers its operator.",
        ".It Pa /run/nacre/vault/guard/socket", "Where the vault of Nacre answers the guard.",
        ".El",
        ".Sh EXIT STATUS", ".Bl -tag -width Ds",
        ".It 0", "Done.",
        ".It 2", "Wrong arguments, or a configuration that cannot be used.",
        ".It 3", "It could not be done, or the guard cannot serve.",
        ".El",
        ".Sh SEE ALSO", ".Xr nacre 1 ,", ".Pa /usr/share/doc/nacre-guard/guard.md.gz",
    ])
}
