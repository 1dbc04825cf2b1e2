import Exchanges
import Guard

/// What is known of an exchange, in the words of a person.
struct ExchangeText {
    private let id: String
    private let event: JSONNode?
    private let entries: [JournalEntry]

    /// - Parameters:
    ///   - id: its reference.
    ///   - event: what the database has of it.
    ///   - lines: what the journal has of it.
    init(_ id: String, _ event: JSONNode?, _ lines: [[UInt8]]) {
        (self.id, self.event) = (id, event)
        entries = lines.compactMap { JournalEntry($0) }
    }

    private func word(_ key: String) -> String { event?[key]?.words ?? "" }
    private func number(_ key: String) -> Int { event?[key]?.integer ?? 0 }

    /// Lines that are safe to show.
    var lines: [String] {
        var lines = event == nil ? ["\(id) has not ended, or its end was not recorded"] : ended
        if !entries.isEmpty {
            lines.append("What was decided:")
            lines += entries.map { "  \(JournalText.time($0.time))  \($0.words)" }
        }
        lines.append("What to do: \(advice)")
        return lines.map(Shown.line)
    }

    private var ended: [String] {
        let model = word("model").isEmpty ? "" : " for \(word("model"))"
        var lines = [
            "\(id): \(word("agent")) asked \(word("upstream"))\(model) (\(word("path"))); it ended at "
                + JournalText.time(number("time"))
        ]
        let span = "\(number("milliseconds")) ms"
        let status = number("status")
        let end = status == 0 ? "nothing was answered" : "answered with \(status), \(number("bytes")) bytes"
        lines.append("  \(outcome)\(word("why").isEmpty ? "" : ": \(word("why"))")")
        lines.append("  \(end), after \(span)")
        if number("input") + number("output") > 0 {
            let cached = number("cache-read") + number("cache-write")
            lines.append(
                "  \(number("input")) tokens in\(cached > 0 ? " (\(number("cache-read")) from a cache, \(number("cache-write")) into it)" : "")"
                    + ", \(number("output")) out" + (word("cost") == "0" ? "" : ", $\(word("cost"))")
            )
        }
        let findings = (event?["findings"]?.elements ?? []).compactMap(\.words)
        if !findings.isEmpty { lines.append("  taken out: \(findings.joined(separator: ", "))") }
        return lines
    }

    /// Whether the upstream itself answered with an error, which goes on as it is.
    private var isError: Bool { word("outcome") == ExchangeEvent.Outcome.answered.rawValue && number("status") >= 400 }

    private var outcome: String {
        if isError { return "the upstream answered with an error of its own" }
        return switch ExchangeEvent.Outcome(rawValue: word("outcome")) {
        case .answered: "it was answered"
        case .malformed: "the request was refused"
        case .overBudget: "it was refused: a budget is used up"
        case .unpriced: "it was refused: what it costs is not known"
        case .stopped: "it was refused: the agent is stopped"
        case .failed: "it failed"
        case .keyRefused: "the upstream refused what was asked with the guard's key"
        case .callRefused: "a call in the answer was refused"
        case .left: "the client hung up before the end"
        case nil: word("outcome")
        }
    }

    private var advice: String {
        let agent = word("agent")
        let upstream = word("upstream")
        if isError {
            return number("status") == 429
                ? "wait: \(upstream) takes no more for now; a budget of the agent keeps it below the provider's limit"
                : "see what the error says, which the agent has; the request or \(upstream) itself is at fault"
        }
        switch ExchangeEvent.Outcome(rawValue: word("outcome")) {
        case .answered:
            return event?["findings"]?.elements.isEmpty == false
                ? "find out how what was taken out came into the conversation; a secret that a model was told is to be replaced"
                : "nothing"
        case .malformed:
            return
                "what asked sent something that this API does not take, or that the guard lets nobody send; see docs/guard.md"
        case .overBudget:
            return
                "wait, or raise agents.\(agent).budget in guard.yaml: sudo nacre-guard reload; sudo nacre-guard status shows what was used"
        case .unpriced:
            return "write the model's price into upstreams.\(upstream).prices of guard.yaml: sudo nacre-guard reload"
        case .stopped:
            return
                "find out how the canary got out, see sudo nacre-guard tail --agent \(agent); then sudo systemctl restart nacre-guard"
        case .failed:
            return
                "ask again; if it stays so, see whether \(upstream) can be reached, and whether its url in guard.yaml is right"
        case .keyRefused:
            return
                "see what the provider says; where it is the key or its account, put a key in the place of upstreams.\(upstream).key "
                + "that it takes, or pay: sudo nacre-guard reload"
        case .callRefused:
            return
                "where the call is wanted, have the agent ask again, and allow it: sudo nacre-guard status shows what waits"
        case .left: return "nothing, unless the client hangs up often: its own time limit may be too short"
        case nil: return "sudo nacre-guard status shows whether it waits for you"
        }
    }
}
