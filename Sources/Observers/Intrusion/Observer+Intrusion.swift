import Documents
import Hardening

extension Observer {
    /// The subjects of the layer.
    func intrusionFacts(_ subject: Subject) async -> Observation {
        switch subject {
        case .fail2ban: await banDaemon()
        case .jails: await jails()
        default: .unreadable("Nacre does not observe \(subject.title) yet")
        }
    }

    /// fail2ban as a whole, and what else bans addresses here.
    private func banDaemon() async -> Observation {
        let installed: [String: String]
        switch await packages() {
        case .absent: return .unreadable("there is no dpkg database")
        case .unreadable(let why): return .unreadable(why)
        case .found(let versions): installed = versions
        }
        let others = ["crowdsec", "sshguard", "denyhosts"].filter { installed[$0] != nil }
        let isInstalled = installed["fail2ban"] != nil
        var record = Record(
            "fail2ban",
            [.banDaemonInstalled: .flag(isInstalled), .otherBanDaemons: .list(others)]
        )
        switch await banServer() {
        case .absent:
            record[.banDaemonAnswers] = false
            record[.jailNames] = []
        case .unreadable(let why): record[.banDaemonAnswers] = .unknown(why)
        case .found(let server):
            record[.banDaemonAnswers] = true
            record[.banDaemonInstalled] = true
            record[.jailNames] = .list(server.jails)
        }
        if !surface.isLive, isInstalled {
            switch await storedJails() {
            case .absent: record[.jailNames] = []
            case .unreadable(let why): record[.jailNames] = .unknown(why)
            case .found(let jails): record[.jailNames] = .list(jails.map(\.name))
            }
        }
        record[.banDaemonAtBoot] = await startsBanDaemonAtBoot()
        return .state(.records([record]))
    }

    private func startsBanDaemonAtBoot() async -> Value {
        let unit = "fail2ban.service"
        if surface.isLive {
            switch await units() {
            case .absent: return .unknown("systemd does not run here")
            case .unreadable(let why): return .unknown(why)
            case .found(let units): return .flag(units[unit]?.isEnabled ?? false)
            }
        }
        switch await surface.link("/etc/systemd/system/multi-user.target.wants/\(unit)") {
        case .found: return true
        case .absent: return false
        case .unreadable(let why): return .unknown(why)
        }
    }

    /// The jails of the running server, or those a server would start from the files of a stopped system.
    private func jails() async -> Observation {
        let server = await sshServerSeen()
        var found: [Jail]
        if surface.isLive {
            switch await banServer() {
            case .absent: return .state(.absent)
            case .unreadable(let why): return .unreadable(why)
            case .found(let daemon):
                found = []
                for name in daemon.jails.prefix(64) {
                    switch await jail(name) {
                    case .absent: return .unreadable("fail2ban stopped answering")
                    case .unreadable(let why): return .unreadable(why)
                    case .found(let jail): found.append(jail)
                    }
                }
            }
        } else {
            switch await storedJails() {
            case .absent: return .state(.absent)
            case .unreadable(let why): return .unreadable(why)
            case .found(let stored): found = stored
            }
        }
        var records: [Record] = []
        for jail in found { records.append(await record(of: jail, server)) }
        return .state(.records(records))
    }
}
