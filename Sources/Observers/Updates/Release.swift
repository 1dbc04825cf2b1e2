import Catalog
import Documents
import Hardening
import Surface

/// What os-release says the system is.
struct Distribution: Hashable, Sendable {
    /// As `lsb_release -is` gives it, which is what unattended-upgrades substitutes: `Debian`, `Ubuntu`.
    let identifier: String
    let version: String
    let codename: String
}

extension UpdatesObserver {
    func installedDistribution() async -> Reading<Distribution> {
        await cache.value {
            var reading = await surface.text("/etc/os-release")
            if case .absent = reading { reading = await surface.text("/usr/lib/os-release") }
            return reading.map { text in
                var fields: [Substring: String] = [:]
                for line in text.split(separator: "\n") {
                    guard let equals = line.firstIndex(of: "=") else { continue }
                    fields[line[..<equals]] = line[line.index(after: equals)...].filter { $0 != "\"" && $0 != "'" }
                }
                let id = fields["ID"] ?? ""
                return Distribution(
                    identifier: id.prefix(1).uppercased() + id.dropFirst(),
                    version: fields["VERSION_ID"] ?? "",
                    codename: fields["VERSION_CODENAME"] ?? ""
                )
            }
        }
    }

    /// The release, and how long it still gets security fixes.
    func release() async throws(Unknown) -> [Record]? {
        guard let distribution = try await installedDistribution().get() else {
            throw Unknown.missing("there is no os-release")
        }
        let words = "\(distribution.identifier) \(distribution.version)"
        var record = Record(
            words,
            [.releaseName: .text(distribution.codename.isEmpty ? words : "\(words) (\(distribution.codename))")],
            origins: [.releaseName: Origin("/etc/os-release")]
        )
        let today = surface.now / 86400
        let hasESM = await updateArchives().content?.contains { $0.release.origin.hasPrefix("UbuntuESM") } ?? false
        guard let support = ReleaseSupport.table[words] else {
            let why = Unknown.notModeled("\(words) is not in Nacre's table of releases")
            for field in [Field.releaseSupport, .supportDaysLeft, .supportEnd] { record[field] = .unknown(why) }
            return [record]
        }
        let (kind, end) = support.onDay(today, hasESM: hasESM)
        record[.releaseSupport] = .text(kind)
        record[.supportEnd] = .text(end.text)
        record[.supportDaysLeft] = .number(end.day - today)
        return [record]
    }
}

/// Until when a release gets security fixes.
///
/// Dates are those of distro-info-data 0.66 (`debian.csv`, `ubuntu.csv`), which takes them from wiki.debian.org/LTS and
/// ubuntu.com/about/release-cycle. Debian LTS needs nothing of the machine; Ubuntu ESM needs a subscription,
/// and shows in the machine's archives.
struct ReleaseSupport: Sendable {
    let regular: CalendarDate
    let long: CalendarDate?

    func onDay(_ day: Int, hasESM: Bool) -> (kind: String, end: CalendarDate) {
        if day <= regular.day { return ("regular", regular) }
        if let long, day <= long.day, !needsESM || hasESM { return (needsESM ? "ESM" : "LTS", long) }
        return ("ended", needsESM && !hasESM ? regular : long ?? regular)
    }

    let needsESM: Bool

    static let table: [String: Self] = [
        "Debian 10": debian("2022-09-10", lts: "2024-06-30"),
        "Debian 11": debian("2024-08-14", lts: "2026-08-31"),
        "Debian 12": debian("2026-07-11", lts: "2028-06-30"),
        "Debian 13": debian("2028-08-09", lts: "2030-06-30"),
        "Ubuntu 18.04": ubuntu("2023-05-31", esm: "2028-04-26"),
        "Ubuntu 20.04": ubuntu("2025-05-29", esm: "2030-04-23"),
        "Ubuntu 22.04": ubuntu("2027-06-01", esm: "2032-04-21"),
        "Ubuntu 24.04": ubuntu("2029-05-31", esm: "2034-04-25"),
        "Ubuntu 25.04": ubuntu("2026-01-15", esm: nil),
        "Ubuntu 25.10": ubuntu("2026-07-09", esm: nil),
        "Ubuntu 26.04": ubuntu("2031-05-29", esm: "2036-04-23"),
    ]

    private static func debian(_ regular: CalendarDate, lts: CalendarDate) -> Self {
        Self(regular: regular, long: lts, needsESM: false)
    }

    private static func ubuntu(_ regular: CalendarDate, esm: CalendarDate?) -> Self {
        Self(regular: regular, long: esm, needsESM: true)
    }
}

/// A day of the Gregorian calendar, written `2028-08-09`.
struct CalendarDate: Hashable, Sendable, ExpressibleByStringLiteral {
    let text: String
    /// Days since 1970-01-01; 0 where the text is not a date.
    let day: Int

    init(stringLiteral text: String) {
        self.text = text
        let parts = text.split(separator: "-").compactMap { Int($0) }
        guard parts.count == 3 else {
            day = 0
            return
        }
        // Years begin in March, so that the leap day comes last.
        let year = parts[1] <= 2 ? parts[0] - 1 : parts[0]
        let month = (parts[1] + 9) % 12
        day = 365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + parts[2] - 1 - 719_468
    }
}
