import Catalog
import Hardening

extension Control {
    static let takeSecurityFixes = Control(
        .updates,
        "take-security-fixes",
        title: "unattended-upgrades uses the distribution's security archive",
        fault: "unattended-upgrades does not use the distribution's security archive",
        rationale:
            "A pattern that matches nothing upgrades nothing and reports success every night: Debian's archive is "
            + "not called what Ubuntu's is.",
        severity: .high,
        references: [
            Reference("wiki.debian.org/UnattendedUpgrades"), Reference("/usr/share/doc/unattended-upgrades/README.md"),
        ],
        expects: [
            .some(
                .updateOrigins,
                where: .archiveKind == "distribution security" && .takenUnattended == true,
                "a security archive of the distribution is upgraded from unattended",
                wanted: .archiveExample("Debian", "distribution security", taken: true)
            )
        ],
        fix: .securityArchive,
        examples: [
            .compliant(
                "the pattern matches",
                .updateOrigins,
                .archiveExample("Debian", "distribution security", taken: true)
            ),
            .drifted(
                "Ubuntu's pattern on Debian",
                .updateOrigins,
                .archiveExample("Debian", "distribution security", taken: false)
            ),
            .drifted(
                "no security archive at all",
                .updateOrigins,
                .archiveExample("Debian", "distribution", taken: true)
            ),
        ]
    )

    static let takeDockerFixes = takenFixes(
        "take-docker-fixes",
        "Docker",
        title: "unattended-upgrades uses Docker's archive",
        fault: "unattended-upgrades does not use Docker's archive",
        rationale: "A container escape fixed by Docker stays open, as its archive is not the distribution's.",
        fix: .archives(
            byHand:
                "Set \"live-restore\": true in daemon.json first (a containerd upgrade restarts "
                + "containers otherwise), then: `printf '\\n%s\\n' 'Unattended-Upgrade::Origins-Pattern:: "
                + "\"origin=Docker\";' | sudo tee -a /etc/apt/apt.conf.d/99nacre-updates`"
        )
    )

    static let takeThirdPartyFixes = takenFixes(
        "take-third-party-fixes",
        "third party",
        title: "unattended-upgrades uses every third-party archive",
        fault: "unattended-upgrades does not use every third-party archive",
        rationale: "The programs most exposed to the network often come from archives that unattended-upgrades skips.",
        fix: .archives(
            byHand: "`printf '\\n%s\\n' 'Unattended-Upgrade::Origins-Pattern:: \"origin={ORIGIN}\";' | sudo tee -a "
                + "/etc/apt/apt.conf.d/99nacre-updates`"
        )
    )

    private static func takenFixes(
        _ phrase: String,
        _ kind: String,
        title: String,
        fault: String,
        rationale: String,
        fix: Fix
    ) -> Control {
        Control(
            .updates,
            phrase,
            title: title,
            fault: fault,
            rationale: rationale,
            severity: .low,
            references: [
                Reference("/usr/share/doc/unattended-upgrades/README.md"), Reference("apt-cache(8)", "policy"),
            ],
            expects: [.each(.updateOrigins, where: .archiveKind == .text(kind), .takenUnattended, .is(true))],
            fix: fix,
            examples: [
                .compliant("matched", .updateOrigins, .archiveExample("Docker", kind, taken: true)),
                .drifted("not matched", .updateOrigins, .archiveExample("Docker", kind, taken: false)),
                .notApplicable(
                    "no such archive",
                    [.facts(.updateOrigins): .records([.archiveExample("Debian", "distribution", taken: true)])]
                ),
            ]
        )
    }
}

extension Record {
    fileprivate static func archiveExample(_ origin: String, _ kind: String, taken: Value) -> Record {
        Record(
            "\(origin) bookworm (deb.debian.org)",
            [
                .archiveKind: .text(kind), .archiveOrigin: .text(origin), .archiveCodename: "bookworm",
                .takenUnattended: taken,
            ]
        )
    }
}
