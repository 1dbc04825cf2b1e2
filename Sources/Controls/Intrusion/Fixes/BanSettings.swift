import Documents
import Hardening

/// Nacre's own file of jail settings.
///
/// fail2ban reads `jail.conf`, `jail.d/*.conf`, `jail.local`, then `jail.d/*.local` in the order of their names, and
/// the last one that sets an option wins (jail.conf(5)): nothing that people usually write comes after this one.
enum BanSettings {
    static let path = "/etc/fail2ban/jail.d/zz-nacre.local"
    static let unit = "fail2ban.service"

    private static let head = """
        # Written by Nacre. Your own settings belong in another file; fail2ban reads this one last.

        """

    /// Packets of a banned address are dropped before anything else is decided about them.
    ///
    /// In the prerouting hook, before addresses are translated, one rule keeps them from the host and from containers
    /// alike, on every port, in both families, whatever UFW, Docker or iptables do afterwards. Connections that are open
    /// go on: one of them may be the operator's, whose next login failed, and sshd ends those of guessers by itself.
    static let action =
        "nftables[type=allports, name=nacre-%(__name__)s, actname=nftables-nacre, chain=f2b-nacre, "
        + "chain_hook=prerouting, chain_priority=-150, "
        + "rule_match-allports=\"ct state new,invalid,untracked\", blocktype=drop]"

    /// What root's processes in sshd's unit write, so that nobody else can have somebody banned.
    ///
    /// sshd's processes without rights have those of root write their lines. Where sshd is started for each connection
    /// its unit has another name; then its name has to do.
    static let journal = "_SYSTEMD_UNIT=ssh.service _UID=0 + _COMM=sshd _UID=0 + _COMM=sshd-session _UID=0"

    /// Whether a file's settings of a jail win over those in Nacre's.
    static func wins(_ file: String) -> Bool {
        let directory = "/etc/fail2ban/jail.d/"
        guard file.hasPrefix(directory), file.hasSuffix(".local") else { return false }
        return path.unicodeScalars.lexicographicallyPrecedes(file.unicodeScalars)
    }

    /// An option of a jail in Nacre's own file.
    static func set(_ option: String, _ value: String, in jail: String) -> Amendment {
        let isAction = option == "action"
        let what = isAction ? "bans close every port, of containers too" : "\(option) = \(value)"
        return edit(path, head, "[\(jail)] \(what)") { text throws(SyntaxError) in
            try JailFile.text(text, setting: option, to: value, in: jail)
        }
    }

    private static let filterPath = "/etc/fail2ban/filter.d/sshd.local"
    private static let filterHead = "# Written by Nacre; read after sshd.conf.\n"

    /// The filter counts connections that name an account and end before they could try a password.
    ///
    /// Its mode `aggressive` would do so too, and count the connections of ssh-keyscan as well, with which somebody who
    /// only asks for the server's keys is banned. A guess at an account that there is not counts anyway. In front of what
    /// the mode has, because the first expression that fits decides.
    static let refusals = ["normal", "extra"].map { mode in
        edit(filterPath, filterHead, "the filter sshd counts guesses of which no password is taken (mode \(mode))") {
            text throws(SyntaxError) in
            let option = "mdre-\(mode)-other"
            let refusal =
                "^<F-MLFFORGET>(?:Connection (?:closed|reset)|Disconnected)</F-MLFFORGET>(?: (?:by|from))? "
                + "authenticating user <F-USER>\\S+|.*?</F-USER> <ADDR>%(__on_port_opt)s \\[preauth\\]\\s*$"
            return try JailFile.text(text, setting: option, to: "\(refusal)\n%(known/\(option))s", in: "Definition")
        }
    }

    /// A login as root whose key is right and that sshd refuses all the same is told in two lines, and a third one when
    /// it ends, which `refusals` count: without these two, five tries are five.
    static let rootRefusals = edit(filterPath, filterHead, "the filter sshd counts a refused login of root once") {
        text throws(SyntaxError) in
        let line = "^ROOT LOGIN REFUSED FROM <ADDR>(?: port \\d+)?(?: \\[preauth\\])?\\s*$"
        return try JailFile.text(
            text,
            setting: "ignoreregex",
            to: "\(line)\n%(known/ignoreregex)s",
            in: "Definition"
        )
    }

    /// Whether the jail's filter is the stock one for sshd, which files of Nacre add to.
    static func hasStockFilter(_ jail: Record) -> Bool {
        if case .text(let filter) = jail[.jailFilter] { return filter == "sshd" }
        return jail.name == "sshd"
    }

    /// The filter takes the lines of sshd under either of the names it has had.
    static let filter = edit(filterPath, filterHead, "the filter sshd takes lines of sshd-session") {
        text throws(SyntaxError) in
        try JailFile.text(text, setting: "_daemon", to: "sshd(?:-session)?", in: "DEFAULT")
    }

    /// The ban goes to Nacre's action besides what the jail does already.
    static func reach(from jail: String) -> [Amendment] {
        [.package("nftables"), set("action", "%(known/action)s\n" + action, in: jail)]
    }

    /// The jail reads what sshd's processes of root write to the journal.
    static func serverJournal(of jail: String) -> [Amendment] {
        [.package("python3-systemd"), set("backend", "systemd", in: jail), set("journalmatch", journal, in: jail)]
    }

    /// A jail for SSH with everything the profile wants, where there is none that runs.
    static func jail(_ values: Profile.Intrusion) -> [Amendment] {
        let settings = [
            ("enabled", "true"), ("backend", "systemd"), ("journalmatch", journal),
            ("maxretry", "\(values.maxRetry)"), ("findtime", "\(values.findTime)"), ("bantime", "\(values.banTime)"),
            ("bantime.increment", "true"), ("bantime.maxtime", "1w"), ("action", action),
        ]
        return ["fail2ban", "nftables", "python3-systemd"].map { .package($0) }
            + settings.map { set($0.0, $0.1, in: "sshd") }
            + [filter] + refusals + [rootRefusals, runs]
    }

    static let runs = Amendment.unitRuns(unit, activation: .fail2ban).requiring("fail2ban")

    private static func edit(
        _ path: String,
        _ head: String,
        _ summary: String,
        _ change: @escaping @Sendable (String) throws(SyntaxError) -> String
    ) -> Amendment {
        Amendment(.file(path), summary, activation: .fail2ban) { state throws(Amendment.Failure) in
            var file = State.File([], mode: 0o644)
            var before = head
            if case .file(let present) = state {
                guard let text = present.text else { throw Amendment.Failure("is not UTF-8") }
                (file, before) = (present, text)
            }
            do {
                let after = try change(before)
                // What says it already stays as it is.
                if case .file = state, after == before { return state }
                file.bytes = Array(after.utf8)
                return .file(file)
            } catch {
                throw Amendment.Failure("\(error)")
            }
        }
        .requiring("fail2ban")
    }
}
