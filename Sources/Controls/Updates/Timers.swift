import Catalog
import Hardening

extension Control {
    static let startUpdateTimers = timers(
        "start-update-timers",
        .timerEnabled,
        besides: .startsDaily,
        title: "What starts apt's daily work starts at boot, and its work every day",
        remedy:
            "sudo systemctl unmask apt-daily.timer apt-daily.service apt-daily-upgrade.timer apt-daily-upgrade.service; "
            + "sudo systemctl revert apt-daily.timer apt-daily-upgrade.timer; sudo systemctl enable apt-daily.timer "
            + "apt-daily-upgrade.timer"
    )

    static let runUpdateTimers = timers(
        "run-update-timers",
        .timerActive,
        title: "What starts apt's daily work is running",
        remedy: "sudo systemctl unmask apt-daily.timer apt-daily-upgrade.timer; sudo systemctl start apt-daily.timer "
            + "apt-daily-upgrade.timer"
    )

    private static func timers(
        _ phrase: String,
        _ field: Field,
        besides other: Field? = nil,
        title: String,
        remedy: String
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
        let masked: [Example] =
            other == nil ? [] : [.drifted("its service is masked", [.facts(.updateTimers): .records(idle)])]
        return Control(
            .updates,
            phrase,
            title: title,
            rationale:
                "Every setting is right and nothing happens: images and tuning guides mask these timers to save boot "
                + "time, and fixes never arrive.",
            severity: .high,
            references: [Reference("systemd.timer(5)"), Reference("/usr/lib/apt/apt.systemd.daily")],
            remedy: remedy,
            expects: [field, other].compactMap { $0 }.map { .each(.updateTimers, $0, .is(true)) },
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
