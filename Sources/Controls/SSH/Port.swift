import Catalog
import Hardening

extension Control {
    static func listenOnPort(_ profile: Profile) -> Control {
        let port = String(profile.ssh.port)
        return Control(
            .ssh,
            "listen-on-agreed-port",
            title: "SSH listens on port \(port), and on no other",
            rationale:
                "A port nobody has in mind is a door no firewall rule and no ban covers: where ssh.socket owns the port, "
                + "Port in sshd_config changes nothing, and sshd still answers the bots on the old one.",
            severity: .medium,
            references: [Reference("sshd_config(5)", "Port"), Reference("systemd.socket(5)", "ListenStream=")],
            remedy:
                "Allow \(port) in the firewall first. Without ssh.socket: Port \(port) in "
                + "/etc/ssh/sshd_config.d/00-nacre.conf. With it: systemctl edit ssh.socket, [Socket], ListenStream= and "
                + "then ListenStream=\(port); systemctl daemon-reload && systemctl restart ssh.socket. Keep this session "
                + "until a new one works.",
            expects: [.each(.sshServer, .sshPorts, .is(.list([port])))],
            examples: [
                .compliant("as agreed", .sshServer, Record("sshd", [.sshPorts: .list([port])])),
                .drifted(
                    "the old port is open too",
                    .sshServer,
                    Record("sshd", [.sshPorts: ["4022", "9922"], .socketActivated: true])
                ),
                .unknown("no sshd listens", .sshServer, Record("sshd", [.sshPorts: .unknown("no sshd listens")])),
            ]
        )
    }

    static let winWithOurs = Control(
        .ssh,
        "let-own-settings-win",
        title: "No other file overrules Nacre's settings for sshd",
        rationale:
            "sshd takes the first value it reads: a drop-in that sorts before ours, such as 50-cloud-init.conf with "
            + "PasswordAuthentication yes, keeps passwords open while our file says no.",
        severity: .high,
        references: [Reference("sshd_config(5)", "Include"), Reference("canonical/cloud-init", "issue 5934")],
        remedy: "Name the drop-in 00-nacre.conf, or remove the line that wins; sshd -T shows what counts",
        expects: [
            .none(.sshSettings, where: .isOurs == true && .isContradicted == true, "no line of ours is contradicted")
        ],
        examples: [
            .compliant(
                "ours is first",
                .sshSettings,
                Record("passwordauthentication in 00-nacre.conf line 1", [.isOurs: true, .isContradicted: false])
            ),
            .drifted(
                "the cloud image's drop-in is first",
                .sshSettings,
                Record(
                    "passwordauthentication in 99-nacre.conf line 1",
                    [
                        .isOurs: true, .isContradicted: true,
                        .winner: "/etc/ssh/sshd_config.d/50-cloud-init.conf line 1: yes",
                    ],
                    origins: [.settingValue: Origin("/etc/ssh/sshd_config.d/99-nacre.conf", line: 1)]
                )
            ),
        ]
    )
}
