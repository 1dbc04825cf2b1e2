import Catalog
import Hardening

extension Control {
    static let requireSudoPassword = Control(
        .ssh,
        "require-sudo-password",
        title: "sudo requires a password from accounts that can log in",
        fault: "An account that can log in becomes root through sudo without a password",
        rationale:
            "A stolen key of such an account, or a program that runs as it, is root at once, with nothing in between.",
        severity: .medium,
        references: [Reference("sudoers(5)", "NOPASSWD"), Reference("CIS Debian 12", "5.2.4")],
        expects: [
            .none(
                .sudoRules,
                where: .withoutPassword == true && .givesRoot == true && .reachesAccounts != [],
                "no rule gives root without a password",
                showing: [.reachesAccounts]
            )
        ],
        fix: .manual(
            "Give the account a password with passwd, check that su NAME -c true, as another account, takes it, "
                + "then remove NOPASSWD with visudo; for automation allow single commands",
            because: "Only the account's owner can choose a password, and without one the account would lose root."
        ),
        examples: [
            .compliant("with a password", .sudoRules, .rule(withoutPassword: false)),
            .drifted("the cloud image's rule", .sudoRules, .rule(withoutPassword: true)),
        ]
    )

    static let lockAccountsWithoutPassword = Control(
        .ssh,
        "lock-accounts-without-password",
        title: "No account that can log in has an empty password",
        fault: "An account that can log in has an empty password",
        rationale: "Whoever reaches any login prompt, su included, is that account by pressing return.",
        severity: .critical,
        references: [Reference("shadow(5)"), Reference("CIS Debian 12", "7.2.2")],
        expects: [
            .none(.accounts, where: .canLogIn == true && .hasEmptyPassword == true, "no account is open to everybody")
        ],
        fix: .manual(
            "`sudo passwd -l {ACCOUNT}`, which leaves keys as they are; or set a password with passwd",
            because: "Nacre cannot see whether somebody uses the account without a password."
        ),
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

    static let keepOneSuperuser = Control(
        .ssh,
        "keep-one-superuser",
        title: "Only root has UID 0",
        fault: "An account other than root has UID 0",
        rationale:
            "A second name for root is a backdoor that no policy about root covers, and few people look for it.",
        severity: .critical,
        references: [Reference("passwd(5)"), Reference("CIS Debian 12", "5.4.2.1")],
        expects: [.none(.accounts, where: .uid == 0 && .user != "root", "no other account is root")],
        fix: .manual(
            "Find out what made the account, then: `sudo userdel -f {ACCOUNT}`; or give it a user ID of "
                + "its own with usermod -u",
            because: "Only you know what the account is for."
        ),
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
                .withoutPassword: withoutPassword, .givesRoot: true, .reachesAccounts: ["operator"],
                .sudoCommands: ["ALL"],
            ],
            origins: [.withoutPassword: Origin("/etc/sudoers.d/90-cloud-init-users", line: 3)]
        )
    }
}
