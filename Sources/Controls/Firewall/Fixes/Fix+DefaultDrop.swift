import Hardening

extension Fix {
    /// Drops what comes in; a person is told the ports on which SSH answers here.
    static func droppedInput(_ profile: Profile, _ family: String, ending: String = "") -> Self {
        .firewall(byHand: profile.commandToDropInput(family) + ending)
            .toldHere(seeing: [.facts(.sshServer)]) { fault, _ in
                profile.commandToDropInput(family, sshPorts: SSHPorts.answering(fault.snapshot)) + ending
            }
    }

    /// What the rules at boot come to; a person is told what goes with whatever loads them.
    static let storedDrop = Fix.firewall(
        byHand:
            "\(Profile.undoable); or by hand: with SSH's ports let in, have what loads the rules at boot drop the rest"
    ).toldHere(seeing: [.facts(.sshServer), .facts(.firewallPersistence)]) { fault, missing in
        let loaders = fault.snapshot.records(.firewallPersistence).filter { $0[.loadsAtBoot] == true }.map(\.name)
        let ports = SSHPorts.answering(fault.snapshot)
        let steps = loaders.map { Self.steps(for: $0, ports, missing) }
        return steps.isEmpty ? nil : "\(Profile.undoable); or by hand: " + steps.joined(separator: "; ")
    }

    private static func steps(for loader: String, _ ports: [Int]?, _ missing: Set<String>) -> String {
        let shown = ports.map { $0.map(String.init).joined(separator: ", ") } ?? "which ss -tlnp shows"
        let last = "then, only from a session that stays open until a new login has worked"
        switch loader {
        case "ufw" where !missing.contains("ufw"):
            let allowed = ports.map { $0.map { "`sudo ufw allow \($0)/tcp`" }.joined(separator: "; ") } ?? ""
            return
                "allow the ports on which SSH answers (\(shown))\(allowed.isEmpty ? "" : ": " + allowed); \(last), type "
                + "as root: ufw default deny incoming"
        case "netfilter-persistent" where !missing.contains("netfilter-persistent"):
            return
                "load rules that let SSH in (\(shown)) and drop the rest, and once a new login has worked, store them: type "
                + "as root netfilter-persistent save"
        case "nftables":
            return
                "in /etc/nftables.conf, or the file of it that the evidence names, let in the ports on which SSH answers "
                + "(\(shown)) and give the chain that hooks input the policy drop; `sudo nft -c -f /etc/nftables.conf`; "
                + "\(last), have systemctl reload nftables"
        default:
            return
                "in the rules that \(ByHand.plain(loader)) loads, let in the ports on which SSH answers (\(shown)), and "
                + "drop what no rule names"
        }
    }
}

/// The ports on which people log in.
private enum SSHPorts {
    /// As the audit saw them; none where that is not known.
    static func answering(_ snapshot: Snapshot) -> [Int]? {
        guard case .state(let state) = snapshot[.facts(.sshServer)] else { return nil }
        guard let server = state.records.first else { return [] }
        guard case .list(let ports) = server[.sshPorts] else { return server[.sshPorts] == .unset ? [] : nil }
        let numbers = ports.compactMap { Int($0) }
        return numbers.count == ports.count ? numbers : nil
    }
}
