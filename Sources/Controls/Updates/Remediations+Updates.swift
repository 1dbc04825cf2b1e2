import Hardening

extension Catalogue {
    static func updatesRemediations(_ profile: Profile) -> [Remediation] {
        let time = profile.updates.rebootTime
        let window = UpdateSettings.set("Unattended-Upgrade::Automatic-Reboot-Time", time)
        let settings: [Remediation] = [
            .settings("enable-periodic-runs", .periodicEnabled, [("APT::Periodic::Enable", "1")]),
            .settings(
                "enable-daily-list-refresh",
                .listInterval,
                [("APT::Periodic::Update-Package-Lists", "1")]
            ),
            dailyUpgrades,
            .settings(
                "accept-signed-archives-only",
                .acceptsUnsigned,
                [
                    "APT::Get::AllowUnauthenticated", "Acquire::AllowInsecureRepositories",
                    "Acquire::AllowWeakRepositories", "Unattended-Upgrade::Allow-Unauthenticated",
                ].map { ($0, "false") }
            ),
            .settings(
                "reboot-in-window",
                .rebootTime,
                [("Unattended-Upgrade::Automatic-Reboot-Time", time)]
            ),
            Remediation("updates.reboot-automatically") { snapshot in
                if let place = UpdateSettings.overruler(of: .automaticReboot, in: snapshot) {
                    return .overruled("Unattended-Upgrade::Automatic-Reboot", by: place)
                }
                // A server that reboots by itself does so in the window.
                let hasTime = snapshot.records(.updates).first.map { $0[.rebootTime] != "now" } ?? false
                let reboot = UpdateSettings.set("Unattended-Upgrade::Automatic-Reboot", "true")
                return .amend(hasTime ? [reboot] : [reboot, window])
            },
        ]
        return [
            .put("updates.install-unattended-upgrades", [.package(UpdateSettings.upgrader)])
        ] + settings + origins + [timers(.startUpdateTimers), timers(.runUpdateTimers)] + expected
    }

    private static let origins: [Remediation] = [
        Remediation("updates.take-security-fixes", needs: [.package(UpdateSettings.upgrader)]) { snapshot in
            let archives = snapshot.records(.updateOrigins).filter { $0[.archiveKind] == "distribution security" }
            guard !archives.isEmpty else {
                return .advise(
                    "apt is told of no security archive. Debian: deb http://security.debian.org/debian-security "
                        + "CODENAME-security main in /etc/apt/sources.list; Ubuntu: the suite CODENAME-security; then "
                        + "sudo apt-get update, and apply again"
                )
            }
            return .taking(archives)
        },
        taken(.takeDockerFixes),
        taken(.takeThirdPartyFixes),
    ]

    private static func taken(_ control: Control) -> Remediation {
        Remediation(control.id, needs: [.package(UpdateSettings.upgrader)]) { snapshot in
            .taking(control.driftedRecords(in: snapshot))
        }
    }

    /// The interval is set; what else keeps a day's run from its work is a person's own choice.
    private static let dailyUpgrades = Remediation(
        "updates.enable-daily-upgrades",
        needs: [.package(UpdateSettings.upgrader)]
    ) {
        snapshot in
        if let place = UpdateSettings.overruler(of: .upgradeInterval, in: snapshot) {
            return .overruled("APT::Periodic::Unattended-Upgrade", by: place)
        }
        let settings = snapshot.records(.updates).first
        let lazy = snapshot.records(.updateTimers).filter { $0[.startsDaily] == false }.map(\.name)
        var advice: [String] = []
        if case .list(let days)? = settings?[.upgradeDays], !days.isEmpty {
            advice.append(
                "take Unattended-Upgrade::Update-Days (\(days.joined(separator: ", "))) out of apt's configuration"
            )
        }
        if settings?[.upgradesAtShutdown] == true {
            advice.append("set Unattended-Upgrade::InstallOnShutdown \"false\": this server is seldom shut down")
        }
        if case .list(let only)? = settings?[.onlyPackages], !only.isEmpty {
            advice.append("take Unattended-Upgrade::Package-Whitelist (\(only.joined(separator: ", "))) out of it")
        }
        if !lazy.isEmpty { advice.append(wake(lazy)) }
        let interval = UpdateSettings.set("APT::Periodic::Unattended-Upgrade", "1")
        guard advice.isEmpty else {
            return .advise("Somebody made it so: " + advice.joined(separator: "; "))
        }
        return .amend([interval])
    }

    private static func wake(_ timers: [String]) -> String {
        let services = timers.map { $0.replacing(".timer", with: ".service") }
        return
            "sudo systemctl unmask \(services.joined(separator: " ")); sudo systemctl revert \(timers.joined(separator: " "))"
    }

