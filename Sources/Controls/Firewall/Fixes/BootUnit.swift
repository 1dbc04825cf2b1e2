import Hardening
import Rulesets

/// The unit that loads Nacre's rules at boot, before the network is up.
///
/// It needs nothing of Nacre but the files. It comes after whatever else loads rules, because some of those flush what they
/// find, and is started again with them.
struct BootUnit {
    let backend: Profile.Backend
    let hasIPv6: Bool

    static let path = "/etc/systemd/system/\(RulesetOrder.unit)"

    var text: String {
        let lines =
            [
                "# Written by Nacre.",
                "[Unit]",
                "Description=Firewall rules of Nacre",
                "Documentation=man:\(backend == .nftables ? "nft(8)" : "iptables-restore(8)")",
                "DefaultDependencies=no",
                "Wants=network-pre.target",
                "Before=network-pre.target shutdown.target",
                "After=local-fs.target systemd-modules-load.service",
                "After=nftables.service netfilter-persistent.service ufw.service",
                "PartOf=nftables.service netfilter-persistent.service",
                "Conflicts=shutdown.target",
                "",
                "[Service]",
                "Type=oneshot",
                "RemainAfterExit=yes",
            ] + commands + ["", "[Install]", "WantedBy=multi-user.target", ""]
        return lines.joined(separator: "\n")
    }

    private var commands: [String] {
        guard backend != .nftables else {
            return [
                "ExecStartPre=/usr/sbin/nft --check --file \(RulesetOrder.nftables)",
                "ExecStart=/usr/sbin/nft --file \(RulesetOrder.nftables)",
            ]
        }
        let families = [("iptables", RulesetOrder.ipv4)] + (hasIPv6 ? [("ip6tables", RulesetOrder.ipv6)] : [])
        let checks = families.map { "ExecStartPre=/usr/sbin/\($0)-restore --noflush --test \($1)" }
        let loads = families.flatMap { program, file -> [String] in
            let jumps = FirewallPolicy.jumps.filter { backend == .iptables || !isHosts($0.chain) }
            // A jump that is there already is taken out first: the next command puts it in again.
            return [
                "ExecStart=/usr/sbin/\(program)-restore --noflush \(file)",
                "ExecStart=-/usr/sbin/\(program) -w -N DOCKER-USER",
            ]
                + jumps.flatMap { chain, target in
                    [
                        "ExecStart=-/usr/sbin/\(program) -w -D \(chain) -j \(target)",
                        "ExecStart=/usr/sbin/\(program) -w -I \(chain) 1 -j \(target)",
                    ]
                } + (backend == .iptables ? policies(program) : [])
        }
        // Bans belong in front; fail2ban puts them there when it starts. At boot it starts later.
        return checks + loads + ["ExecStartPost=-/usr/bin/systemctl --no-block try-restart fail2ban.service"]
    }

    /// Last: until then whatever else is loaded decides.
    private func policies(_ program: String) -> [String] {
        ["INPUT", "FORWARD"].map { "ExecStart=/usr/sbin/\(program) -w -P \($0) DROP" }
    }

    /// UFW has chains of its own for the host's packets.
    private func isHosts(_ chain: String) -> Bool { chain == "INPUT" || chain == "OUTPUT" }
}
