import Catalog
import Documents
import Hardening

extension Fix {
    /// A stricter value that another line overrides is put where nothing overrides it.
    static let overriddenSettings: Self = .sshd(
        byHand: "Remove the line that wins, or put the strict one in \(SSHDirectives.dropIn); then "
            + "`sudo sshd -t && sudo systemctl reload ssh`. What counts is shown by `sudo sshd -T`",
        needs: SSHAccess.needs
    ) { directives, fault in
        var amendments: [Amendment] = []
        for line in fault.records {
            guard case .text(let keyword) = line[.keyword], case .text(let value) = line[.settingValue] else {
                continue
            }
            guard let scale = scales.first(where: { SSHDFile.canonical($0.keyword) == keyword }) else {
                return .advise(
                    "\(line.name) says \(value), and another line comes before it. Keep one of the two; sshd -T shows what "
                        + "counts."
                )
            }
            if let reason = lockout(keyword, value, fault.snapshot) {
                return .advise("\(line.name) says \(value), and another line comes before it. \(reason)")
            }
            amendments += directives.amendments(scale.bound(to: value))
        }
        return .amend(amendments)
    }

    /// Whom the strict value would lock out; none where it locks out nobody.
    private static func lockout(_ keyword: String, _ value: String, _ snapshot: Snapshot) -> String? {
        do throws(Unknown) {
            let access = try SSHAccess(snapshot)
            switch keyword {
            case "permitrootlogin" where value.lowercased() == "no" && access.administratorsBesidesRoot.isEmpty:
                return "If it won, nobody could become root: no other account with a key has sudo."
            case "passwordauthentication" where access.keyHolders.isEmpty:
                return "If it won, nobody could log in: no account has a key that works."
            default: return nil
            }
        } catch {
            return "Whether anybody could still log in could not be determined: \(error.why)"
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
