import Hardening

/// What a person types, for the backend that the profile has in charge of the rules.
extension Profile {
    /// Drops what comes in unless a rule names it, after letting in SSH and what the profile means to be open.
    ///
    /// The step that closes is told in words: no command goes on to it where one before it failed, and who types it
    /// knows that a session is open.
    ///
    /// - Parameters:
    ///   - family: whose rules they are.
    ///   - sshPorts: on which SSH answers here; none where that is not known.
    /// - Returns: the steps.
    func commandToDropInput(_ family: String, sshPorts: [Int]? = nil) -> String {
        // Port 22 stays open beside the agreed one, so that nobody is locked out while SSH moves.
        let open = Set([22, ssh.port] + firewall.openPorts + (sshPorts ?? [])).sorted()
        let numbers = open.map(String.init)
        let others = firewall.openUDPPorts.map(String.init)
        let first = sshPorts == nil ? "every port on which SSH answers here, which ss -tlnp shows, and " : ""
        let last = "Then, as the last step, and only from a session that stays open until a new login has worked"
        let steps: String
        switch firewall.backend {
        case .ufw:
            let allowed = (numbers.map { "`sudo ufw allow \($0)/tcp`" } + others.map { "`sudo ufw allow \($0)/udp`" })
            steps =
                "`sudo apt-get install ufw`; allow \(first)what is meant to be open: "
                + allowed.joined(separator: "; ")
                + "; \(last), type as root: ufw default deny incoming, and where that succeeds: ufw enable"
        case .iptables:
            let program = family == "IPv4" ? "sudo iptables" : "sudo ip6tables"
            let control = family == "IPv4" ? "icmp" : "ipv6-icmp"
            let commands =
                [
                    "\(program) -A INPUT -i lo -j ACCEPT",
                    "\(program) -A INPUT -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT",
                    "\(program) -A INPUT -p \(control) -j ACCEPT",
                    "\(program) -A INPUT -p tcp -m multiport --dports \(numbers.joined(separator: ",")) -j ACCEPT",
                ].joined(separator: " && ")
                + others.map { " && \(program) -A INPUT -p udp --dport \($0) -j ACCEPT" }.joined()
            steps =
                "allow \(first)what is meant to be open: `\(commands)`; \(last), type as root: "
                + "\(program.dropFirst(5)) -P INPUT DROP"
        case .nftables:
            steps =
                "in /etc/nftables.conf: table inet filter { chain input { "
                + "type filter hook input priority filter; policy drop; iif lo accept; "
                + "ct state established,related accept; meta l4proto { icmp, ipv6-icmp } accept; "
                + "tcp dport { \(numbers.joined(separator: ", ")) } accept; "
                + "\(others.map { "udp dport \($0) accept; " }.joined())} }. "
                + (first.isEmpty ? "" : "Add \(first)check it. ")
                + "\(last), type as root: systemctl enable --now nftables"
        }
        return "\(Self.undoable); or by hand: \(steps)"
    }

    /// How the rules come to be without locking anybody out.
    static let undoable =
        "`sudo nacre apply --layer firewall` lets SSH in first, and undoes itself unless a new login "
        + "confirms it"

    /// Drops what is to be forwarded unless a rule names it.
    func commandToDropForwarded(_ family: String) -> String {
        switch firewall.backend {
        case .ufw:
            "`" + firewall.forwardedInterfaces.map { "sudo ufw route allow in on \($0) && " }.joined()
                + "sudo ufw default deny routed && sudo ufw reload`"
        case .iptables: "`" + iptablesToDropForwarded(family == "IPv4" ? "sudo iptables" : "sudo ip6tables") + "`"
        case .nftables:
            "In /etc/nftables.conf, then sudo systemctl reload nftables: chain forward { type filter hook forward "
                + "priority filter; policy drop; ct state established,related accept; iifname \"docker0\" accept; "
                + "\(firewall.forwardedInterfaces.map { "iifname \"\($0)\" accept; " }.joined())}"
        }
    }

    private func iptablesToDropForwarded(_ program: String) -> String {
        firewall.forwardedInterfaces.flatMap { ForwardedTraffic.rules(for: $0, program) }.map { "\($0) && " }.joined()
            + "\(program) -P FORWARD DROP"
    }

    /// Takes back a rule that lets everybody reach a port.
    func commandToClose(_ port: String) -> String {
        switch firewall.backend {
        case .ufw: "`sudo ufw delete allow \(port)`"
        case .iptables:
            "`sudo iptables -D INPUT -p tcp --dport \(port) -j ACCEPT`; `sudo ip6tables -D INPUT -p tcp --dport \(port) -j ACCEPT`"
        case .nftables:
            "take \(port) out of the accepted ports in /etc/nftables.conf, then: `sudo systemctl reload nftables`"
        }
    }

    /// Lets the proxies in front, and nobody else, reach a port.
    func commandToRestrict(_ port: Int) -> String {
        // Whose address that is, only a person knows.
        let admitted = firewall.trustedSources.isEmpty ? ["let the address of your proxy reach port \(port)"] : []
        let commands = firewall.trustedSources.map { source in
            let isSix = source.contains(":")
            switch firewall.backend {
            case .ufw: return "`sudo ufw allow from \(source) to any port \(port) proto tcp`"
            case .iptables:
                return
                    "`sudo \(isSix ? "ip6tables" : "iptables") -I INPUT -p tcp -s \(source) --dport \(port) -j ACCEPT`"
            case .nftables:
                return "`sudo nft add rule inet filter input \(isSix ? "ip6" : "ip") saddr \(source) tcp dport "
                    + "\(port) accept`"
            }
        }
        return (admitted + commands + [commandToClose(String(port))]).joined(separator: "; ")
    }
}
