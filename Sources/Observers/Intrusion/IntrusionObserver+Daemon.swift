import Catalog
import Documents
import Hardening
import Surface

extension IntrusionObserver {
    /// fail2ban as a whole, and what else bans addresses here.
    func banDaemon() async throws(Unknown) -> [Record]? {
        guard let installed = try await packages().get() else { throw Unknown.missing("there is no dpkg database") }
        var others: [String] = []
        for name in ["crowdsec", "sshguard", "denyhosts"] {
            let runs = await units().content?["\(name).service"]?.isActive == true
            if runs || installed[name] != nil { others.append(name) }
        }
        var record = Record("fail2ban", [.otherBanDaemons: .list(others)])
        var isInstalled = installed["fail2ban"] != nil
        if surface.isLive {
            switch await banServer() {
            case .absent:
                record[.banDaemonAnswers] = false
                record[.jailNames] = .unset
            case .unreadable(let why):
                record[.banDaemonAnswers] = .unknown(why)
                record[.jailNames] = .unknown(why)
            case .found(let jails):
                isInstalled = true
                record[.banDaemonAnswers] = true
                record[.jailNames] = .list(jails)
            }
        } else {
            record[.banDaemonAnswers] = .unknown(.needsRunningSystem("needs a running fail2ban"))
            switch await storedJails() {
            case .absent: record[.jailNames] = []
            case .unreadable(let why): record[.jailNames] = .unknown(why)
            case .found(let jails): record[.jailNames] = .list(jails.map(\.name))
            }
        }
        record[.banDaemonInstalled] = .flag(isInstalled)
        record[.sshJails] = await sshJails(record[.jailNames])
        let doubt: Value? =
            others.isEmpty
            ? nil : .unknown(.notModeled("\(others.joined(separator: ", ")) bans here, which Nacre cannot judge"))
        record[.somethingBans] = isInstalled ? true : doubt ?? false
        if let doubt, record[.banDaemonAnswers] == false { record[.banDaemonAnswers] = doubt }
        record[.banDaemonAtBoot] = isInstalled ? await startsBanDaemonAtBoot() : false
        return [record]
    }

    /// Those of the jails that are for SSH, whatever they are called.
    private func sshJails(_ names: Value) async -> Value {
        guard case .list = names else { return names }
        switch await jailsFound() {
        case .absent: return []
        case .unreadable(let why): return .unknown(why)
        case .found(let jails): return .list(jails.filter(\.isForSSH).map(\.name))
        }
    }

    private func startsBanDaemonAtBoot() async -> Value {
        let unit = "fail2ban.service"
        if surface.isLive {
            switch await units() {
            case .absent: return .unknown(.notRunning("systemd does not run here"))
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
}
