import Catalog
import Hardening

extension Control {
    static let askForPassword = Control(
        .ssh,
        "ask-before-sudo",
        title: "No account that can log in becomes root without a password",
        rationale:
            "A stolen key of such an account, or a program that runs as it, is root at once, without one more obstacle.",
        severity: .medium,
        references: [Reference("sudoers(5)", "NOPASSWD"), Reference("CIS Debian 12", "5.2.4")],
        remedy:
            "Give the account a password (passwd NAME), check sudo -k; sudo true in a second session, then take NOPASSWD "
            + "out with visudo; for automation allow single commands",
        expects: [
            .none(
                .sudoRules,
                where: .withoutPassword == true && .allCommands == true && .reachesAccounts != [],
                "no rule gives everything without a password",
                showing: [.reachesAccounts]
            )
        ],
        examples: [
            .compliant("with a password", .sudoRules, .rule(withoutPassword: false)),
            .drifted("the cloud image's rule", .sudoRules, .rule(withoutPassword: true)),
        ]
    )

    static let lockEmptyAccounts = Control(
        .ssh,
        "lock-accounts-without-password",
        title: "No account that can log in has an empty password",
        rationale: "Whoever reaches any login prompt, su included, is that account by pressing return.",
        severity: .critical,
        references: [Reference("shadow(5)"), Reference("CIS Debian 12", "7.2.2")],
        remedy: "sudo passwd -l NAME, which leaves keys as they are",
        expects: [
            .none(.accounts, where: .canLogIn == true && .hasEmptyPassword == true, "no account is open to everybody")
        ],
        examples: [
            .compliant("locked", .accounts, .account([.canLogIn: true, .hasEmptyPassword: false])),
            .drifted("empty", .accounts, .account([.canLogIn: true, .hasEmptyPassword: true])),
            .unknown(
                "no permission",
                .accounts,
                .account([.canLogIn: true, .hasEmptyPassword: .unknown(.notPermitted("no"))])
            ),
        ]
    )

    static let oneSuperuser = Control(
        .ssh,
        "keep-one-superuser",
        title: "Only root has the user id 0",
        rationale:
            "A second name for root is a back door that no policy about root covers, and few people look for it.",
        severity: .critical,
        references: [Reference("passwd(5)"), Reference("CIS Debian 12", "5.4.2.1")],
        remedy:
            "Find out what made the account, then: sudo userdel -f NAME; or give it a user id of its own with sudo usermod -u",
        expects: [.none(.accounts, where: .uid == 0 && .user != "root", "no other account is root")],
        examples: [
            .compliant("root alone", .accounts, Record("root", [.user: "root", .uid: 0])),
            .drifted(
                "a second",
                .accounts,
                Record("root", [.user: "root", .uid: 0]),
                .account([.user: "sys2", .uid: 0])
            ),
        ]
    )
}

extension Record {
    fileprivate static func account(_ fields: [Field: Value]) -> Record { Record("operator", fields) }

    fileprivate static func rule(withoutPassword: Value) -> Record {
        Record(
            "90-cloud-init-users line 3: operator",
            [
                .withoutPassword: withoutPassword, .allCommands: true, .reachesAccounts: ["operator"],
                .sudoCommands: ["ALL"],
            ],
            origins: [.withoutPassword: Origin("/etc/sudoers.d/90-cloud-init-users", line: 3)]
        )
    }
}
