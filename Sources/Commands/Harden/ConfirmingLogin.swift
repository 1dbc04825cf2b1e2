import Hardening
import Operations
import Reports

/// What is said of the login that `nacre confirm` runs in.
enum ConfirmingLogin {
    /// Why the login proves nothing, and what to do instead.
    static func words(_ objection: LoginObjection, ports: [Int], hasSSH: Bool) -> String {
        let how = "Keep this session; " + LoginWords.how(ports, hasSSH: hasSSH)
        switch objection {
        case .notApplied: return "it is not applied yet"
        case .unreadable(let why): return "which login this is could not be determined: \(why). \(how)"
        case .noLogin where hasSSH: return "this is no SSH login, so that it does not prove that one works. \(how)"
        case .noLogin:
            return
                "this is no login on the console and none over Tailscale SSH, so that it does not prove that anybody gets in "
                + "where there is no SSH server. \(how)"
        case .beginUnknown(let value): return "when this login began could not be determined: \(value). \(how)"
        case .restarted: return "the server was restarted since; the change is about to be undone"
        case .beganBefore:
            return "this login began before the change, so that it does not prove that a new one works. \(how)"
        case .sshIsGone(let port):
            return
                "the change moves SSH to port \(port), and there is no SSH server any more, so that nothing shows "
                + "whether anybody gets in by it. Install it again, or undo the change: sudo nacre rollback"
        case .fromItself(let origin):
            return
                "this login comes from the server itself (\(origin)), so that it does not prove that anybody gets "
                + "in from outside: what stands in front of the server, such as a provider's firewall, has not let "
                + "it through. \(how), from the computer that you will use\(hasSSH ? Self.carriers(origin) : "")"
        case .originUnknown(let value):
            return "whether this login comes from outside could not be determined: \(value). \(how)"
        case .closedPort(let port):
            return "this login came in by port \(port), which is closed by the confirmation. \(how)"
        }
    }

    /// What hands logins on from outside, by the words for a login that no such service stands behind.
    private static func carriers(_ origin: String) -> String {
        guard origin.hasPrefix("loopback") else { return "" }
        return
            ". Where a tunnel always brings you in (cloudflared, sslh, tailscale serve, ssh -R), its login counts when "
            + "the tunnel runs as a service of the system, its unit file and its program are root's alone, and nothing "
            + "on this server itself uses it meanwhile"
    }

    /// The service of this server that brought the login in, to be named; nothing where none did.
    static func carrier(_ session: Observation) -> String? {
        guard case .state(.records(let records)) = session, let login = records.first else { return nil }
        if case .text(let terminal) = login[.console] {
            return "There is no SSH server, and this login came in on \(Sanitizer.report.line(terminal)).\n"
        }
        let services: [Value] = [login[.carriedBy], login[.tailnetService]]
        let named = services.compactMap { if case .text(let words) = $0 { words } else { nil } }
        guard let words = named.first else { return nil }
        return "This login came in by \(Sanitizer.report.line(words)), which has to stay in place for the next one.\n"
    }
}
