import Hardening

extension SSHAccess {
    /// A way into an account that needs no key.
    struct Door: Hashable {
        let user: String
        let method: String
    }

    /// The ways into accounts that become root, by a secret that can be typed.
    var doors: Set<Door> {
        var doors: Set<Door> = []
        for user in people where rootBlocker(for: user) == nil {
            for (field, method) in [
                (Field.passwordLogin, "password"), (.keyboardInteractiveLogin, "keyboard-interactive"),
            ]
            where opens(user, field) { doors.insert(Door(user: user, method: method)) }
        }
        return doors
    }

    /// Whether every way into the account that there was before is there now, however its person comes in.
    ///
    /// Who has a certificate, or a key that a program gives sshd, nothing here tells. Where sshd takes of the account all
    /// that it took before, from the same authorities, a plan shuts nobody out of it.
    func takesNothing(from user: String, since before: SSHAccess) -> Bool {
        func own(_ records: [Record]) -> [Record] { records.filter { $0[.user] == .text(user) } }
        let account = accounts.filter { $0.name == user }
        let places = own(before.logins)
        guard !places.isEmpty, account == before.accounts.filter({ $0.name == user }),
            own(keys) == own(before.keys), server[.strictModes] == before.server[.strictModes],
            case .list(let accepted) = before.server[.userKeyAlgorithms],
            case .list(let now) = server[.userKeyAlgorithms], Set(accepted).isSubset(of: now)
        else { return false }
        let ways: [Field] = [
            .isAdmitted, .keyLogin, .passwordLogin, .keyboardInteractiveLogin, .hostBasedLogin,
        ]
        return places.allSatisfy { place in
            guard let later = logins.first(where: { $0.name == place.name }) else { return false }
            guard case .list(let authorities) = place[.loginAuthorities] else { return false }
            return later[.loginAuthorities] == .list(authorities)
                && ways.allSatisfy { place[$0] == false || place[$0] == true && later[$0] == true }
        }
    }
}
