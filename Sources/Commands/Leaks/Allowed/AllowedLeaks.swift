import Documents
import Hardening
import Profiles

/// Secrets that may lie where they do, by their fingerprints.
struct AllowedLeaks: Equatable {
    struct Allowance: Equatable {
        /// Why, in somebody's words.
        let reason: String
        /// The last day on which it counts, `YYYY-MM-DD`; none where it has no end.
        let until: String?
    }

    private(set) var all: [String: Allowance] = [:]

    /// Those that count on a day.
    func counting(on day: String) -> [String: Allowance] { all.filter { $0.value.until.map { $0 >= day } ?? true } }

    /// Those that have come to their end before it.
    func ended(before day: String) -> [String: Allowance] { all.filter { $0.value.until.map { $0 < day } ?? false } }

    /// Whether a text is a fingerprint as reports show them.
    static func isFingerprint(_ text: String) -> Bool {
        text.utf8.count == 16 && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }

    /// - Throws: where a word of it is not understood: what is left out of the list would count or not by chance.
    init(_ text: String) throws(SyntaxError) {
        let root = try YAMLDocument(text).root
        if case .null = root.value { return }
        guard let entries = root.entries else { throw Self.wrong(root, "it must be a map of allowed") }
        for entry in entries where entry.key != "allowed" {
            throw Self.wrong(entry.value, "unknown key \(entry.key); known is allowed")
        }
        guard let allowed = root["allowed"] else { return }
        guard let entries = allowed.entries else { throw Self.wrong(allowed, "allowed must be a map of fingerprints") }
        for entry in entries {
            guard Self.isFingerprint(entry.key) else {
                throw Self.wrong(entry.value, "allowed.\(entry.key) is no fingerprint, which has 16 hexadecimal digits")
            }
            all[entry.key] = try Self.one(entry.value, "allowed.\(entry.key)")
        }
    }

    init() {}

    private static func one(_ node: YAMLNode, _ path: String) throws(SyntaxError) -> Allowance {
        guard let entries = node.entries else { throw wrong(node, "\(path) must be a map of reason and until") }
        for entry in entries where !["reason", "until"].contains(entry.key) {
            throw wrong(entry.value, "unknown key \(path).\(entry.key); known are reason, until")
        }
        guard let reason = node["reason"]?.text, !reason.allSatisfy(\.isWhitespace) else {
            throw wrong(node, "\(path) has no reason; say why it may lie there")
        }
        guard let day = node["until"] else { return Allowance(reason: reason, until: nil) }
        guard let text = day.text, Profile.isDay(text) else {
            throw wrong(day, "\(path).until is not a day such as 2027-03-31")
        }
        return Allowance(reason: reason, until: text)
    }

    private static func wrong(_ node: YAMLNode, _ why: String) -> SyntaxError {
        SyntaxError(why, at: SourcePosition(line: node.line, column: node.column))
    }
}

extension AllowedLeaks {
    /// The text with one more, in place of what it said of that fingerprint; comments and everything else stay.
    static func adding(_ one: Allowance, for fingerprint: String, to text: String) throws(SyntaxError) -> String {
        let text = try YAMLText(text)
        var fields: [String: YAMLValue] = ["reason": .text(one.reason)]
        if let until = one.until { fields["until"] = .text(until) }
        guard text.root["allowed"]?.entries != nil else {
            return try text.setting(.map([fingerprint: .map(fields)]), at: [.key("allowed")]).text
        }
        return try text.setting(.map(fields), at: [.key("allowed"), .key(fingerprint)]).text
    }

    /// The text without it.
    static func removing(_ fingerprint: String, from text: String) throws(SyntaxError) -> String {
        let text = try YAMLText(text)
        // Without a key the document would be none.
        if text.root["allowed"]?.entries?.count == 1 { return try text.setting(.map([:]), at: [.key("allowed")]).text }
        return try text.removing([.key("allowed"), .key(fingerprint)]).text
    }
}
