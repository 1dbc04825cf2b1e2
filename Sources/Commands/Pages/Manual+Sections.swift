/// What the manual page says of the whole program, beside what each command says of itself.
extension Manual {
    /// Macros as they are, and prose in lines.
    static func source(_ lines: [String]) -> [String] {
        lines.flatMap { $0.hasPrefix(".") ? [$0] : filled($0) }
    }

    static let introduction = source([
        ".Nm",
        "looks at a server on which the gateway of OpenClaw runs, an agent that acts for whoever writes to it, and holds",
        "each layer of it to controls: SSH, firewall, bans, updates, Docker, containers, secrets, the proxy, OpenClaw's own",
        "configuration, the kernel.",
        "It says what is wrong and who can use it, puts right what a program can put right, and proves that it holds.",
        "What could not be looked at is unknown, and never counts as good.", ".Pp",
        "These commands read, and change nothing:",
        ".Cm audit , plan , prove , list , explain , history , status , self\\-check , profile ,", "and",
        ".Cm drift", "without options.", "These change the server:",
        ".Cm apply , confirm , rollback , config unlock , config lock ,", "and", ".Cm drift Fl \\-reapply .",
        "These write files of Nacre's own:", ".Cm accept , schedule ,", "and", ".Cm drift Fl \\-accept .",
        "Root sees everything and alone may change anything; without root, much is unknown.",
    ])

    static let way = source([
        ".Sh HOW A CHANGE GOES", ".Bl -enum",
        ".It", ".Cm plan",
        "shows what would be changed, what stops working by that, and what only a person can decide.",
        ".It", ".Cm apply",
        "shows it again and asks, arms a switch that undoes the change, sees that switch run once, and changes",
        "the server step by step.",
        "A plan after which nobody could log in is refused.",
        "Connections that exist survive, and the port that SSH moves away from stays open.",
        ".It", "From a login that began afterwards,", ".Cm confirm",
        "keeps the change, and closes what was open for the time being.",
        ".It", "Without that, everything is put back at the deadline (five minutes, or", ".Fl \\-confirm\\-within ) ,",
        "after a crash, and after a reboot.",
        ".It", ".Cm rollback", "undoes what waits at once.",
        "Undoing what was confirmed is a change like any other, and waits for a confirmation too.",
        ".It", ".Cm drift", "says what is no longer as it was confirmed;", ".Cm schedule install",
        "has a timer look every day.",
        ".El", ".Pp",
        "Each change is a generation with a number:", ".Cm history", "lists them, and", ".Cm status",
        "says what waits and what is in force.",
        "A file that somebody changed since keeps its content, and is named; its mode and owner go back, unless they were changed as well.",
    ])

    static let files = source([
        ".Sh ENVIRONMENT", ".Bl -tag -width Ds",
        ".It Ev NO_COLOR", "Where it is set, text has no colors.",
        ".It Ev PATH", "Where", ".Cm self\\-check", "looks for the installed program.",
        ".El",
        ".Sh FILES", ".Bl -tag -width Ds",
        ".It Pa /etc/nacre/profile.yaml",
        "The server's own profile: the values that controls are held to, and what is accepted.",
        ".It Pa /var/lib/nacre",
        "The generations, root's alone: what was changed, as it was before, and a copy of the program that undoes it.",
        ".It Pa /etc/systemd/system/nacre\\-switch.timer", "The switch, while a change waits.",
        ".It Pa /etc/systemd/system/nacre\\-drift.timer", "The timer that looks for drift, where one is installed.",
        ".It Pa /etc/ssh/sshd_config.d/00\\-nacre.conf , /etc/sysctl.d/zz\\-nacre.conf",
        "What Nacre sets of sshd and of the kernel, where it has set something.",
        ".El",
    ])

    static let closing =
        source([
            ".Sh EXIT STATUS", "Each command names its own above; they mean:", ".Bl -tag -width Ds",
            ".It 0",
            "Done; nothing at or above the threshold; what was expected is proven; nothing waits, nothing drifted.",
            ".It 1",
            "Findings at or above the threshold; an expectation is broken; a change waits; something drifted, or is not in order.",
            ".It 2",
            "Wrong arguments, a profile that cannot be used, no root where root is needed, or nothing there that could be",
            "confirmed, locked, accepted or compared.",
            ".It 3",
            "Something could not be determined or read, or the report could not be written; or a change was refused, and nothing",
            "was changed; or something could not be put back yet, which is said, and is tried again.",
            ".It 4", "A change failed and was put back, or taking one back failed, and it is in force again.",
            ".It 130 , 143", "Interrupted, or ended by a service manager; it says what becomes of what was begun.",
            ".El",
            ".Sh EXAMPLES",
        ])
        + examples.enumerated().flatMap { number, example in
            (number == 0 ? [] : [".Pp"]) + [example.words + ":", ".Dl " + escaped(example.command)]
        }

    private static let examples: [(words: String, command: String)] = [
        ("How this server is, as root, and the report as a page", "nacre audit --format html --output report.html"),
        ("For a pipeline, failing from high severity on", "nacre audit --fail-on high --format sarif"),
        ("An image that is mounted at /mnt, its SSH alone", "nacre audit --root /mnt --layer ssh"),
        ("What would be changed, every change whole", "nacre plan --diff"),
        ("Harden this server, with ten minutes to confirm it", "nacre apply --confirm-within 10m"),
        ("Keep that, from a new login", "nacre confirm"),
        ("Undo generation 3, and everything since", "nacre rollback 3"),
        ("What was changed, and what of it waits", "nacre history; nacre status"),
        ("What drifted, and living with one of it", "nacre drift --accept ssh.set-port --reason \"moved by us\""),
        (
            "Look every Monday, and put SSH in place again by itself",
            "nacre schedule install --every \"Mon 04:30\" --reapply ssh"
        ),
        ("Prove that nobody outside reaches the gateway", "nacre prove --expect-closed 18789/tcp"),
        ("Everything about one control, with what it finds here", "nacre explain ssh.set-port"),
        ("Live with a finding until a day", "nacre accept ssh.set-port --reason \"behind a VPN\" --until 2027-03-31"),
        ("Start a profile of your own", "nacre profile show managed > mine.yaml"),
    ]
}
