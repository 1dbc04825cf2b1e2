import Hardening

extension Remediation {
    /// Host keys for root alone.
    static let hostKeyModes = Remediation("ssh.protect-host-keys") { snapshot in
        guard case .state(.records(let keys)) = snapshot[.facts(.hostKeys)] else {
            return .advise("The host keys could not be looked at.")
        }
        return .amend(
            keys.map { key in
                Amendment(.permissions(key.name), "root alone reads the host key") { state throws(Amendment.Failure) in
                    guard case .permissions(var permissions) = state else { throw .init("is not there") }
                    permissions.mode &= 0o600
                    if permissions.owner != 0 { permissions.owner = 0 }
                    return .permissions(permissions)
                }
            }
        )
    }

    /// Authorized keys, and the directories above them, for the account and root alone.
    static let authorizedKeyModes = Remediation(
        "ssh.protect-authorized-keys",
        needs: [.facts(.authorizedKeys), .facts(.accounts)]
    ) { snapshot in
        guard case .state(.records(let keys)) = snapshot[.facts(.authorizedKeys)],
            case .state(.records(let accounts)) = snapshot[.facts(.accounts)]
        else { return .advise("The authorized keys could not be looked at.") }
        var amendments: [Amendment] = []
        for key in keys where key[.writableByOthers] == true {
            guard let account = accounts.first(where: { key[.user] == .text($0.name) }),
                case .text(let home) = account[.home], case .number(let uid) = account[.uid],
                let owner = UInt32(exactly: uid), let exposed = key.origins[.writableByOthers]?.file
            else { continue }
            let file = key.name.split(separator: " ").first.map(String.init) ?? key.name
            // What lies outside the home is not the account's own, and others may need it as it is.
            guard home != "/", file.hasPrefix(home + "/"), exposed == home || exposed.hasPrefix(home + "/") else {
                return .advise(
                    "\(exposed) is writable by others than \(account.name) and lies outside \(home). Look who needs "
                        + "that, then chmod go-w \(exposed)."
                )
            }
            var path = file
            while path != home, path.hasPrefix(home + "/") {
                amendments.append(.ownedBy(owner, path, isExposed: path == exposed))
                path = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
            }
            amendments.append(.ownedBy(owner, home, isExposed: home == exposed))
        }
        return .amend(amendments)
    }
}

extension Amendment {
    /// The account or root owns what is there, and nobody else writes to it.
    ///
    /// A group that has no other member may write, as Debian's sshd allows it, unless it was found that it has one.
    fileprivate static func ownedBy(_ owner: UInt32, _ path: String, isExposed: Bool) -> Amendment {
        Amendment(.permissions(path), "nobody but the account writes to it") { state throws(Failure) in
            guard case .permissions(var permissions) = state else { throw Failure("is not there") }
            if permissions.owner != 0, permissions.owner != owner { permissions.owner = owner }
            let isPrivate = !isExposed && (permissions.group == owner || permissions.group == 0)
            permissions.mode &= isPrivate ? ~0o002 : ~0o022
            return .permissions(permissions)
        }
    }
}
