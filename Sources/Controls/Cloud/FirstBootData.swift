import Catalog
import Hardening

extension Control {
    static let deleteFirstBootPasswords = Control(
        .cloud,
        "delete-first-boot-passwords",
        title: "No password of the first boot is left on the disk",
        fault: "A password of the first boot is left on the disk",
        rationale:
            "The root password of the order stands in the instance's user data, and in every snapshot made of the disk.",
        severity: .high,
        references: [Reference("cloud-init: Set Passwords"), Reference("CWE-312")],
        expects: [.each(.cloud, where: .cloudKind == "first-boot data", .holdsPassword, .is(false))],
        fix: .manual(
            "Change the password with passwd, then delete the file that the evidence names; before an "
                + "image is made: `sudo cloud-init clean --logs`",
            because: "A password that was written down must be replaced, and only you can choose a new one."
        ),
        examples: [
            .compliant("keys only", .cloud, .leftover(password: false)),
            .drifted("chpasswd", .cloud, .leftover(password: true)),
            .unknown(
                "a file only root may read",
                .cloud,
                .leftover(password: .unknown(.notPermitted("permission denied")))
            ),
            .notApplicable("no cloud-init", [.facts(.cloud): .records([])]),
        ]
    )

    static let keepFirstBootDataPrivate = Control(
        .cloud,
        "keep-first-boot-data-private",
        title: "First-boot data of cloud-init has mode 0640 or stricter",
        fault: "Permissions of cloud-init's first-boot data are wider than 0640",
        rationale: "Any local user, a hijacked agent's included, reads the tokens that the server was set up with.",
        severity: .medium,
        references: [Reference("cloud-init: Instance metadata"), Reference("CVE-2021-3429")],
        expects: [.each(.cloud, where: .cloudKind == "first-boot data", .leftoverMode, .modeWithin(0o640))],
        fix: .firstBootModes,
        examples: [
            .compliant("0600", .cloud, .leftover(mode: .mode(0o600))),
            .compliant("0640, root and adm", .cloud, .leftover(mode: .mode(0o640))),
            .drifted("0644", .cloud, .leftover(mode: .mode(0o644))),
        ]
    )

    static let keepPasswordLoginsOff = Control(
        .cloud,
        "keep-password-logins-off",
        title: "cloud-init leaves SSH password logins disabled",
        fault: "cloud-init is told to enable SSH password logins",
        rationale:
            "A rebuilt or cloned server gets a drop-in with PasswordAuthentication yes that wins over the hardening.",
        severity: .medium,
        references: [Reference("cloud-init: Set Passwords", "ssh_pwauth"), Reference("canonical/cloud-init", "5934")],
        expects: [.each(.cloud, where: .cloudKind == "cloud-init setting", .enablesPasswords, .is(false))],
        fix: .cloudInitSetting,
        examples: [
            .compliant("left out or false", .cloud, .setting(false)),
            .drifted("true", .cloud, .setting(true)),
        ]
    )
}

extension Record {
    fileprivate static func leftover(password: Value = false, mode: Value = .mode(0o600)) -> Record {
        Record(
            "/var/lib/cloud/instance/user-data.txt",
            [.cloudKind: "first-boot data", .holdsPassword: password, .leftoverMode: mode]
        )
    }

    fileprivate static func setting(_ isOn: Value) -> Record {
        Record("/etc/cloud/cloud.cfg", [.cloudKind: "cloud-init setting", .enablesPasswords: isOn])
    }
}
