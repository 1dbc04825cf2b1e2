import Catalog
import Hardening

extension Control {
    static let resolveOverriddenSettings = Control(
        .ssh,
        "resolve-overridden-settings",
        title: "No earlier line overrides a stricter sshd setting, or one of Nacre's",
        fault: "An earlier line overrides a stricter sshd setting, or one of Nacre's",
        rationale:
            "sshd takes the first value it reads: a drop-in that sorts before ours, such as 50-cloud-init.conf with "
            + "PasswordAuthentication yes, keeps passwords open to every guesser while a later file says no.",
        severity: .high,
        references: [
            Reference("sshd_config(5)", "the first obtained value"),
            Reference("cloud-init", "cc_set_passwords, ssh_pwauth"),
        ],
        expects: [
            .none(
                .sshSettings,
                where: .isOverruled == true,
                "the first line that sets it is the strictest",
                showing: [.settingValue, .winner]
            )
        ],
        fix: .overriddenSettings,
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
