import Documents
import Glibc

extension LeakHunt {
    /// Whether what Docker made at that time counts; what cannot be read as a time does.
    func isNew(_ time: JSONNode?) -> Bool {
        guard let period else { return true }
        return Self.seconds(time?.text ?? "").map { $0 >= period.files } ?? true
    }

    /// Seconds since 1970 of a time as Docker writes it: `2026-11-30T10:00:00.123456789Z`, or with an offset from UTC.
    static func seconds(_ text: String) -> Int? {
        let fields = text.split(whereSeparator: { "-T:.Z+".contains($0) }).map(String.init)
        guard text.utf8.count >= 20, fields.count >= 6, let year = Int32(fields[0]), let month = Int32(fields[1]),
            let day = Int32(fields[2]), let hour = Int32(fields[3]), let minute = Int32(fields[4]),
            let second = Int32(fields[5]), year >= 1970
        else { return nil }
        var parts = unsafe tm()
        unsafe (parts.tm_year, parts.tm_mon, parts.tm_mday) = (year - 1900, month - 1, day)
        unsafe (parts.tm_hour, parts.tm_min, parts.tm_sec) = (hour, minute, second)
        let whole = unsafe timegm(&parts)
        guard !text.hasSuffix("Z") else { return whole }
        let zone = text.suffix(6)
        guard let sign = zone.first, "+-".contains(sign), let hours = Int(zone.dropFirst().prefix(2)),
            let minutes = Int(zone.suffix(2))
        else { return nil }
        return whole - (sign == "+" ? 1 : -1) * (hours * 3600 + minutes * 60)
    }
}
