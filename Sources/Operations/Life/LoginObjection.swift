import Catalog
public import Hardening

/// Why the login that `nacre confirm` runs in does not prove that the server can still be reached.
public enum LoginObjection: Hashable, Sendable {
    case notApplied
    /// Which login it is could not be determined.
    case unreadable(String)
    /// No login from outside at all.
    case noLogin
    case beginUnknown(Value)
    case restarted
    case beganBefore
    /// SSH was moved to this port, and is gone.
    case sshIsGone(port: Int)
    case fromItself(String)
    case originUnknown(Value)
    /// It came by a port that the confirmation closes.
    case closedPort(Value)

    /// None where the login proves it.
    init?(to session: Observation, _ about: Generation.About, hasSSH: Bool) {
        guard let applied = about.applied else {
            self = .notApplied
            return
        }
        switch session {
        case .unreadable(let why): self = .unreadable(why.why)
        case .state(let state):
            guard case .records(let records) = state, let login = records.first else {
                self = .noLogin
                return
            }
            guard let objection = Self.objection(to: login, about, appliedAt: applied, hasSSH) else { return nil }
            self = objection
        }
    }

    private static func objection(
        to login: Record,
        _ about: Generation.About,
        appliedAt applied: Int,
        _ hasSSH: Bool
    ) -> Self? {
        guard case .number(let began) = login[.beganAfterBoot] else { return .beginUnknown(login[.beganAfterBoot]) }
        guard login[.bootIdentifier] == .text(about.boot) else { return .restarted }
        guard began > applied else { return .beganBefore }
        if !hasSSH, let port = about.ports.first { return .sshIsGone(port: port) }
        switch login[.comesFromItself] {
        case .unset: break
        case .text(let origin): return .fromItself(origin)
        case let other: return .originUnknown(other)
        }
        guard !about.ports.isEmpty else { return nil }
        guard case .number(let port) = login[.serverPort], about.ports.contains(port) else {
            return .closedPort(login[.serverPort])
        }
        return nil
    }
}
