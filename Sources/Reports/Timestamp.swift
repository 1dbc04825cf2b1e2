/// A second in Coordinated Universal Time, written as people and machines read it.
public struct Timestamp: Sendable {
    /// Such as `2026-11-21T08:30:00Z` (RFC 3339).
    public let machine: String
    /// Such as `2026-11-21 08:30 UTC`.
    public let human: String

    /// - Parameter seconds: since 1970.
    public init(_ seconds: Int) {
        let (days, rest) = seconds.quotientAndRemainder(dividingBy: 86400)
        let (year, month, day) = Self.date(days)
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let date = "\(year)-\(two(month))-\(two(day))"
        let time = "\(two(rest / 3600)):\(two(rest / 60 % 60))"
        machine = "\(date)T\(time):\(two(rest % 60))Z"
        human = "\(date) \(time) UTC"
    }

    /// The civil date of a day since 1970, after "chrono-Compatible Low-Level Date Algorithms" by Howard Hinnant.
    ///
    /// Years begin in March, so that the leap day is the last of its year; 146,097 days are 400 years.
    private static func date(_ days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }
}
