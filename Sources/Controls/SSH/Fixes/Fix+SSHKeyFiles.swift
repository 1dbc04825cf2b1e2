import Hardening

extension Fix {
    /// Host keys for root alone.
    static let hostKeyPermissions = Fix(
        byHand: "`sudo chown root:root {PATH} && sudo chmod 600 {PATH}`"
    ) { fault in
        .amend(
            // Mode and owner are two requirements, and a key may miss both.
            Set(fault.records.compactMap { $0[.path].text }).sorted().map { path in
                Amendment(.permissions(path), "only root reads the host key") { state throws(Amendment.Failure) in
                    guard case .permissions(var permissions) = state else { throw .init("is not there") }
                    permissions.mode &= 0o600
                    if permissions.owner != 0 { permissions.owner = 0 }
                    return .permissions(permissions)
                }
            }
        )
    }

    /// Authorized keys, and the directories above them, for the account and root alone.
    static let authorizedKeyPermissions = Fix(
        byHand: "`sudo chmod go-w {EXPOSED}`; what another account owns goes back to the account that logs in "
            + "with it, with chown; what lies outside of the account's home, such as {SHARED}, others may need as it is: "
            + "have AuthorizedKeysFile name a place where only root writes",
        needs: [.facts(.accounts)]
    ) { fault in
        guard case .state(.records(let accounts)) = fault.snapshot[.facts(.accounts)] else {
            return .advise("The accounts could not be read.")
        }
        var amendments: [Amendment] = []
        for key in fault.records {
            guard let account = accounts.first(where: { key[.user] == .text($0.name) }),
                case .text(let home) = account[.home], case .number(let uid) = account[.uid],
                let owner = UInt32(exactly: uid), let file = key[.path].text,
                let exposed = key.origins[.writableByOthers]?.file
            else { continue }
            // What lies outside the home is not the account's own, and others may need it as it is.
            guard home != "/", file.hasPrefix(home + "/"), exposed == home || exposed.hasPrefix(home + "/") else {
                return .advise(
                    "\(exposed) is writable by accounts other than \(account.name) and lies outside \(home). Check who "
                        + "needs that, then chmod go-w \(exposed)."
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
        Amendment(.permissions(path), "only the account can write to it") { state throws(Failure) in
            guard case .permissions(var permissions) = state else { throw Failure("is not there") }
            if permissions.owner != 0, permissions.owner != owner { permissions.owner = owner }
            let isPrivate = !isExposed && (permissions.group == owner || permissions.group == 0)
            permissions.mode &= isPrivate ? ~0o002 : ~0o022
            return .permissions(permissions)
        }
    }
}
