import Catalog
import Hardening

extension Invariant {
    /// Somebody logs in and becomes root.
    static let keepAdministrator = Invariant(
        "keep-administrator",
        "Somebody can still log in over SSH with a key and become root",
        resources: SSHAccess.needs,
        comparingFiles: true
    ) { before, after in
        guard before.hasSSH, !SSHAccess.isSame(before, after) else { return nil }
        do throws(Unknown) {
            let access = try SSHAccess(after)
            guard access.administrators.isEmpty else { return nil }
            // Where it was no different before, a plan that closes no door takes nothing away.
            if let earlier = try? SSHAccess(before), earlier.administrators.isEmpty {
                if !earlier.doors.isEmpty, earlier.doors.isSubset(of: access.doors) { return nil }
                // Whoever is logged in came by a way that is not counted here, and that stays.
                if let user = before.operatorName, access.rootBlocker(for: user) == nil,
                    access.takesNothing(from: user, since: earlier)
                {
                    return nil
                }
            }
            let reasons = access.people.map { "\($0): \(access.blocker(for: $0) ?? "")" }
            return "nobody could log in with a key and become root"
                + (reasons.isEmpty ? "" : " (\(reasons.joined(separator: "; ")))")
        } catch {
            return "whether anybody could still log in could not be determined: \(error.why)"
        }
    }

    /// The person who makes the change can log in again.
    static let keepOperatorLogin = Invariant(
        "keep-operator-login",
        "Whoever makes the change can log in over SSH again",
        resources: SSHAccess.needs.union([.facts(.operatorSession)]),
        comparingFiles: true
    ) { before, after in
        // Without a login over SSH, or inside tmux, nobody in particular is to be kept.
        guard case .state(let sessions) = before[.facts(.operatorSession)], let session = sessions.records.first,
            case .text(let user) = session[.user]
        else { return nil }
        // On the console, or through a tailnet's own server, no plan closes the way.
        guard before.hasSSH, !SSHAccess.isSame(before, after) else { return nil }
        do throws(Unknown) {
            let access = try SSHAccess(after)
            guard let blocker = access.loginBlocker(for: user) else { return nil }
            if access.doors.contains(where: { $0.user == user }) { return nil }
            if let earlier = try? SSHAccess(before), access.takesNothing(from: user, since: earlier) { return nil }
            // Root that can no longer log in is what a profile may want, as long as somebody else becomes root.
            if session[.uid] == 0, !access.administrators.isEmpty { return nil }
            return "you are logged in as \(user), and could not log in again: \(blocker)"
        } catch {
            return "whether \(user) could log in again could not be determined: \(error.why)"
        }
    }
}

extension Snapshot {
    /// The account of whoever is logged in over SSH and makes the change.
    fileprivate var operatorName: String? {
        guard case .state(let sessions) = self[.facts(.operatorSession)] else { return nil }
        return sessions.records.first?[.user].text
    }

    /// Whether there is an SSH server that people may log in by.
    var hasSSH: Bool { self[.facts(.sshServer)] != .state(.absent) }
}
