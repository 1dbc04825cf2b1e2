import Catalog
import Documents
import Hardening
import Surface

extension IntrusionObserver {
    /// The jail as a record, judged against the server it is for.
    func record(of jail: Jail, _ server: SSHServerSeen) async -> Record {
        var record = Record(
            jail.name,
            [
                .jailName: .text(jail.name), .jailFilter: jail.filter.map { .text($0) } ?? .unset,
                .isSSHJail: .flag(jail.isForSSH),
                .banMaxRetry: jail.maxRetry, .banFindTime: jail.findTime, .banTime: jail.banTime,
                .banTimeGrows: jail.banTimeGrows,
                .banActions: .list(jail.actions.map(\.name)),
                .ignoredAddresses: .list(jail.ignored),
                .wideIgnores: Self.wideIgnores(jail),
                .actsOnFailures: any(jail.actions) { _ in true },
                .banReachesContainers: .unset,
            ],
            origins: jail.origins
        )
        if server.hasContainers {
            record[.banReachesContainers] = any(jail.actions) { $0.closesContainers }
        }
        switch jail.log {
        case .journal(let matches):
            record[.jailReads] = "journal"
            record[.journalMatch] = .text(matches.map { $0.joined(separator: " ") }.joined(separator: " + "))
            record[.missingLogs] = []
        case .files(let paths):
            record[.jailReads] = "files"
            record[.journalMatch] = .unset
            let isThere = await anyIsThere(paths)
            record[.missingLogs] = .list(isThere ? [] : paths.isEmpty ? ["any, as none is named"] : paths)
        }
        await addTools(of: jail, server, to: &record)
        guard jail.isForSSH else { return record }
        // Nothing is written to a log that is not there; that is a finding of its own.
        record[.readsServerLines] = record[.missingLogs] == [] ? Self.readsLines(jail, server) : .unset
        record[.readsRootsLinesOnly] = Self.readsRootsOnly(jail)
        record[.matchOfCalledFilter] = jail.calledMatch.map { .text($0) } ?? .unset
        record[.filterFitsServer] = Self.fits(jail, server)
        record[.countsRefusedGuesses] = Self.countsRefusals(jail)
        switch server.ports {
        case .absent: record[.portsLeftOpen] = .unknown(.notRunning("no sshd was seen listening"))
        case .unreadable(let why): record[.portsLeftOpen] = .unknown(why)
        case .found(let ports):
            let closed = any(jail.actions) { action in ports.allSatisfy { action.closes($0) } }
            let open = ports.filter { port in !jail.actions.contains { $0.closes(port) } }.map { "\($0)" }
            if case .unknown = closed { record[.portsLeftOpen] = closed } else { record[.portsLeftOpen] = .list(open) }
        }
        return record
    }

    /// What is never banned though it is more than a few machines.
    private static func wideIgnores(_ jail: Jail) -> Value {
        let wide = jail.ignored.filter { IgnoredRange($0).isWide }
        let command = jail.ignoreCommand?.split(whereSeparator: \.isWhitespace).map(String.init) ?? []
        guard let program = command.first, !command.contains(where: { $0.hasSuffix("/apache-fakegooglebot") }) else {
            return .list(wide)
        }
        let succeeds = ["true", "/bin/true", "/usr/bin/true", ":", "exit"].contains(program)
        if succeeds { return .list(wide + ["every address, by ignorecommand"]) }
        return wide.isEmpty
            ? .unknown(.notModeled("ignorecommand runs \(program), which may spare any address")) : .list(wide)
    }

    /// Whether one of the actions that cut off does it; could not be determined where what an action does is not known.
    private func any(_ actions: [BanAction], _ question: (BanAction) -> Bool?) -> Value {
        var doubt: String?
        for action in actions {
            switch action.effect {
            case .tells: continue
            case .unknown: doubt = action.name
            case .cutsOff:
                switch question(action) {
                case true: return true
                case false: continue
                case nil: doubt = action.name
                }
            }
        }
        return doubt.map { .unknown(.notModeled("what the action \($0) does is not known")) } ?? false
    }

    private func anyIsThere(_ paths: [String]) async -> Bool {
        for path in paths.prefix(256) {
            let isPattern = path.contains { "*?[".contains($0) }
            if isPattern ? await matches(path) : await surface.status(path).content != nil { return true }
        }
        return false
    }

