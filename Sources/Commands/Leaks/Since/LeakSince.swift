import ArgumentParser
import Glibc
import LinuxMachine
import Reports

/// From when on what was written is looked at.
enum LeakSince: ExpressibleByArgument, Equatable {
    /// Since the last look of `nacre drift --leaks`, with what is left of that one.
    case last
    /// Seconds since 1970.
    case time(Int)

    static let help = ArgumentHelp(
        "Look only at files and entries that were written since: a day, a time (\"2026-11-30 08:00\"), or last.",
        discussion:
            "last is the last look of nacre drift --leaks, which a timer gives every day (nacre schedule install).",
        valueName: "time"
    )

    init?(argument: String) {
        if argument == "last" {
            self = .last
            return
        }
        let parts = argument.split(whereSeparator: { $0 == " " || $0 == "T" }).map(String.init)
        guard let day = parts.first, parts.count <= 2 else { return nil }
        let clock = parts.count == 2 ? parts[1] : "00:00:00"
        let whole = clock.split(separator: ":").count == 2 ? "\(clock):00" : clock
        guard day.wholeMatch(of: /\d{4}-\d{2}-\d{2}/) != nil, whole.wholeMatch(of: /\d{2}:\d{2}:\d{2}/) != nil,
            let second = Timestamp.local("\(day) \(whole)")
        else { return nil }
        // What mktime sets right, such as the 31st of February, was not meant.
        guard Timestamp.isLocal(second, day: day, clock: whole) else { return nil }
        self = .time(second)
    }

    func period() throws -> LeakPeriod {
        switch self {
        case .time(let second): return LeakPeriod(since: second)
        case .last:
            guard geteuid() == 0 else {
                throw ConfigurationError(
                    "only root knows when nacre drift --leaks looked last: sudo nacre leaks … --since last"
                )
            }
            let mark: LeakMark?
            do { mark = try LeakMarkFile().read() } catch { throw ConfigurationError("--since last: \(error)") }
            guard let mark else {
                throw ConfigurationError("--since last: nobody looked yet; sudo nacre drift --leaks does")
            }
            return mark.period
        }
    }
}

extension Timestamp {
    /// Whether that second is that time of that day here.
    fileprivate static func isLocal(_ second: Int, day: String, clock: String) -> Bool {
        var second = second
        var parts = unsafe tm()
        guard unsafe localtime_r(&second, &parts) != nil else { return false }
        let date = (day + " " + clock).split { !$0.isNumber }.compactMap { Int32($0) }
        return unsafe date.prefix(3)
            == [parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday] && date.count == 6
            && date[3] < 24 && date[4] < 60 && date[5] < 60
    }
}
