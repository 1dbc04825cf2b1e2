/// fail2ban's configuration files as its reader merges them: Python's configparser with fail2ban's additions.
///
/// Follows `fail2ban/client/configparserinc.py` (1.0): option names in lower case, values over several lines, `%(name)s`
/// and `%(section/name)s` looked up in the section, then in `[DEFAULT]`; `%(known/name)s` is what a file read earlier said.
public struct JailConfiguration: Sendable {
    /// An option as one file sets it, before anything is put in for `%(…)s`.
    public struct Option: Hashable, Sendable {
        public let raw: String
        public let file: String
        /// Counted from 1.
        public let line: Int
    }

    /// Sections in the order they were first named, without `DEFAULT` and `INCLUDES`.
    public private(set) var sections: [String] = []
    private var options: [String: [String: Option]] = [:]

    public init() {}

    /// Reads a file over what was read before.
    ///
    /// - Throws: what configparser refuses.
    public mutating func read(_ text: String, file: String) throws(SyntaxError) {
        for (section, found) in try JailFile(text, file: file).sections where section != "INCLUDES" {
            if section != "DEFAULT", !sections.contains(section) { sections.append(section) }
            for (name, option) in found {
                if section != "DEFAULT", let known = options[section]?[name] {
                    options[section]?["known/" + name] = known
                }
                options[section, default: [:]][name] = option
            }
        }
    }

    /// The option that counts for a section, with its place; none where nothing sets it.
    public func option(_ name: String, in section: String) -> Option? {
        options[section]?[name] ?? options["DEFAULT"]?[name]
    }

    /// The option's value with everything put in; none where it is not set, or names what is not set.
    public func value(_ name: String, in section: String) -> String? {
        option(name, in: section).flatMap { expand($0.raw, in: section, depth: 0) }
    }

    private func expand(_ text: String, in section: String, depth: Int) -> String? {
        // configparser's own limit.
        guard depth <= 10 else { return nil }
        var result = ""
        var rest = text[...]
        while let percent = rest.firstIndex(of: "%") {
            result += rest[..<percent]
            rest = rest[rest.index(after: percent)...]
            if rest.first == "%" {
                result.append("%")
                rest.removeFirst()
                continue
            }
            guard rest.first == "(", let close = rest.firstIndex(of: ")") else { return nil }
            let written = rest[rest.index(after: rest.startIndex)..<close]
            let name = written.lowercased()
            // The reader maps `section/name` as written, and configparser then looks for it in lower case.
            guard name == written || !name.contains("/") else { return nil }
            rest = rest[rest.index(after: close)...]
            guard rest.first == "s", let value = substitute(name, in: section, depth: depth + 1) else { return nil }
            rest.removeFirst()
            result += value
            guard result.utf8.count < 1 << 20 else { return nil }
        }
        return result + rest
    }

    private func substitute(_ name: String, in section: String, depth: Int) -> String? {
        if name == "__name__" { return section }
        if let option = option(name, in: section) { return expand(option.raw, in: section, depth: depth) }
        guard let slash = name.firstIndex(of: "/") else { return nil }
        let (place, rest) = (String(name[..<slash]), String(name[name.index(after: slash)...]))
        guard place == "known" || place == "default" || sections.contains(place) else { return nil }
        // What stands there is read as if it stood here.
        let found = place == "known" ? options["DEFAULT"]?[rest] : option(rest, in: place)
        return found.flatMap { expand($0.raw, in: section, depth: depth) }
    }

    /// A duration as fail2ban reads it, in seconds: `600`, `10m`, `1h 30m`, `-1`.
    public static func seconds(_ text: String) -> Int? {
        let units = [
            "s": 1, "sec": 1, "second": 1, "seconds": 1, "m": 60, "min": 60, "mi": 60, "minute": 60, "minutes": 60,
            "h": 3600, "hour": 3600,
            "hours": 3600, "d": 86400, "da": 86400, "day": 86400, "days": 86400, "w": 604_800, "week": 604_800,
            "weeks": 604_800,
            "mo": 2_629_800, "mon": 2_629_800, "month": 2_629_800, "y": 31_557_600, "year": 31_557_600,
            "years": 31_557_600,
        ]
        let trimmed = text.trimmingSpaces
        if let number = Int(trimmed) { return number }
        var total = 0
        var rest = trimmed[...]
        while let first = rest.first {
            guard !first.isWhitespace else {
                rest.removeFirst()
                continue
            }
            let digits = rest.prefix(while: \.isNumber)
            let after = rest[digits.endIndex...].drop(while: \.isWhitespace)
            let unit = after.prefix(while: \.isLetter)
            guard let count = Int(digits), count < 1 << 32, let factor = unit.isEmpty ? 1 : units[String(unit)] else {
                return nil
            }
            total += count * factor
            rest = after[unit.endIndex...]
        }
        return trimmed.isEmpty ? nil : total
    }
}
