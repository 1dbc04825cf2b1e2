import MachineTesting

/// Configuration files for fail2ban, as people write them and worse.
struct RandomJails {
    var generator: SeededGenerator

    private mutating func pick(_ choices: [String]) -> String { choices.randomElement(using: &generator) ?? "" }
    private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &generator) < percent }

    /// Files by path below the configuration directory, over those fail2ban comes with.
    mutating func files() -> [String: String] {
        var files: [String: String] = [:]
        for name in ["jail.local", "jail.d/a.conf", "jail.d/z.conf", "jail.d/m.local"] where chance(60) {
            files[name] = jails()
        }
        if chance(15) { files["paths-overrides.local"] = "[DEFAULT]\nsshd_backend = systemd\n" }
        if chance(15) { files["paths-debian.local"] = "[DEFAULT]\nsshd_log = /etc/passwd\n" }
        if chance(20) {
            files["filter.d/sshd.local"] = pick([
                "[DEFAULT]\n_daemon = sshd(?:-session)?\n", "[Definition]\njournalmatch = _COMM=sshd-session\n",
                "[Definition]\njournalmatch = %(known/journalmatch)s + _COMM=sshd-session\n[Init]\nmaxlines = 2\n",
            ])
        }
        if chance(20) {
            files["action.d/iptables.local"] = pick([
                "[Init]\nchain = FORWARD\n", "[Init]\nblocktype = DROP\n", "[Init]\nport = 1:100\nprotocol = all\n",
                "[Definition]\nrule-jump = -g <_ipt_rule_target>\n",
            ])
        }
        if chance(10) { files["action.d/nftables-common.local"] = "[Init]\nchain_hook = forward\nnftables = nft -e\n" }
        return files
    }

    private mutating func jails() -> String {
        var text = pick(["", "# ours\n", "; ours\n\n"])
        for section in ["DEFAULT", "sshd", "recidive", "ssh-extra", "selinux-ssh"] where chance(60) {
            text += "[\(section)]\n"
            if section == "ssh-extra" { text += "filter = " + pick(filters) + "\n" }
            if section != "DEFAULT", chance(80) {
                text += "enabled = \(pick(["true", "TRUE", "yes", "1", "on", "false"]))\n"
            }
            for (name, values) in options where chance(22) {
                text += name + pick([" = ", "=", ": "]) + pick(values) + "\n"
            }
        }
        return text
    }

    private let filters = [
        "sshd", "sshd[mode=aggressive]", "sshd[mode=extra, logtype=short]", "recidive", "sshd[journalmatch='_COMM=a']",
        "nothing-there", "%(__name__)s",
    ]

    private let options: [(String, [String])] = [
        ("maxretry", ["3", "5", "100", "%(known/maxretry)s", "1"]),
        ("findtime", ["10m", "600", "1d", "1h 30m", "60*10", "%(bantime)s"]),
        ("bantime", ["1h", "-1", "1w", "3600", "1d12h", "%(known/bantime)s", "2 hours"]),
        ("bantime.increment", ["true", "false", "yes", "0"]),
        ("backend", ["auto", "systemd", "polling", "systemd[journalflags=1]", "%(default/backend)s", "pyinotify"]),
        (
            "ignoreip",
            ["127.0.0.1/8 ::1", "10.0.0.0/8,192.0.2.1", "0.0.0.0/0", "", "::1\n   2001:db8::/32\n  198.51.100.7"]
        ),
        ("port", ["ssh", "2222", "0:65535", "ssh,2222", "22,80:90", "\"22\""]),
        ("protocol", ["tcp", "all", "tcp,udp"]),
        ("chain", ["INPUT", "DOCKER-USER", "<known/chain>", "FORWARD"]),
        ("mode", ["normal", "aggressive", "ddos"]),
        (
            "banaction",
            [
                "iptables-multiport", "nftables-multiport", "nftables[type=allports]", "iptables-allports", "ufw",
                "nftables",
                "iptables-ipset-proto6", "firewallcmd-rich-rules", "iptables[type=allports]", "route",
                "firewallcmd-ipset",
            ]
        ),
        (
            "action",
            [
                "%(action_)s", "%(action_mw)s", "%(banaction)s", "%(banaction_allports)s[name=x]", "iptables-allports",
                "%(action_)s\n         nftables[type=allports, chain_hook=forward, name=fw]", "sendmail[dest=\"a@b\"]",
                "%(action_)s %(action_)s[name=docker, chain=DOCKER-USER]", "", "dummy[name=%(__name__)s-b]",
                "iptables-multiport[name=%(__name__)s, port=\"%(port)s\", chain='DOCKER-USER'][actname=mine]",
                "nftables[type=custom, rule_match-custom=\"ip daddr 1.2.3.4\"]", "no-such-action",
                "iptables-new[port=1]",
                "ufw[application=OpenSSH, blocktype=reject]", "shorewall", "iptables-multiport-log[port=\"ssh\"]",
            ]
        ),
        (
            "journalmatch",
            [
                "_SYSTEMD_UNIT=ssh.service", "_SYSTEMD_UNIT=ssh.service + _COMM=sshd + _COMM=sshd-session",
                "_SYSTEMD_UNIT=ssh.service _COMM=sshd", "%(known/journalmatch)s", "_COMM=sshd\n    _COMM=sshd-session",
            ]
        ),
        (
            "logpath",
            ["/etc/passwd", "/etc/hostname tail", "/var/log/none-*.log", "/etc/passwd\n   /etc/group", "%(sshd_log)s"]
        ),
    ]
}
