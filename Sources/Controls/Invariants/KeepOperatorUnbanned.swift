import Hardening

extension Invariant {
    /// No ban stands between the operator and the confirmation.
    static let keepOperatorUnbanned = Invariant(
        "keep-operator-unbanned",
        "The address the change is made from is not banned",
        resources: [.facts(.operatorSession), .facts(.bans)]
    ) { before, _ in
        guard case .state(let sessions) = before[.facts(.operatorSession)],
            case .text(let address) = sessions.records.first?[.fromAddress],
            case .state(let bans) = before[.facts(.bans)]
        else { return nil }
        let jails = bans.records.filter { $0[.fromAddress] == .text(address) }.map { $0[.jailName].description }
        guard let jail = jails.first else { return nil }
        return
            "\(address), from where you are logged in, is banned by fail2ban (\(jails.joined(separator: ", "))), so that "
            + "a new login to confirm would not get through. Logins from there failed recently: wait ten minutes and apply "
            + "again; where fail2ban runs by itself, fail2ban-client set \(jail) unbanip \(address) lifts the ban, and "
            + "ignoreip keeps it from coming back"
    }
}
