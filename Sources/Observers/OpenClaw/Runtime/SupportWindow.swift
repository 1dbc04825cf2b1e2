import Catalog
import Hardening

/// Which versions of OpenClaw still get fixes, after its own rule for releases.
enum SupportWindow {
    /// Regular releases are followed by the next one of their month; lines from `.33` on are kept for two completed months.
    ///
    /// - Returns: unknown where a newer regular release than those known here is likely.
    static func covers(_ version: OpenClawVersion, at seconds: Int) -> Value {
        let (year, month) = month(of: seconds)
        let age = (year - version.year) * 12 + month - version.month
        if version.isExtendedStable {
            return age < 0
                ? .unknown(.contradictory("\(version) is of a month that this machine's clock has not reached"))
                : .flag(age <= 2)
        }
        let newest = MeasuredDefault.newest
        if (version.year, version.month) < (newest.year, newest.month) { return false }
        return age <= 2
            ? true : .unknown(.notStated("whether there is a newer regular release than \(version) is not known here"))
    }

    /// The year and the month of a moment, after the Gregorian calendar.
    static func month(of seconds: Int) -> (year: Int, month: Int) {
        // Days since the first of March of the year 0, in eras of 400 years.
        let days = seconds / 86400 + 719_468
        let era = days / 146_097
        let day = days % 146_097
        let yearOfEra = (day - day / 1460 + day / 36524 - day / 146_096) / 365
        let dayOfYear = day - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month)
    }
}
