import Catalog
import Documents
import Hardening
import Surface

extension UpdatesObserver {
    /// What starts apt's daily work: two timers, or the cron job where systemd does not run.
    func updateTimers() async throws(Unknown) -> [Record]? {
        let names = ["apt-daily.timer", "apt-daily-upgrade.timer"]
        guard surface.isLive else {
            var records: [Record] = []
            for name in names { records.append(await startingDaily(await storedTimer(name))) }
            return records
        }
        switch await units() {
        case .unreadable(let why): throw why
        case .absent: return try await cronJob()
        case .found(let units):
            var records: [Record] = []
            for name in names {
                let record = Record(
                    name,
                    [
                        .timerEnabled: .flag(units[name]?.isEnabled ?? false),
                        .timerActive: .flag(units[name]?.isActive ?? false),
                    ]
                )
                records.append(await startingDaily(record))
            }
            return records
        }
    }

    /// A timer as the links under /etc/systemd say it will be.
    private func storedTimer(_ name: String) async -> Record {
        let mask = "/etc/systemd/system/\(name)"
        let wish = "/etc/systemd/system/timers.target.wants/\(name)"
        var record = Record(name, [.timerActive: .unknown(.needsRunningSystem("needs a running systemd"))])
        if case .found(let target) = await surface.link(mask), target == "/dev/null" {
            record.set(.timerEnabled, false, from: Origin(mask))
            return record
        }
        switch await surface.link(wish) {
        case .found: record.set(.timerEnabled, true, from: Origin(wish))
        case .absent: record[.timerEnabled] = false
        case .unreadable(let why): record[.timerEnabled] = .unknown(why)
        }
        return record
    }

    /// The same, with whether what it starts can be started, and is every day.
    private func startingDaily(_ record: Record) async -> Record {
        var record = record
        let service = await storedUnit(record.name.replacing(".timer", with: ".service"))
        if let mask = service.mask {
            record.set(.startsDaily, false, from: Origin(mask))
            return record
        }
        let timer = await storedUnit(record.name)
        let (calendar, origin) = timer.values("OnCalendar", in: "Timer")
        let hasOther = ["OnActiveSec", "OnBootSec", "OnStartupSec", "OnUnitActiveSec", "OnUnitInactiveSec"].contains {
            !timer.values($0, in: "Timer").values.isEmpty
        }
        if timer.files.isEmpty {
            record[.startsDaily] = timer.mask == nil ? .unknown(.missing("\(record.name) is not there")) : false
        } else if let why = timer.unreadable {
            record[.startsDaily] = .unknown(why)
        } else {
            let answer = CalendarExpression.leavesOutADay(calendar)
            let value: Value =
                switch answer {
                case false?: true
                case true?:
                    hasOther ? .unknown(.notModeled("spans of time decide when \(record.name) goes off")) : false
                case nil: .unknown(.notModeled("OnCalendar= of \(record.name) is not understood"))
                }
            record.set(.startsDaily, value, from: origin)
        }
        return record
    }

    private func cronJob() async throws(Unknown) -> [Record]? {
        let path = "/etc/cron.daily/apt-compat"
        let hasJob = await surface.status(path).content.map { $0.mode & 0o111 != 0 } ?? false
        let hasCron = await surface.status("/usr/sbin/cron").content != nil
        let isRunning = await surface.status("/run/crond.pid").content != nil
        let record = Record(
            "cron.daily/apt-compat",
            [
                .timerEnabled: .flag(hasJob && hasCron), .timerActive: .flag(hasJob && isRunning),
                .startsDaily: .flag(hasJob),
            ],
            origins: hasJob ? [.timerEnabled: Origin(path)] : [:]
        )
        return [record]
    }
}
