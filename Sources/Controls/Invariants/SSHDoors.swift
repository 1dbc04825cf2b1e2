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
        for user in people where obstacleToRoot(for: user) == nil {
            for (field, method) in [
                (Field.passwordLogin, "password"), (.keyboardInteractiveLogin, "keyboard-interactive"),
            ]
            where opens(user, field) { doors.insert(Door(user: user, method: method)) }
        }
        return doors
    }
}
