import Catalog
import Hardening

extension Control {
    static let startUpdateTimers = timers(
        "start-update-timers",
        .timerEnabled,
        besides: .startsDaily,
        title: "apt's timers are enabled and run daily",
        fault: "apt's timers are not enabled, or do not run daily",
        fix: .aptTimers(
            byHand:
                "`sudo systemctl unmask apt-daily.timer apt-daily.service apt-daily-upgrade.timer "
                + "apt-daily-upgrade.service`; `sudo systemctl revert apt-daily.timer "
                + "apt-daily-upgrade.timer`; `sudo systemctl enable apt-daily.timer "
                + "apt-daily-upgrade.timer`"
        )
    )

    static let runUpdateTimers = timers(
        "run-update-timers",
        .timerActive,
        title: "apt's timers are running",
        fault: "apt's timers are not running",
        fix: .aptTimers(
            byHand:
                "`sudo systemctl unmask apt-daily.timer apt-daily-upgrade.timer`; `sudo systemctl start "
                + "apt-daily.timer apt-daily-upgrade.timer`"
        )
    )

    private static func timers(
        _ phrase: String,
        _ field: Field,
        besides other: Field? = nil,
        title: String,
        fault: String,
        fix: Fix
    ) -> Control {
        func timer(_ name: String, _ value: Value, _ more: Value = true) -> Record {
            var record = Record(name, [field: value])
            if let other { record[other] = more }
            return record
        }
        func pair(_ upgrade: Value) -> [Record] {
            [timer("apt-daily.timer", true), timer("apt-daily-upgrade.timer", upgrade)]
        }
        let idle = [timer("apt-daily.timer", true), timer("apt-daily-upgrade.timer", true, false)]
        let masked: [Control.Example] =
            other == nil ? [] : [.drifted("its service is masked", [.facts(.updateTimers): .records(idle)])]
        return Control(
            .updates,
            phrase,
            title: title,
            fault: fault,
            rationale:
                "Every setting is right and nothing happens: images and tuning guides mask these timers to save boot "
                + "time, and fixes never arrive.",
            severity: .high,
            references: [Reference("systemd.timer(5)"), Reference("/usr/lib/apt/apt.systemd.daily")],
            expects: [field, other].compactMap { $0 }.map { .each(.updateTimers, $0, .is(true)) },
            fix: fix,
            examples: masked + [
                .compliant("both", [.facts(.updateTimers): .records(pair(true))]),
                .drifted("the upgrade's is not", [.facts(.updateTimers): .records(pair(false))]),
                .unknown(
                    "no systemd to ask",
                    [.facts(.updateTimers): .records(pair(.unknown(.notRunning("not running"))))]
                ),
            ]
        )
    }
}