    private static func timers(_ control: Control) -> Remediation {
        let units = ["apt-daily.timer", "apt-daily-upgrade.timer"]
        return Remediation(control.id, needs: Set(units.map(Resource.unitLink))) { snapshot in
            let drifted = control.driftedRecords(in: snapshot).map(\.name)
            guard drifted.allSatisfy(units.contains) else {
                return .advise("systemd does not run here: apt-get install cron, and see that it runs")
            }
            let masked = drifted.filter(snapshot.isLinked)
            guard masked.isEmpty else {
                let names = masked.joined(separator: " ")
                return .advise("Somebody masked them: systemctl unmask \(names) && systemctl enable --now \(names)")
            }
            let lazy = snapshot.records(.updateTimers).filter { $0[.startsDaily] == false && drifted.contains($0.name) }
            guard lazy.isEmpty else { return .advise("Somebody made it so: " + wake(lazy.map(\.name))) }
            return .amend(drifted.map { .unitRuns($0) })
        }
    }

    /// What comes by itself, or cannot be undone.
    private static let expected: [Remediation] = [
        .person(
            "updates.apply-security-fixes",
            "Installed packages cannot be put back: apt-get update && unattended-upgrade -v, or wait for tonight's run"
        ),
        .person(
            "updates.keep-lists-fresh",
            "sudo apt-get update, and read its errors; with the timers running it happens daily"
        ),
        .person(
            "updates.keep-runs-succeeding",
            "unattended-upgrade -v, and read /var/log/unattended-upgrades/unattended-upgrades.log: it installs fixes, "
                + "which cannot be put back"
        ),
        .person(
            "updates.leave-no-failed-run",
            "sudo dpkg --configure -a && sudo apt-get -f install && sudo unattended-upgrade -v; the error stands in "
                + "/var/log/unattended-upgrades/unattended-upgrades.log"
        ),
        .person("updates.reboot-into-updates", "sudo systemctl reboot, in a quiet hour: it stops everything that runs"),
        .person(
            "updates.run-newest-kernel",
            "sudo systemctl reboot, in a quiet hour; then compare uname -r with ls /boot/vmlinuz-*"
        ),
        .person(
            "updates.run-supported-release",
            "An upgrade of the release cannot be undone: make a snapshot of the server, then follow "
                + "https://www.debian.org/releases/stable/releasenotes, or do-release-upgrade"
        ),
        .person(
            "updates.plan-next-release",
            "Plan the upgrade, and make a snapshot before it: https://www.debian.org/releases/stable/releasenotes, or "
                + "do-release-upgrade"
        ),
        .person(
            "updates.upgrade-every-package",
            "Somebody kept these packages back for a reason: upgrade them by hand, or take them out of "
                + "Unattended-Upgrade::Package-Blacklist, take away a Package-Whitelist, apt-mark unhold NAME, or take the "
                + "pin out of /etc/apt/preferences.d"
        ),
    ]
}

extension Remediation {
    /// Single values in Nacre's own file, unless a file that apt reads later has the last word.
    fileprivate static func settings(_ phrase: String, _ field: Field, _ values: [(String, String)]) -> Self {
        Self("updates.\(phrase)", needs: [.package(UpdateSettings.upgrader)]) { snapshot in
            if let place = UpdateSettings.overruler(of: field, in: snapshot) {
                return .overruled(values.map(\.0).joined(separator: ", "), by: place)
            }
            return .amend(values.map { UpdateSettings.set($0.0, $0.1) })
        }
    }
}

extension Remediation.Answer {
    fileprivate static func overruled(_ name: String, by place: Origin) -> Self {
        let line = place.line.map { ":\($0)" } ?? ""
        return .advise("apt reads \(place.file)\(line) after Nacre's file, and it decides \(name): change it there")
    }

    fileprivate static func taking(_ archives: [Record]) -> Self {
        for archive in archives {
            guard case .list(let patterns) = archive[.originPatterns], let first = patterns.first,
                first.hasPrefix("refused: ")
            else { continue }
            return .advise(
                "unattended-upgrades stops at an entry it cannot read, before it upgrades anything; correct it: "
                    + first.dropFirst(9)
            )
        }
        if let kept = archives.first(where: { $0.fields[.archivePin] != nil }) {
            return .advise(
                "apt prefers another archive to \(kept.name): take away \(kept[.archivePin]); apt-cache policy shows it"
            )
        }
        let patterns = archives.map(UpdateSettings.pattern)
        guard !patterns.contains(nil) else {
            let names = archives.map(\.name).joined(separator: ", ")
            return .advise("Add a pattern for \(names) to Unattended-Upgrade::Origins-Pattern; apt-cache policy has it")
        }
        return .amend(patterns.compactMap { $0 }.map(UpdateSettings.take))
    }
}
