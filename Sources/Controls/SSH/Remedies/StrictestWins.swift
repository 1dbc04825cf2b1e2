import Catalog
import Documents
import Hardening

extension Remediation {
    /// A stricter value that another line overrules is put where nothing overrules it.
    static let strictestWins: Self = .ssh(
        "let-strict-settings-win",
        needs: SSHAccess.needs.union([.facts(.sshSettings)])
    ) { directives, snapshot in
        guard case .state(.records(let settings)) = snapshot[.facts(.sshSettings)] else {
            return .advise("It cannot be told which line wins.")
        }
        var amendments: [Amendment] = []
        for line in settings where line[.isOverruled] == true {
            guard case .text(let keyword) = line[.keyword], case .text(let value) = line[.settingValue] else {
                continue
            }
            guard let scale = scales.first(where: { SSHDFile.canonical($0.keyword) == keyword }) else {
                return .advise(
                    "\(line.name) says \(value), and another line comes before it. Keep one of the two; sshd -T shows what "
                        + "counts."
                )
            }
            if let why = cutsOff(keyword, value, snapshot) {
                return .advise("\(line.name) says \(value), and another line comes before it. \(why)")
            }
            amendments += directives.amendments(scale.bound(to: value))
        }
        return .amend(amendments)
    }

    /// Why the strict value had better stay without effect.
    private static func cutsOff(_ keyword: String, _ value: String, _ snapshot: Snapshot) -> String? {
        do throws(Unknown) {
            let access = try SSHAccess(snapshot)
            switch keyword {
            case "permitrootlogin" where value.lowercased() == "no" && access.administratorsBesidesRoot.isEmpty:
                return "If it won, nobody would become root any more: no other account with a key has sudo."
            case "passwordauthentication" where access.keyHolders.isEmpty:
                return "If it won, nobody would get in any more: no account has a key that works."
            default: return nil
            }
        } catch {
            return "Whether anybody would still get in cannot be told: \(error.why)"
        }
    }

    private static let scales: [SSHSetting] = [
        .passwords, .keyboardInteractive, .emptyPasswords, .agentForwarding, .x11Forwarding, .userEnvironment,
        .hostBased, .gatewayPorts, .tunnels, .rootLogin("yes"), .tcpForwarding, .strictModes,
        .maxAuthTries(Int(Int32.max)),
        SSHSetting(keyword: "DisableForwarding", bound: "yes", standard: "no", order: .words(["no", "yes"])),
    ]
}

extension SSHSetting {
    /// The same keyword, with this value as the loosest that will do.
    fileprivate func bound(to value: String) -> Self {
        Self(keyword: keyword, bound: value, standard: standard, order: order, isAllowedInMatch: isAllowedInMatch)
    }
}
