/// OpenSSH's patterns: `*` and `?`, lists with commas, and `!` in front of what must not match.
///
/// See PATTERNS in ssh_config(5).
public enum SSHDPattern {
    /// Whether the whole text matches a single pattern.
    public static func matches(_ text: String, _ pattern: String) -> Bool {
        matches(Array(text.utf8), Array(pattern.utf8))
    }

    /// Backtracks to the last star only, so that no pattern takes more than quadratic time.
    static func matches(_ text: [UInt8], _ pattern: [UInt8]) -> Bool {
        var place = 0
        var at = 0
        var star: (pattern: Int, text: Int)?
        while place < text.count {
            if at < pattern.count, pattern[at] == UInt8(ascii: "*") {
                star = (at, place)
                at += 1
            } else if at < pattern.count, pattern[at] == UInt8(ascii: "?") || pattern[at] == text[place] {
                at += 1
                place += 1
            } else if let last = star {
                star = (last.pattern, last.text + 1)
                at = last.pattern + 1
                place = last.text + 1
            } else {
                return false
            }
        }
        return pattern[at...].allSatisfy { $0 == UInt8(ascii: "*") }
    }

    /// What a list says of a text: matched, explicitly excluded, or nothing.
    public enum Answer: Sendable { case match, excluded, none }

    /// The first exclusion that matches decides; otherwise any match does.
    public static func answer(_ text: String, list: String, ignoringCase: Bool = false) -> Answer {
        var answer = Answer.none
        for part in list.split(separator: ",", omittingEmptySubsequences: false) {
            let isNegated = part.hasPrefix("!")
            var pattern = String(isNegated ? part.dropFirst() : part)
            if ignoringCase { pattern = pattern.lowercased() }
            guard matches(text, pattern) else { continue }
            if isNegated { return .excluded }
            answer = .match
        }
        return answer
    }

    /// `match_filter_denylist`: the names of a comma list that no pattern matches.
    static func removing(_ patterns: String, from names: [String]) -> [String] {
        names.filter { answer($0, list: patterns) != .match }
    }
}
