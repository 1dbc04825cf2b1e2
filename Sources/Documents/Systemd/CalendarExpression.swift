/// Whether timers with `OnCalendar=` go off every day. systemd.time(7)
public enum CalendarExpression {
    /// Whether a day passes without any of them going off.
    ///
    /// - Returns: nothing where one of them is not understood, and the others do not suffice.
    public static func leavesOutADay(_ expressions: [String]) -> Bool? {
        var weekdays: Set<Int> = []
        var isUnclear = false
        for expression in expressions {
            switch days(of: expression) {
            case .some(let days): weekdays.formUnion(days)
            case nil: isUnclear = true
            }
        }
        if weekdays.count == 7 { return false }
        return isUnclear ? nil : true
    }

    /// The weekdays, Monday as 0, on each of which it goes off every week; nothing where it is not understood.
    private static func days(of expression: String) -> Set<Int>? {
        var words = expression.split(whereSeparator: \.isWhitespace).map(String.init)
        let every = Set(0..<7)
        switch words.first?.lowercased() {
        case "minutely", "hourly", "daily": return words.count <= 2 ? every : nil
        case "weekly", "monthly", "quarterly", "semiannually", "yearly", "annually", "biannually", "bi-annually",
            "semi-annually", "anually":
            return []
        default: break
        }
        // A time zone at the end.
        if words.count > 1, let last = words.last, last.first?.isLetter == true, !last.contains(":") {
            words.removeLast()
        }
        var weekdays = every
        if let first = words.first, first.first?.isLetter == true {
            guard let found = self.weekdays(first) else { return nil }
            weekdays = found
            words.removeFirst()
        }
        guard words.count <= 2 else { return nil }
        let date = words.first { $0.contains("-") }
        let time = words.first { $0.contains(":") }
        guard words.allSatisfy({ $0 == date || $0 == time }) else { return nil }
        guard let date else { return weekdays }
        let parts = date.split(separator: "-", omittingEmptySubsequences: false)
        // A tilde counts days from the end of a month.
        guard !date.contains("~"), parts.count == 2 || parts.count == 3 else { return [] }
        let isEvery = parts.reversed().enumerated().allSatisfy { place, part in
            let all = place == 0 ? ["*", "1/1", "01/1", "1..31", "01..31", "*/1"] : ["*", "*/1"]
            return all.contains(String(part))
                || place == 1 && ["1..12", "01..12", "1/1", "01/1"].contains(String(part))
        }
        return isEvery ? weekdays : []
    }

    private static func weekdays(_ text: String) -> Set<Int>? {
        var found: Set<Int> = []
        for part in text.split(separator: ",", omittingEmptySubsequences: true) {
            let ends = part.split(separator: "..", omittingEmptySubsequences: false).map { weekday(String($0)) }
            guard let first = ends[0], ends.count < 3 else { return nil }
            guard ends.count == 2 else {
                found.insert(first)
                continue
            }
            guard let last = ends[1], first <= last else { return nil }
            found.formUnion(first...last)
        }
        return found.isEmpty ? nil : found
    }

    private static func weekday(_ name: String) -> Int? {
        let names = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
        let name = name.lowercased()
        return names.firstIndex { $0 == name || $0.prefix(3) == name }
    }
}
