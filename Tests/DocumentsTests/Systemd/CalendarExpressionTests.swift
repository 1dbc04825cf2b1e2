import Documents
import Foundation
import MachineTesting
import TestPrograms
import Testing

@Suite struct CalendarExpressionTests {
    @Test(
        arguments: [
            (["daily"], false), (["*-*-* 6,18:00"], false), (["6:00"], false),
            (["Mon..Fri 6:00", "Sat,Sun 8:00"], false),
            (["monthly"], true), (["Sun"], true), (["*-*-01 6:00"], true), (["Mon..Fri"], true), ([], true),
            (["weekly", "hourly"], false), (["*-*-1/1"], false), (["*-*-* 6:00 Europe/Berlin"], false),
            (["junk"], nil), (["junk", "daily"], false),
        ] as [([String], Bool?)]
    )
    func `says whether a day passes without`(_ expressions: [String], _ expected: Bool?) {
        #expect(CalendarExpression.leavesOutADay(expressions) == expected)
    }

    private static let analyzer = "/usr/bin/systemd-analyze"

    private static func draw(_ generator: inout SeededGenerator) -> String {
        let words = [
            ["minutely", "hourly", "daily", "weekly", "monthly", "quarterly", "yearly"],
            ["", "Mon", "Mon..Sun", "Mon..Fri", "Sat,Sun", "Tuesday", "mon,wed..fri"],
            ["", "*-*-*", "*-*-1/1", "*-*-01", "*-1..12-*", "*-2-*", "2030-*-*", "*-*-1..31", "*-*~1", "*-*-*/2"],
            ["", "6:00", "*:00", "00/6:30", "6,18:00", "05:10:20", "*:*:00"], ["", "UTC", "Europe/Berlin"],
        ]
        if Int.random(in: 0..<6, using: &generator) == 0 { return words[0].randomElement(using: &generator) ?? "" }
        return words.dropFirst().compactMap { $0.randomElement(using: &generator) }.filter { !$0.isEmpty }
            .joined(separator: " ")
    }

    private static func seconds(_ text: String) -> Double {
        let style = Date.ParseStrategy(
            format:
                "\(year: .defaultDigits)-\(month: .twoDigits)-\(day: .twoDigits) \(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased)):\(minute: .twoDigits):\(second: .twoDigits)",
            timeZone: .gmt
        )
        return (try? style.parse(text))?.timeIntervalSince1970 ?? 0
    }

    /// Never "every day" where systemd leaves one out, over the next fifty times.
    @Test(.enabled(if: Program.isThere(analyzer)))
    func `random expressions go off as systemd says`() async throws {
        var generator = SeededGenerator(seed: 7)
        let expressions = (0..<120).map { _ in Self.draw(&generator) }
        var decided = 0
        for expression in Set(expressions).sorted() {
            let times = try await Program.run(
                Self.analyzer,
                ["calendar", "--iterations=50", "--base-time=2026-11-01 00:00:00", expression]
            ).output
            var last = Self.seconds("2026-11-01 00:00:00")
            var gap = 0.0
            for time in times.matches(of: #/(?:elapse|Iter\. #\d+): \w+ (20\d\d-\d\d-\d\d \d\d:\d\d:\d\d)/#) {
                let now = Self.seconds(String(time.output.1))
                gap = max(gap, now - last)
                last = now
            }
            // Fifty times may end before a week has.
            guard gap > 26 * 3600 || last - Self.seconds("2026-11-01 00:00:00") > 8 * 86400 else { continue }
            // A day and the hour that a change of the clock adds; zones shift the first one.
            let isDaily = gap <= 26 * 3600
            guard let ours = CalendarExpression.leavesOutADay([expression]), !times.isEmpty else { continue }
            decided += 1
            #expect(ours == !isDaily, "\(expression)\n\(times)")
        }
        #expect(decided > 60)
    }
}
