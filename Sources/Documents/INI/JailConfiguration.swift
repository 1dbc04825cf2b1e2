/// fail2ban's configuration files as its reader merges them: Python's configparser with fail2ban's additions.
///
/// Follows `fail2ban/client/configparserinc.py` (1.0 and 1.1): option names in lower case, values over several lines,
/// `%(name)s` and `%(section/name)s` looked up in the section, then in `[DEFAULT]`; `%(known/name)s` is what a file read
/// earlier said.
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
    private var known: Set<String> = []
    private var options: [String: [String: Option]] = [:]

    public init() {}

    /// Reads a file over what was read before.
    ///
    /// - Throws: what configparser refuses.
    public mutating func read(_ text: String, file: String) throws(SyntaxError) {
        read(try JailFile(text, file: file))
    }

    /// Puts a file's sections over what was read before.
    ///
    /// The options of `[Init?family=inet6]` become options of `[Init]` named `option?family=inet6`.
    public mutating func read(_ file: JailFile) {
        for (name, found) in file.sections where name != "INCLUDES" {
            let mark = name.firstIndex(of: "?") ?? name.endIndex
            let (section, condition) = (String(name[..<mark]), name[mark...])
            if section != "DEFAULT", known.insert(section).inserted { sections.append(section) }
            for (bare, option) in found {
                let name = bare + condition
                if section != "DEFAULT", let earlier = options[section]?[name] {
                    options[section]?["known/" + name] = earlier
                }
                options[section, default: [:]][name] = option
            }
        }
    }

    /// Sets what the reader itself adds, such as `fail2ban_confpath`.
    public mutating func set(_ name: String, _ raw: String, in section: String) {
        options[section, default: [:]][name] = Option(raw: raw, file: "", line: 0)
    }

    /// The options a section sets itself.
    public func names(in section: String) -> [String] {
        (options[section] ?? [:]).keys.filter { !$0.hasPrefix("known/") }.sorted()
    }

    /// The option that counts for a section, with its place; none where nothing sets it.
    public func option(_ name: String, in section: String) -> Option? {
        options[section]?[name] ?? options["DEFAULT"]?[name]
    }

    /// The option's value with everything put in; none where it is not set, or names what is not set.
    ///
    /// `given` goes before what the files say.
    public func value(_ name: String, in section: String, given: [String: String] = [:]) -> String? {
        var budget = 10_000
        return (given[name] ?? option(name, in: section)?.raw).flatMap {
            expand($0, in: section, given, depth: 0, &budget)
        }
    }

    /// Whether the section is there, other than `DEFAULT` and `INCLUDES`.
    public func has(_ section: String) -> Bool { known.contains(section) }

    private func expand(
        _ text: String,
        in section: String,
        _ given: [String: String],
        depth: Int,
        _ budget: inout Int
    ) -> String? {
        // configparser's own limit; that on all that is put in is ours.
        guard depth <= 10 else { return nil }
        var result = ""
        var rest = text[...]
        while let percent = rest.utf8.firstIndex(of: UInt8(ascii: "%")) {
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
            budget -= 1
            guard rest.first == "s", budget > 0,
                let value = substitute(name, in: section, given, depth: depth + 1, &budget)
            else { return nil }
            rest.removeFirst()
            result += value
            guard result.utf8.count < 1 << 20 else { return nil }
        }
        return result + rest
    }

    private func substitute(
        _ name: String,
        in section: String,
        _ given: [String: String],
        depth: Int,
        _ budget: inout Int
    ) -> String? {
        if name == "__name__" { return section }
        if let raw = given[name] ?? option(name, in: section)?.raw {
            return expand(raw, in: section, given, depth: depth, &budget)
        }
        guard let slash = name.firstIndex(of: "/") else { return nil }
        let (place, rest) = (String(name[..<slash]), String(name[name.index(after: slash)...]))
        guard place == "known" || place == "default" || known.contains(place) else { return nil }
        // What stands there is read as if it stood here.
        let found = place == "known" ? options["DEFAULT"]?[rest] : option(rest, in: place)
        return found.flatMap { expand($0.raw, in: section, given, depth: depth, &budget) }
    }

    /// What fail2ban takes for yes.
    public static func isTrue(_ text: String?) -> Bool {
        ["1", "on", "true", "yes"].contains(text?.lowercased() ?? "")
    }
}
