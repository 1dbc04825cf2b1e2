import Glibc
import Reports

extension Timestamp {
    /// Seconds since 1970, now.
    static var now: Int { time(nil) }

    static var milliseconds: Int {
        var time = timespec()
        guard unsafe clock_gettime(CLOCK_REALTIME, &time) == 0 else { return now * 1000 }
        return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
    }

    /// Seconds since 1970 of a local time such as `2026-11-21  08:30:00`, as apt writes it.
    static func local(_ text: Substring) -> Int? {
        let numbers = text.split { !$0.isNumber }.compactMap { Int32($0) }
        guard numbers.count == 6 else { return nil }
        var parts = unsafe tm()
        unsafe parts.tm_year = numbers[0] - 1900
        unsafe parts.tm_mon = numbers[1] - 1
        unsafe parts.tm_mday = numbers[2]
        unsafe parts.tm_hour = numbers[3]
        unsafe parts.tm_min = numbers[4]
        unsafe parts.tm_sec = numbers[5]
        // Whether it is summer time is worked out.
        unsafe parts.tm_isdst = -1
        let second = unsafe mktime(&parts)
        return second == -1 ? nil : second
    }
}
