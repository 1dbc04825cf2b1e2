import Catalog
public import Hardening

extension Control {
    /// sshd listens where the profile says, and nowhere else.
    public static func setPort(_ profile: Profile) -> Control {
        let number = profile.ssh.port
        let port = String(number)
        // Neither profile wants these.
        let others: Value = ["2022", "22022"]
        return Control(
            .ssh,
            "set-port",
            title: "SSH listens on port \(port) only",
            fault: "SSH does not listen on port \(port) only",
            rationale:
                "A port nobody has in mind is one that no firewall rule and no ban covers: where ssh.socket owns the "
                + "port, Port in sshd_config changes nothing, and sshd still answers the bots on the old one.",
            severity: .medium,
            references: [Reference("sshd_config(5)", "Port"), Reference("systemd.socket(5)", "ListenStream=")],
            expects: [.each(.sshServer, .sshPorts, .is(.list([port])))],
            fix: .sshd(
                byHand: "Allow \(port) in the firewall first. Without ssh.socket: Port \(port) in "
                    + "\(SSHDirectives.dropIn). With it: systemctl edit ssh.socket, [Socket], ListenStream= and "
                    + "then ListenStream=\(port). Then systemctl daemon-reload, and restart ssh.socket, or reload ssh without one. "
                    + "Keep this session until a new one works."
            ) { directives, _ in directives.move(to: number) },
            examples: [
                .compliant("as the profile has it", .sshServer, Record("sshd", [.sshPorts: .list([port])])),
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
