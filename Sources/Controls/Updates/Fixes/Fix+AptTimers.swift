import Hardening

extension Fix {
    /// apt's timers are started and enabled, unless somebody masked or changed them.
    static func aptTimers(byHand: String) -> Self {
        let units = ["apt-daily.timer", "apt-daily-upgrade.timer"]
        return Self(byHand: byHand, needs: Set(units.map(Resource.unitLink))) { fault in
            let drifted = fault.records.map(\.name).uniqued
            guard drifted.allSatisfy(units.contains) else {
                return .advise("systemd does not run here: apt-get install cron, and see that it runs")
            }
            let masked = drifted.filter(fault.snapshot.isLinked)
            guard masked.isEmpty else {
                let names = masked.joined(separator: " ")
                return .advise("Somebody masked them: systemctl unmask \(names) && systemctl enable --now \(names)")
            }
            let lazy = fault.snapshot.records(.updateTimers).filter {
                $0[.startsDaily] == false && drifted.contains($0.name)
            }
            guard lazy.isEmpty else { return .advise("Somebody changed them: " + wake(lazy.map(\.name))) }
            return .amend(drifted.map { .unitRuns($0) })
        }
    }

    /// The interval is set; what else keeps a day's run from its work is somebody's own choice.
    static let dailyUpgrades = Self(
        byHand: ByHand.apt("APT::Periodic::Unattended-Upgrade \"1\";") + "; take "
            + "Unattended-Upgrade::Update-Days and InstallOnShutdown out of /etc/apt/apt.conf.d; `sudo systemctl unmask "
            + "apt-daily.service apt-daily-upgrade.service`; `sudo systemctl revert apt-daily-upgrade.timer`",
        needs: [.package(AptSettings.upgrader)]
    ) { fault in
        if let place = AptSettings.overruler(of: .upgradeInterval, in: fault.snapshot) {
            return .overruled("APT::Periodic::Unattended-Upgrade", by: place)
        }
        let steps = stepsForOtherSettings(fault.snapshot)
        guard steps.isEmpty else { return .advise("Somebody set it up this way: " + steps.joined(separator: "; ")) }
        return .amend([AptSettings.set("APT::Periodic::Unattended-Upgrade", "1")])
    }
    .outranking(.upgradeInterval, ["APT::Periodic::Unattended-Upgrade \"1\";"])

    private static func stepsForOtherSettings(_ snapshot: Snapshot) -> [String] {
        let settings = snapshot.records(.updates).first
        let lazy = snapshot.records(.updateTimers).filter { $0[.startsDaily] == false }.map(\.name)
        var steps: [String] = []
        if case .list(let days)? = settings?[.upgradeDays], !days.isEmpty {
            steps.append(
                "take Unattended-Upgrade::Update-Days (\(days.joined(separator: ", "))) out of apt's configuration"
            )
        }
        if settings?[.upgradesAtShutdown] == true {
            steps.append("set Unattended-Upgrade::InstallOnShutdown \"false\": this server is seldom shut down")
        }
        if case .list(let only)? = settings?[.onlyPackages], !only.isEmpty {
            steps.append("take Unattended-Upgrade::Package-Whitelist (\(only.joined(separator: ", "))) out of it")
        }
        if !lazy.isEmpty { steps.append(wake(lazy)) }
        return steps
    }

    private static func wake(_ timers: [String]) -> String {
        let services = timers.map { $0.replacing(".timer", with: ".service") }
        return
            "sudo systemctl unmask \(services.joined(separator: " ")); sudo systemctl revert \(timers.joined(separator: " "))"
    }
}
