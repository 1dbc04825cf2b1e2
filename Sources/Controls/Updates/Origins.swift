import Catalog
import Hardening

extension Control {
    static let takeSecurityFixes = Control(
        .updates,
        "take-security-fixes",
        title: "unattended-upgrades takes the distribution's security archive",
        rationale:
            "A pattern that matches nothing upgrades nothing and reports success every night: Debian's archive is "
            + "not called what Ubuntu's is.",
        severity: .high,
        references: [
            Reference("wiki.debian.org/UnattendedUpgrades"), Reference("/usr/share/doc/unattended-upgrades/README.md"),
        ],
        remedy: "Debian: Unattended-Upgrade::Origins-Pattern:: \"origin=Debian,codename=${distro_codename}-security,"
            + "label=Debian-Security\"; Ubuntu: Unattended-Upgrade::Allowed-Origins:: "
            + "\"${distro_id}:${distro_codename}-security\"; then unattended-upgrade --dry-run --debug",
        expects: [
            .some(
                .updateOrigins,
                where: .archiveKind == "distribution security" && .takenUnattended == true,
                "a security archive of the distribution is upgraded from unattended",
                wanted: .archiveExample("Debian", "distribution security", taken: true)
            )
        ],
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
        title: "unattended-upgrades takes Docker's own archive",
        rationale: "A container escape fixed by Docker stays open, as its archive is not the distribution's.",
        remedy:
            "Set \"live-restore\": true in daemon.json first (a containerd upgrade restarts containers otherwise), then "
            + "Unattended-Upgrade::Origins-Pattern:: \"origin=Docker\";"
    )

    static let takeThirdPartyFixes = takenFixes(
        "take-third-party-fixes",
        "third party",
        title: "unattended-upgrades takes every third-party archive, such as NodeSource's or Caddy's",
        rationale: "The programs most exposed to the network often come from archives that unattended-upgrades skips.",
        remedy: "Unattended-Upgrade::Origins-Pattern:: \"origin=ORIGIN\"; with the Origin of apt-cache policy"
    )

    private static func takenFixes(
        _ phrase: String,
        _ kind: String,
        title: String,
        rationale: String,
        remedy: String
    ) -> Control {
        Control(
            .updates,
            phrase,
            title: title,
            rationale: rationale,
            severity: .low,
            references: [
                Reference("/usr/share/doc/unattended-upgrades/README.md"), Reference("apt-cache(8)", "policy"),
            ],
            remedy: remedy,
            expects: [.each(.updateOrigins, where: .archiveKind == .text(kind), .takenUnattended, .is(true))],
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
