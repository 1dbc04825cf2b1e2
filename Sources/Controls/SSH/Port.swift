import Catalog
import Hardening

extension Control {
    static func listenOnPort(_ profile: Profile) -> Control {
        let port = String(profile.ssh.port)
        // Neither profile agrees on these.
        let others: Value = ["2022", "22022"]
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
                    Record("sshd", [.sshPorts: others, .socketActivated: true])
                ),
                .unknown(
                    "no sshd listens",
                    .sshServer,
                    Record("sshd", [.sshPorts: .unknown(.notRunning("no sshd listens"))])
                ),
            ]
        )
    }
}