    /// Whether anything fits a path with wildcards, one directory after the other.
    private func matches(_ pattern: String) async -> Bool {
        var directories = [""]
        for part in pattern.split(separator: "/") {
            var next: [String] = []
            for directory in directories {
                guard part.contains(where: { "*?[".contains($0) }) else {
                    let path = directory + "/" + part
                    if await surface.status(path).content != nil { next.append(path) }
                    continue
                }
                let names = await surface.entries(directory.isEmpty ? "/" : directory).content ?? []
                let glob = Glob(String(part))
                // Wildcards do not stand for a leading dot.
                next += names.filter { (!$0.hasPrefix(".") || part.hasPrefix(".")) && glob.matches($0) }.map {
                    directory + "/" + $0
                }
            }
            directories = Array(next.prefix(1000))
        }
        return !directories.isEmpty
    }

    private func addTools(of jail: Jail, _ server: SSHServerSeen, to record: inout Record) async {
        var missing: [String] = []
        if case .journal = jail.log, !surface.isLive, !server.readsJournal { missing.append("python3-systemd") }
        for program in Set(jail.actions.flatMap(\.programs)).sorted() {
            var isThere = false
            for directory in ["/usr/sbin/", "/sbin/", "/usr/bin/", "/bin/"] where !isThere {
                isThere = await surface.status(directory + program).content != nil
            }
            if !isThere { missing.append(program) }
        }
        record[.missingBanTools] = .list(missing)
    }

    /// Whether what sshd logs arrives where the jail reads.
    private static func readsLines(_ jail: Jail, _ server: SSHServerSeen) -> Value {
        guard case .journal(let matches) = jail.log else { return .flag(server.hasSyslog) }
        guard !matches.isEmpty, !matches.contains([]) else { return true }
        guard let session = server.sessionName else {
            return .unknown(.notStated("the version of the SSH server is not known"))
        }
        var doubt: String?
        for alternative in matches {
            // Conditions on one field are alternatives; different fields must all fit. journalctl(1)
            let fields = Dictionary(grouping: alternative) { $0.prefix { $0 != "=" } }
            let answers = fields.map { field, conditions -> Bool? in
                switch field {
                // Debian and Ubuntu call the unit ssh.service; sshd.service is another name of it, and not in the journal.
                case "_SYSTEMD_UNIT": conditions.contains("_SYSTEMD_UNIT=ssh.service")
                case "_COMM": conditions.contains("_COMM=\(session)")
                case "_UID": conditions.contains("_UID=0")
                case "SYSLOG_IDENTIFIER": conditions.contains("SYSLOG_IDENTIFIER=\(session)")
                default: nil
                }
            }
            if answers.allSatisfy({ $0 == true }) { return true }
            if !answers.contains(false) { doubt = alternative.joined(separator: " ") }
        }
        return doubt.map { .unknown(.notModeled("whether \($0) fits was not worked out")) } ?? false
    }

    /// Whether nobody but root can write what the jail takes for a line of sshd.
    ///
    /// Anybody may call a program sshd, and what runs in a session without systemd's PAM module runs in sshd's unit. Of
    /// the fields that a sender cannot set, only the account tells them apart (systemd.journal-fields(7)).
    private static func readsRootsOnly(_ jail: Jail) -> Value {
        guard case .journal(let matches) = jail.log else { return .unset }
        let isRoots = matches.allSatisfy { alternative in
            let accounts = alternative.filter { $0.hasPrefix("_UID=") }
            return !accounts.isEmpty && accounts.allSatisfy { $0 == "_UID=0" }
        }
        return .flag(!matches.isEmpty && isRoots)
    }

    /// Whether a line counts that says a connection of an account was closed, and not only helps others to be understood.
    ///
    /// In the stock filters that is so in the modes `ddos` and `aggressive` (filter.d/sshd.conf of fail2ban 0.11 to 1.1).
    private static func countsRefusals(_ jail: Jail) -> Value {
        guard let failures = jail.failures, !failures.isEmpty else {
            return .unknown(.notStated("the filter's failregex is not known"))
        }
        return .flag(
            failures.contains { $0.contains("Connection (?:closed") && !$0.lowercased().contains("nofail") }
        )
    }

    /// Whether the expression in front of each line takes the name sshd logs under.
    private static func fits(_ jail: Jail, _ server: SSHServerSeen) -> Value {
        guard let session = server.sessionName else {
            return .unknown(.notStated("the version of the SSH server is not known"))
        }
        guard let prefix = jail.prefix else { return .unknown(.notModeled("the filter has no prefregex")) }
        guard session == "sshd-session" else { return .flag(prefix.contains("sshd")) }
        if prefix.contains("-session") { return true }
        // The stock expressions of fail2ban before 1.1: sshd, then its process number or a bracket.
        return prefix.contains("sshd(?:\\") ? false : .unknown(.notModeled("the filter's prefregex is not a stock one"))
    }
}
