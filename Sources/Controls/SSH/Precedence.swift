import Catalog
import Hardening

extension Control {
    static let letStrictSettingsWin = Control(
        .ssh,
        "let-strict-settings-win",
        title: "No earlier file overrules a stricter setting of sshd, or one of Nacre's",
        rationale:
            "sshd takes the first value it reads: a drop-in that sorts before ours, such as 50-cloud-init.conf with "
            + "PasswordAuthentication yes, keeps passwords open to every guesser while a later file says no.",
        severity: .high,
        references: [
            Reference("sshd_config(5)", "the first obtained value"),
            Reference("cloud-init", "cc_set_passwords, ssh_pwauth"),
        ],
        remedy: "Remove the line that wins, or put the strict one in /etc/ssh/sshd_config.d/00-nacre.conf; then "
            + "sshd -t && systemctl reload ssh. sshd -T shows what counts",
        expects: [
            .none(
                .sshSettings,
                where: .isOverruled == true,
                "the first line that sets it is the strictest",
                showing: [.settingValue, .winner]
            )
        ],
        examples: [
            .compliant(
                "ours is first",
                .sshSettings,
                Record("passwordauthentication in 00-nacre.conf line 1", [.isOurs: true, .isOverruled: false])
            ),
            .drifted(
                "the cloud image's drop-in is first",
                .sshSettings,
                Record(
                    "passwordauthentication in 99-nacre.conf line 1",
                    [
                        .isOurs: true, .isOverruled: true, .settingValue: "no",
                        .winner: "/etc/ssh/sshd_config.d/50-cloud-init.conf line 1: yes",
                    ],
                    origins: [
                        .settingValue: Origin("/etc/ssh/sshd_config.d/99-nacre.conf", line: 1),
                        .winner: Origin("/etc/ssh/sshd_config.d/50-cloud-init.conf", line: 1),
                    ]
                )
            ),
        ]
    )
}
