import Catalog
import Hardening

extension Control {
    static let startUpdateTimers = timers(
        "start-update-timers",
        .timerEnabled,
        title: "What starts apt's daily work starts at boot",
        remedy: "systemctl unmask apt-daily.timer apt-daily-upgrade.timer; systemctl enable apt-daily.timer "
            + "apt-daily-upgrade.timer"
    )

    static let runUpdateTimers = timers(
        "run-update-timers",
        .timerActive,
        title: "What starts apt's daily work is running",
        remedy: "systemctl start apt-daily.timer apt-daily-upgrade.timer"
    )

    private static func timers(_ phrase: String, _ field: Field, title: String, remedy: String) -> Control {
        func pair(_ upgrade: Value) -> [Record] {
            [Record("apt-daily.timer", [field: true]), Record("apt-daily-upgrade.timer", [field: upgrade])]
        }
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
            expects: [.each(.updateTimers, field, .is(true))],
            examples: [
                .compliant("both", [.facts(.updateTimers): .records(pair(true))]),
                .drifted("the upgrade's is not", [.facts(.updateTimers): .records(pair(false))]),
                .unknown("no systemd to ask", [.facts(.updateTimers): .records(pair(.unknown("not running")))]),
            ]
        )
    }
}
