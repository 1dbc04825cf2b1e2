import Exchanges

/// One decision, as it is read from the journal.
///
/// What it says may be others' words: it is cleaned before it is shown.
public struct JournalEntry: Sendable {
    /// In seconds since 1970.
    public let time: Int
    public let event: String
    public let agent: String
    /// Nothing where it is no exchange's.
    public let exchange: String?
    private let details: [(key: String, value: String)]

    /// Reads a line; nothing where it is no entry.
    public init?(_ line: some Sequence<UInt8>) {
        guard let root = try? JSONText(Array(line)).root, let time = root["time"]?.integer,
            let event = root["event"]?.words, let agent = root["agent"]?.words
        else { return nil }
        (self.time, self.event, self.agent) = (time, event, agent)
        exchange = root["exchange"]?.words
        let other: Set<String> = ["n", "before", "time", "event", "agent", "exchange"]
        details = root.members.compactMap { key, value in
            guard let key = key.words, !other.contains(key), let value = value.words else { return nil }
            return (key, value)
        }
    }

    private func detail(_ key: String) -> String { details.first { $0.key == key }?.value ?? "" }

    /// What was decided, as a sentence.
    public var words: String {
        switch event {
        case "refused": "refused: \(detail("why"))"
        case "refused-unknown":
            "refused \(detail("asked").isEmpty ? "something" : detail("asked")) from \(detail("peer")): \(detail("why"))"
                + (detail("others").isEmpty ? "" : " (and \(detail("others")) more since the last such line)")
        case "failed": "\(detail("upstream")) failed: \(detail("why"))"
        case "key-refused":
            detail("why").isEmpty
                ? "\(detail("upstream")) refused the guard's key with \(detail("status"))"
                : "\(detail("upstream")): \(detail("why"))"
        case "redacted": "taken out of the \(detail("direction")): \(found)"
        case "canary":
            "CANARY \(found) was seen in the \(detail("direction")); "
                + (agent.isEmpty ? "it is no agent's" : "the agent is stopped")
        case "call-refused": "a call was refused: \(detail("why"))"
        case "held": "\(detail("id")) waits for a person: \(detail("why"))"
        case "asked-again": "asked again for \(detail("id")), which waits since \(detail("of"))"
        case "allowed":
            "a person allowed \(detail("id"))"
                + (nobody.isEmpty
                    ? "" : "\(nobody); if the same is asked again within \(Holds.kept) s, it goes through")
        case "refused-by-person": "a person refused \(detail("id"))\(nobody)"
        case "expired": "nobody decided about \(detail("id")) \(until); it was refused"
        case "abandoned":
            detail("after") == "allowed"
                ? "\(detail("id")) was allowed, but its client did not ask for it again\(detail("why").isEmpty ? "" : " \(until)")"
                : "nobody decided about \(detail("id")) \(until)\(nobody)"
        case "reloaded": detail("what")
        case "reload-refused": "reload refused: \(detail("why"))"
        case "keys-changed": "the vault has other keys, which are in force: \(detail("names"))"
        case "vault-failed": "the vault gave no keys, older ones stay in force: \(detail("why"))"
        case "state-failed": "what agents use cannot be written: \(detail("why"))"
        case "state-put-aside": "the database before was put aside as \(detail("file")): \(detail("why"))"
        case "exchanges-left-out": "\(detail("count")) exchanges were not recorded: too many at once"
        case "began-anew": begunAnew
        case "lines-lost": "\(detail("count")) lines could not be written: \(detail("why"))"
        default: ([event] + details.map { "\($0.key)=\($0.value)" }).joined(separator: " ")
        }
    }

    private var begunAnew: String {
        let file = detail("file")
        let end =
            detail("lines").isEmpty ? "" : "; it had \(detail("lines")) lines, the last with the hash \(detail("hash"))"
        return
            (file.isEmpty
            ? "a new journal was begun in place of the one before" : "the journal before was put aside as \(file)")
            + ": \(detail("why"))\(end)"
    }

    /// Until when something was waited for.
    private var until: String { detail("why").isEmpty ? "in time" : "before \(detail("why"))" }

    /// For how long its client had been gone.
    private var nobody: String {
        detail("nobody-for").isEmpty ? "" : ", for which no client has waited for \(detail("nobody-for")) s"
    }

    private var found: String {
        let name = detail("name")
        return name.isEmpty ? detail("kind") : "\(detail("kind")) \(name)"
    }
}
