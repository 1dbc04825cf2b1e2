import Catalog
import Hardening

extension Control {
    static let enableDailyUpgrades = Control(
        .updates,
        "enable-daily-upgrades",
        title: "Security fixes are installed automatically every day",
        fault: "Security fixes are not installed automatically every day",
        rationale: "Worms use a hole within days of its fix; a server that waits for a person, for Sunday or for its "
            + "next shutdown loses that race.",
        severity: .high,
        references: [
            Reference("/usr/share/doc/unattended-upgrades/README.md"), Reference("CIS Debian 12", "1.2"),
            Reference("systemd.timer(5)"),
        ],
        expects: [
            .each(.updates, .upgradeInterval, .within(1...1)),
            .each(.updates, .upgradeDays, .isEmpty),
            .each(.updates, .upgradesAtShutdown, .is(false)),
            .each(.updates, .onlyPackages, .isEmpty),
            .each(.updateTimers, .startsDaily, .is(true)),
        ],
        fix: .dailyUpgrades,
        examples: [
            .compliant("every day", run()),
            .drifted("once a month", run(interval: 30)),
            .drifted("on Sundays", run(days: ["Sun"])),
            .drifted("when the server is shut down", run(atShutdown: true)),
            .drifted("of some packages only", run(only: ["linux-"])),
            .drifted("the timer goes off once a month, or its service is masked", run(daily: false)),
            .unknown("not permitted", run(interval: .unknown(.notPermitted("permission denied")))),
        ]
    )

    private static func run(
        interval: Value = 1,
        days: Value = [],
        atShutdown: Value = false,
        only: Value = [],
        daily: Value = true
    ) -> [Resource: State] {
        let settings: [Field: Value] = [
            .upgradeInterval: interval, .upgradeDays: days, .upgradesAtShutdown: atShutdown,
            .onlyPackages: only,
        ]
        return [
            .facts(.updates): .records([Record("unattended-upgrades", settings)]),
            .facts(.updateTimers): .records([Record("apt-daily-upgrade.timer", [.startsDaily: daily])]),
        ]
    }

    static let upgradeEveryPackage = Control(
        .updates,
        "upgrade-every-package",
        title: "No package is excluded from unattended upgrades",
        fault: "Some packages are excluded from unattended upgrades",
        rationale:
            "A package on an exclusion list, on hold or pinned keeps its known holes until somebody remembers it.",
        severity: .low,
        references: [
            Reference("/usr/share/doc/unattended-upgrades/README.md"), Reference("apt_preferences(5)"),
            Reference("apt-mark(8)"), Reference("CIS Debian 12", "1.2"),
        ],
        expects: [.excludedPackages, .onlyPackages, .heldPackages, .pinnedPackages].map {
            .each(.updates, $0, .isEmpty)
        },
        fix: .manual(
            "Empty Unattended-Upgrade::Package-Blacklist and Package-Whitelist in "
                + "/etc/apt/apt.conf.d/50unattended-upgrades; `sudo apt-mark unhold {PACKAGE}`; take the pin "
                + "out of /etc/apt/preferences.d",
            because: "Somebody kept these packages back for a reason that only they know."
        ),
        examples: [
            .compliant("every package", packages()),
            .drifted("one is excluded", packages([.excludedPackages: ["openssh-server"]])),
            .drifted("only some are taken", packages([.onlyPackages: ["linux-"]])),
            .drifted("one is on hold", packages([.heldPackages: ["openssh-server"]])),
            .drifted("one is pinned to a version", packages([.pinnedPackages: ["openssh-server"]])),
            .unknown("not permitted", packages([.pinnedPackages: .unknown(.notPermitted("permission denied"))])),
        ]
    )

    private static func packages(_ kept: [Field: Value] = [:]) -> [Resource: State] {
        let none: [Field: Value] = [
            .excludedPackages: [], .onlyPackages: [], .heldPackages: [], .pinnedPackages: [],
        ]
        return [.facts(.updates): .records([Record("unattended-upgrades", none.merging(kept) { $1 })])]
    }
}

extension Constraint {
    fileprivate static let isEmpty = Constraint("is empty") { _ in [] }
}
