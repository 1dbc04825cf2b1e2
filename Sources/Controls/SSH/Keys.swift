import Catalog
import Hardening

extension Control {
    static let protectHostKeys = Control(
        .ssh,
        "protect-host-keys",
        title: "Host keys are accessible to root only",
        fault: "A host key is not owned by root, or its permissions are wider than 600",
        rationale: "Whoever reads a host key is this server to every client, unnoticed, and takes what they type.",
        severity: .high,
        references: [Reference("sshd(8)", "FILES"), Reference("CIS Debian 12", "5.1.2")],
        expects: [
            .each(.hostKeys, .fileMode, .modeWithin(0o600)),
            .each(.hostKeys, .fileOwner, .is(0)),
        ],
        fix: .hostKeyPermissions,
        examples: [
            .compliant("as made", .hostKeys, .hostKey([.fileMode: .mode(0o600), .fileOwner: 0])),
            .drifted("readable by a group", .hostKeys, .hostKey([.fileMode: .mode(0o640), .fileOwner: 0])),
            .unknown(
                "no permission to look",
                .hostKeys,
                .hostKey([.fileMode: .unknown(.notPermitted("no")), .fileOwner: 0])
            ),
        ]
    )

    static let replaceWeakHostKeys = Control(
        .ssh,
        "replace-weak-host-keys",
        title: "Host keys are strong",
        fault: "A host key is weak (DSA, or RSA too short)",
        rationale: "A short RSA or a DSA host key can be computed from its public half; then anybody is this server.",
        severity: .medium,
        references: [Reference("NIST SP 800-57", "part 1, table 2"), Reference("ssh-keygen(1)")],
        expects: [.each(.hostKeys, .isWeakKey, .is(false))],
        fix: .manual(
            "Tell the people who log in, then: `sudo rm {PATH} {PATH}.pub && sudo ssh-keygen -A && sudo sshd -t && "
                + "sudo systemctl reload ssh`; where sshd -t misses the file, take its HostKey line out",
            because: "Every client remembers the key and warns when it changes."
        ),
        examples: [
            .compliant("ed25519", .hostKeys, .hostKey([.isWeakKey: false, .keyType: "ssh-ed25519"])),
            .drifted("RSA of 1024 bits", .hostKeys, .hostKey([.isWeakKey: true, .keyType: "ssh-rsa", .keyBits: 1024])),
        ]
    )

    static let protectAuthorizedKeys = Control(
        .ssh,
        "protect-authorized-keys",
        title: "Only the account and root can change its authorized keys",
        fault: "Other accounts can change an account's authorized keys",
        rationale: "Any other account that can write the file, or swap a directory above it, adds a key and logs in.",
        severity: .high,
        references: [Reference("sshd(8)", "AUTHORIZED_KEYS FILE FORMAT"), Reference("sshd_config(5)", "StrictModes")],
        expects: [.each(.authorizedKeys, .writableByOthers, .is(false))],
        fix: .authorizedKeyPermissions,
        examples: [
            .compliant("closed", .authorizedKeys, .userKey([.writableByOthers: false])),
            .drifted("a group may write", .authorizedKeys, .userKey([.writableByOthers: true])),
            .unknown(
                "no permission",
                .authorizedKeys,
                .userKey([.writableByOthers: .unknown(.notPermitted("permission denied"))])
            ),
        ]
    )

    static let replaceWeakUserKeys = Control(
        .ssh,
        "replace-weak-user-keys",
        title: "Authorized keys are strong",
        fault: "An authorized key is weak (DSA, or RSA too short)",
        rationale: "DSA and short RSA keys can be computed from their public halves, which people publish freely.",
        severity: .high,
        references: [Reference("NIST SP 800-57", "part 1, table 2"), Reference("ssh-keygen(1)")],
        expects: [.each(.authorizedKeys, .isWeakKey, .is(false))],
        fix: .manual(
            "Create a key with ssh-keygen -t ed25519, add it, log in with it, then remove the weak line",
            because: "Only the owner of the key can replace it."
        ),
        examples: [
            .compliant("ed25519", .authorizedKeys, .userKey([.isWeakKey: false, .keyType: "ssh-ed25519"])),
            .drifted("DSA", .authorizedKeys, .userKey([.isWeakKey: true, .keyType: "ssh-dss", .keyBits: 1024])),
        ]
    )
}

extension Record {
    fileprivate static func hostKey(_ fields: [Field: Value]) -> Record {
        Record("/etc/ssh/ssh_host_rsa_key", fields, identity: [.path: "/etc/ssh/ssh_host_rsa_key"])
    }

    fileprivate static func userKey(_ fields: [Field: Value]) -> Record {
        Record(
            "/home/operator/.ssh/authorized_keys line 1",
            fields,
            identity: [.path: "/home/operator/.ssh/authorized_keys"]
        )
    }
}
