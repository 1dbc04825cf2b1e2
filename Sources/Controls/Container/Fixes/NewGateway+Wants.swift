import Hardening

extension NewGateway {
    /// What only a person can give a new gateway and is not there yet, in the order in which it is done.
    ///
    /// A download could not be undone, and nobody else knows the keys.
    func wants(_ snapshot: Snapshot) -> [String] {
        var wants: [String] = []
        if !isThere(snapshot.records(.images)) {
            wants.append("Docker does not have its image: docker pull \(image)")
        }
        var account = State.Permissions(mode: 0o700, owner: 1000, group: 1000)
        if case .state(.permissions(let found)) = snapshot[.directory(state)], found.owner != 0 {
            account = found
        } else {
            wants.append(
                "its state must belong to the account that it runs as: install -d -m 700 -o \(account.owner) -g "
                    + "\(account.group) \(state)"
            )
        }
        guard case .state(.permissions) = snapshot[.permissions(environment)] else {
            wants.append(
                "only you have its token and the keys of its models: install -m 600 -o \(account.owner) -g "
                    + "\(account.group) /dev/null \(environment), then write into it a line OPENCLAW_GATEWAY_TOKEN= with what "
                    + "openssl rand -hex 32 prints, and one for each key"
            )
            return wants
        }
        return wants
    }

    /// All of them in one text, counted where there are several.
    static func words(_ wants: [String]) -> String {
        guard wants.count > 1 else {
            return "The new gateway wants something of you: \(wants.joined()), then nacre apply."
        }
        let list = wants.enumerated().map { "(\($0 + 1)) \($1)" }.joined(separator: "; ")
        return "The new gateway wants \(wants.count) things of you: \(list). Then nacre apply."
    }
}
