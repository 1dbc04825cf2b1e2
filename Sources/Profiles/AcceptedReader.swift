import Documents
public import Hardening

/// Reads what somebody lives with: a map of controls, each with a reason, a last day, and what was seen.
enum AcceptedReader {
    static func accepted(_ node: YAMLNode) throws(SyntaxError) -> [Control.ID: Profile.Accepted] {
        guard let entries = node.entries else { throw node.wrong("accepted", wanted: "a map of controls") }
        var accepted: [Control.ID: Profile.Accepted] = [:]
        for entry in entries { accepted[entry.key] = try one(entry.value, "accepted.\(entry.key)") }
        return accepted
    }

    private static func one(_ node: YAMLNode, _ path: String) throws(SyntaxError) -> Profile.Accepted {
        guard let entries = node.entries else { throw node.wrong(path, wanted: "a map of reason, until and seen") }
        for entry in entries where !["reason", "until", "seen"].contains(entry.key) {
            throw SyntaxError(
                "unknown key \(path).\(entry.key); known are reason, seen, until",
                at: SourcePosition(line: entry.line, column: entry.column)
            )
        }
        guard let reason = node["reason"]?.text, !reason.isEmpty else {
            throw node.impossible(path, "it has no reason; say why somebody lives with it")
        }
        guard let seen = node["seen"]?.items?.map(\.text), !seen.isEmpty, !seen.contains(nil) else {
            throw node.impossible(path, "it does not list what was seen; nacre accept writes it")
        }
        var until: String?
        if let day = node["until"] {
            guard let text = day.text, isDay(text) else {
                throw day.impossible("\(path).until", "\(day.text ?? day.kind) is not a day such as 2027-03-31")
            }
            until = text
        }
        return Profile.Accepted(reason: reason, until: until, seen: Set(seen.compactMap { $0 }))
    }

    /// Whether the text is a day, `YYYY-MM-DD`.
    static func isDay(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.count) == [4, 2, 2], text.utf8.allSatisfy({ $0 == 0x2D || (0x30...0x39).contains($0) }),
            let month = Int(parts[1]), let day = Int(parts[2])
        else { return false }
        guard let year = Int(parts[0]), (1...12).contains(month) else { return false }
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        return (1...days[month - 1]).contains(day)
    }
}

extension Profile {
    /// Whether the text is a day, `YYYY-MM-DD`, as an acceptance may end on.
    public static func isDay(_ text: String) -> Bool { AcceptedReader.isDay(text) }
}
