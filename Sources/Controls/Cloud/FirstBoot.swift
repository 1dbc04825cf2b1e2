import Catalog
import Hardening

extension Control {
    static let blockMetadata = Control(
        .cloud,
        "block-metadata-from-containers",
        title: "Containers cannot connect to the provider's metadata service",
        rationale:
            "A hijacked agent fetches http://169.254.169.254 and gets the server's cloud credentials and its user data, "
            + "passwords and tokens included.",
        severity: .high,
        references: [Reference("CWE-918"), Reference("AWS: Use IMDSv2"), Reference("MITRE ATT&CK", "T1552.005")],
        remedy: "sudo iptables -I DOCKER-USER -d 169.254.169.254 -j REJECT, stored where the other rules are",
        expects: [
            .each(
                .cloud,
                where: .cloudKind == "metadata service" && Field.cloudVendor.isSet && Field.metadataReachable.isSet,
                .metadataReachable,
                .is(false)
            )
        ],
        examples: [
            .compliant("rejected", .cloud, .metadata("Hetzner", false)),
            .drifted("open, as Docker leaves it", .cloud, .metadata("Amazon EC2", true)),
            .notApplicable("a machine of one's own", [.facts(.cloud): .records([.metadata(.unset, true)])]),
            .unknown(
                "a mounted file system",
                .cloud,
                .metadata(
                    .unknown(.needsRunningSystem("needs the running machine")),
                    .unknown(.needsRunningSystem("live"))
                )
            ),
        ]
    )

    static let deletePasswords = Control(
        .cloud,
        "delete-first-boot-passwords",
        title: "No password of the first boot is left on the disk",
        rationale:
            "The root password of the order stands in the instance's user data, and in every snapshot made of the disk.",
        severity: .high,
        references: [Reference("cloud-init: Set Passwords"), Reference("CWE-312")],
        remedy:
            "Change the password (passwd), then delete the file; before an image is made: sudo cloud-init clean --logs",
        expects: [.each(.cloud, where: .cloudKind == "first-boot data", .holdsPassword, .is(false))],
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

    static let keepFirstBootPrivate = Control(
        .cloud,
        "keep-first-boot-data-private",
        title: "What cloud-init keeps of the first boot is readable by root alone",
        rationale: "Any local user, a hijacked agent's included, reads the tokens that the server was set up with.",
        severity: .medium,
        references: [Reference("cloud-init: Instance metadata"), Reference("CVE-2021-3429")],
        remedy:
            "sudo sh -c 'chmod -f go-rwx /var/lib/cloud/instance/*-data.txt* /var/lib/cloud/instance/cloud-config.txt /var/log/cloud-init-output.log; :'",
        expects: [.each(.cloud, where: .cloudKind == "first-boot data", .leftoverMode, .modeWithin(0o640))],
        examples: [
            .compliant("0600", .cloud, .leftover(mode: .mode(0o600))),
            .compliant("0640, root and adm", .cloud, .leftover(mode: .mode(0o640))),
            .drifted("0644", .cloud, .leftover(mode: .mode(0o644))),
        ]
    )

    static let keepPasswordLoginsOff = Control(
        .cloud,
        "keep-password-logins-off",
        title: "cloud-init is not told to switch SSH password logins on",
        rationale:
            "A rebuilt or cloned server gets a drop-in with PasswordAuthentication yes that wins over the hardening.",
        severity: .medium,
        references: [Reference("cloud-init: Set Passwords", "ssh_pwauth"), Reference("canonical/cloud-init", "5934")],
        remedy: "echo 'ssh_pwauth: false' | sudo tee /etc/cloud/cloud.cfg.d/zz-nacre.cfg",
        expects: [.each(.cloud, where: .cloudKind == "cloud-init setting", .enablesPasswords, .is(false))],
        examples: [
            .compliant("left out or false", .cloud, .setting(false)),
            .drifted("true", .cloud, .setting(true)),
        ]
    )
}

extension Record {
    fileprivate static func metadata(_ vendor: Value, _ isReachable: Value) -> Record {
        Record(
            "metadata service at 169.254.169.254",
            [.cloudKind: "metadata service", .cloudVendor: vendor, .metadataReachable: isReachable]
        )
    }

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
