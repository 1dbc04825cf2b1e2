import Hardening

/// What a person types, for the backend that the profile has in charge of the rules.
extension Profile {
    /// Drops what comes in unless a rule names it, after letting in what the profile means to be open.
    ///
    /// Port 22 stays open beside the agreed one, so that nobody is locked out while SSH moves.
    func commandToDropInput(_ family: String) -> String {
        let open = Set([22, ssh.port] + firewall.openPorts).sorted()
        let numbers = open.map(String.init)
        let others = firewall.openUDPPorts.map(String.init)
        switch firewall.backend {
        case .ufw:
            // Whichever ports sshd has now stay open, those that the profile does not name among them.
            return
                "`sudo apt-get install ufw && sudo sshd -T | sed -n 's/^port //p' | xargs -I{} sudo ufw allow {}/tcp && "
                + (numbers.map { "sudo ufw allow \($0)/tcp" } + others.map { "sudo ufw allow \($0)/udp" })
                .joined(separator: " && ")
                + " && sudo ufw default deny incoming && sudo ufw enable`"
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
                + " && \(program) -P INPUT DROP"
            return "`\(commands)`"
        case .nftables:
            return
                "In /etc/nftables.conf, then sudo systemctl enable --now nftables: table inet filter { chain input { "
                + "type filter hook input priority filter; policy drop; iif lo accept; "
                + "ct state established,related accept; meta l4proto { icmp, ipv6-icmp } accept; "
                + "tcp dport { \(numbers.joined(separator: ", ")) } accept; "
                + "\(others.map { "udp dport \($0) accept; " }.joined())} }"
        }
    }

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
