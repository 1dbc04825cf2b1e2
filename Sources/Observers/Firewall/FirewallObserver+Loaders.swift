import Catalog
import Documents
import Hardening
import Surface

extension FirewallObserver {
    /// What else may load rules at boot: programs with rules of their own, and what people wrote themselves.
    ///
    /// That something does is seen; which rules come of it is not.
    func otherLoaders() async -> [Record] {
        var found: [(name: String, path: String)] = []
        for (name, unit) in Self.loaders where await isWanted(unit) { found.append((name, unit)) }
        for directory in ["/etc/systemd/system", "/usr/local/lib/systemd/system"] {
            for name in await surface.entries(directory).content ?? []
            where name.hasSuffix(".service") && !Self.known.contains(name) {
                guard await isWanted(name), await loadsRules(unit: name) else { continue }
                found.append((name, "\(directory)/\(name)"))
            }
        }
        var files = ["/etc/network/interfaces", "/etc/rc.local"]
        for directory in [
            "/etc/network/interfaces.d", "/etc/network/if-pre-up.d", "/etc/network/if-up.d", "/etc/rcS.d",
            "/etc/networkd-dispatcher/routable.d", "/etc/networkd-dispatcher/configured.d",
            "/etc/NetworkManager/dispatcher.d",
        ] {
            files += (await surface.entries(directory).content ?? []).map { Path.join(directory, $0) }
        }
        for path in files {
            guard let text = await surface.text(path).content, Self.loadsRules(text) else { continue }
            found.append((Path.name(path), path))
        }
        for path in ["/etc/crontab", "/var/spool/cron/crontabs/root"] {
            let text = await surface.text(path).content ?? ""
            for (_, line) in TextLines(text) where line.hasPrefix("@reboot") && Self.loadsRules(String(line)) {
                found.append(("@reboot", path))
            }
        }
        return found.first(ofEach: \.path).map { name, path in
            let why: Value = .unknown(.notObserved("\(path) may load rules, which are not read"))
            return Record(
                name,
                [
                    .loadsAtBoot: why, .storedIPv4Input: why, .storedIPv6Input: why, .storesDockerRules: false,
                    .isLoaded: .unset,
                ],
                origins: [.loadsAtBoot: Origin(path)]
            )
        }
    }

    private static let loaders = [
        ("shorewall", "shorewall.service"), ("shorewall6", "shorewall6.service"), ("csf", "csf.service"),
        ("ferm", "ferm.service"), ("firehol", "firehol.service"),
        ("arno-iptables-firewall", "arno-iptables-firewall.service"),
        ("iptables", "iptables.service"), ("ip6tables", "ip6tables.service"), ("ipset", "ipset.service"),
        ("foomuuri", "foomuuri.service"), ("apf", "apf.service"),
    ]

    /// Those that have a record of their own.
    private static let known: Set<String> = [
        "ufw.service", "netfilter-persistent.service", "nftables.service", "firewalld.service",
        "nacre-firewall.service",
        "docker.service", "fail2ban.service",
    ]

    private func isWanted(_ unit: String) async -> Bool {
        for target in ["multi-user", "sysinit", "network-pre", "basic", "network", "network-online", "graphical"] {
            for kind in ["wants", "requires"] {
                if case .found = await surface.link("/etc/systemd/system/\(target).target.\(kind)/\(unit)") {
                    return true
                }
            }
        }
        // Programs with scripts of System V are started by links of their own.
        let name = unit.split(separator: ".").first.map(String.init) ?? unit
        for level in ["rcS.d", "rc2.d"] {
            for entry in await surface.entries("/etc/\(level)").content ?? []
            where entry.hasPrefix("S") && entry.dropFirst(3) == name { return true }
        }
        return false
    }

    private func loadsRules(unit: String) async -> Bool {
        let stored = await storedUnit(unit)
        for key in ["ExecStart", "ExecStartPre", "ExecStartPost"] {
            for command in stored.values(key, in: "Service").values {
                if Self.loadsRules(command) { return true }
                for word in UnitFile.words(command) {
                    let path = String(word.drop { "@-:+!|".contains($0) })
                    guard path.hasPrefix("/"), !path.hasPrefix("/usr/bin/"), !path.hasPrefix("/usr/sbin/"),
                        case .found(let status) = await surface.status(path), status.kind == .regular,
                        status.size < 64 << 10, let text = await surface.text(path).content, text.hasPrefix("#!")
                    else { continue }
                    if Self.loadsRules(text) { return true }
                }
            }
        }
        return false
    }

    /// Whether a text has a command that sets rules, outside of comments.
    static func loadsRules(_ text: String) -> Bool {
        for (_, line) in TextLines(text) where !line.trimmed.hasPrefix("#") {
            let words = line.split { " \t;|&()\"'<>=".contains($0) }
            for (index, word) in words.enumerated() {
                switch word.split(separator: "/").last ?? "" {
                case "iptables-restore", "ip6tables-restore", "iptables-apply": return true
                case "iptables", "ip6tables", "iptables-nft", "iptables-legacy":
                    if words[(index + 1)...].contains(where: {
                        [
                            "-A", "-I", "-P", "-F", "-D", "-X", "-R", "--append", "--insert", "--policy", "--flush",
                            "--delete", "--replace",
                        ]
                        .contains($0)
                    }) {
                        return true
                    }
                case "nft":
                    let rest = words[(index + 1)...]
                    let verbs: Set<String> = [
                        "add", "insert", "replace", "delete", "destroy", "flush", "create", "--file",
                    ]
                    if rest.contains(where: { $0.hasPrefix("-f") || verbs.contains(String($0)) }) { return true }
                case "shorewall", "ferm", "firehol", "csf": return true
                default: continue
                }
            }
        }
        return false
    }
}
