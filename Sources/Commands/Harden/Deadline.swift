import Glibc
import LinuxMachine
import Reports

/// When a change is undone that nobody confirmed, as a person reads it.
enum Deadline {
    /// Such as `14:05:30 CET (in 4m 58s)`, of a deadline in seconds since the boot.
    static func words(_ uptime: Int) -> String {
        let left = uptime - Uptime.now
        // By both clocks at once, and rounded: whoever reads it twice is to read the same time.
        let end = (Timestamp.milliseconds - Uptime.milliseconds + uptime * 1000 + 500) / 1000
        return words(secondsLeft: left, now: end - left)
    }

    /// The same, so many seconds after a second since 1970; none are left where it is over.
    static func words(secondsLeft: Int, now: Int) -> String {
        let left = max(0, secondsLeft)
        let span = left >= 60 ? "\(left / 60)m\(left % 60 == 0 ? "" : " \(left % 60)s")" : "\(left)s"
        return "\(clock(now + left)) (in \(span))"
    }

    /// The server's own clock, with the name of its time zone.
    private static func clock(_ seconds: Int) -> String {
        var time = time_t(seconds)
        var parts = unsafe tm()
        unsafe localtime_r(&time, &parts)
        var buffer = [CChar](repeating: 0, count: 64)
        let count = unsafe strftime(&buffer, buffer.count, "%H:%M:%S %Z", &parts)
        return String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
