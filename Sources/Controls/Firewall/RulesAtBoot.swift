import Catalog
import Hardening

extension Control {
    static func restoreRulesAtBoot(_ profile: Profile) -> Control {
        Control(
            .firewall,
            "restore-rules-at-boot",
            title: "Firewall rules are loaded at boot",
            fault: "Nothing loads firewall rules at boot",
            rationale:
                "Rules typed by hand are gone after the next reboot, and an automatic kernel update reboots at night: "
                + "from then on the server stands open and nobody notices.",
            severity: .high,
            references: [
                Reference("ufw(8)"), Reference("netfilter-persistent(8)"), Reference("systemctl(1)", "enable"),
            ],
            expects: [
                .some(
                    .firewallPersistence,
                    where: .loadsAtBoot == true,
                    "a service loads rules at boot",
                    wanted: .loader("ufw", boot: true)
                )
            ],
            fix: .droppedInput(
                profile,
                "IPv4",
                ending:
                    "; or keep rules of your own: with SSH's ports among them, have iptables-persistent, which removes "
                    + "ufw, or nftables load them at boot"
            ),
            examples: [
                .compliant("ufw", .firewallPersistence, .loader("ufw", boot: true)),
                .drifted("nftables installed, not enabled", .firewallPersistence, .loader("nftables", boot: false)),
                .drifted("nothing installed", [.facts(.firewallPersistence): .records([])]),
                .unknown(
                    "settings that cannot be read",
                    .firewallPersistence,
                    .loader("ufw", boot: .unknown(.notPermitted("permission denied")))
                ),
            ]
        )
    }

    static let storeDefaultDropIPv4 = storedDrop("IPv4", .storedIPv4Input)
    static let storeDefaultDropIPv6 = storedDrop("IPv6", .storedIPv6Input)

    private static func storedDrop(_ family: String, _ field: Field) -> Control {
        Control(
            .firewall,
            "store-default-drop-\(family.lowercased())",
            title: "The \(family) rules loaded at boot drop incoming packets unless a rule names their port",
            fault: "No \(family) rules loaded at boot drop incoming packets whose port no rule names",
            rationale:
                "A server that is closed now and open after its next reboot is open to whoever waits or forces one.",
            severity: .high,
            references: [Reference("netfilter-persistent(8)"), Reference("ufw(8)", "default")],
            when: [.any(.firewallPersistence, where: .loadsAtBoot == true, "something loads rules at boot")],
            expects: [
                .some(
                    .firewallPersistence,
                    where: .loadsAtBoot == true && (field == "dropped" || field == .unset),
                    "stored \(family) rules drop what no rule names",
                    wanted: .loader("ufw", boot: true)
                )
            ],
            fix: .storedDrop,
            examples: [
                .compliant("ufw denies", .firewallPersistence, .loader("ufw", boot: true)),
                .drifted("an empty ruleset", .firewallPersistence, .loader("nftables", boot: true, stored: "accepted")),
                .compliant(
                    "a family the machine has no addresses of",
                    .firewallPersistence,
                    .loader("netfilter-persistent", boot: true, stored: .unset)
                ),
                .notApplicable("nothing is loaded", [.facts(.firewallPersistence): .records([])]),
            ]
        )
    }

    static let excludeDockerRules = Control(
        .firewall,
        "exclude-docker-rules",
        title: "Stored firewall rules contain none of Docker's",
        fault: "Stored firewall rules contain rules of Docker",
        rationale:
            "Stored translations outlive their containers: after a reboot a port leads to whatever container got the "
            + "old address.",
        severity: .medium,
        references: [Reference("Docker: Packet filtering and firewalls"), Reference("iptables-restore(8)")],
        when: [.any(.firewallPersistence, where: .loadsAtBoot == true, "something loads rules at boot")],
        expects: [
            .each(.firewallPersistence, where: .loadsAtBoot == true, .storesDockerRules, .is(false))
        ],
        fix: .manual(
            "Remove the DOCKER chains and the nat table from /etc/iptables/rules.v4 and rules.v6; Docker "
                + "creates its rules anew. Or, where Nacre's rules are loaded at boot: `sudo systemctl disable "
                + "netfilter-persistent`",
            because: "The stored rules are your own file."
        ),
        examples: [
            .compliant("own chains only", .firewallPersistence, .loader("netfilter-persistent", boot: true)),
            .drifted(
                "iptables-save while Docker ran",
                .firewallPersistence,
                .loader("netfilter-persistent", boot: true, docker: true)
            ),
        ]
    )

    static let loadUFWRules = Control(
        .firewall,
        "load-ufw-rules",
        title: "UFW's rules are loaded where UFW is enabled",
        fault: "UFW is enabled, and its rules are not loaded",
        rationale:
            "ufw.conf says enabled while another tool flushed the rules: the operator trusts a firewall that is gone.",
        severity: .high,
        references: [Reference("ufw(8)", "reload"), Reference("ufw-framework(8)")],
        expects: [
            .each(
                .firewallPersistence,
                where: .loadsAtBoot == true && Field.isLoaded.isSet,
                .isLoaded,
                .is(true)
            )
        ],
        fix: .firewall(byHand: "`sudo ufw reload`"),
        examples: [
            .compliant("loaded", .firewallPersistence, .loader("ufw", boot: true, loaded: true)),
            .drifted("flushed", .firewallPersistence, .loader("ufw", boot: true, loaded: false)),
            .unknown(
                "rules only root may read",
                .firewallPersistence,
                .loader("ufw", boot: true, loaded: .unknown(.notPermitted("permission denied")))
            ),
        ]
    )
}

extension Record {
    fileprivate static func loader(
        _ name: String,
        boot: Value,
        stored: Value = "dropped",
        docker: Value = false,
        loaded: Value = .unset
    ) -> Record {
        Record(
            name,
            [
                .loadsAtBoot: boot, .storedIPv4Input: stored, .storedIPv6Input: stored, .storesDockerRules: docker,
                .isLoaded: loaded,
            ]
        )
    }
}
