import Catalog
import Hardening
import Operations
import Reports

extension Drift {
    func text(_ style: TextStyle, _ traces: [Resource: [String]] = [:]) -> String {
        let when = since.map { ", confirmed \(Timestamp($0).human)" } ?? ""
        var lines = ["Compared with generation \(generation.number)\(when):"]
        if let sourceWords { lines += style.wrap(sourceWords, lead: "", indent: 0) }
        if isEmpty { lines.append("Nothing drifted.") }
        for lapse in lapses {
            let verdict =
                lapse.before == .drifted
                ? "finds more than when that was confirmed"
                : lapse.outcome.finding.verdict == .drifted ? "no longer holds" : "can no longer be determined"
            lines += ["", "\(style.paint(lapse.outcome.entry.id, .bold)) \(verdict): \(lapse.outcome.entry.title)"]
            for sight in lapse.evidence.prefix(3) {
                lines += style.wrap(
                    Sanitizer.report.line("\(sight.resource): \(sight.observed)"),
                    lead: "  found",
                    indent: 10
                )
            }
        }
        for alteration in alterations {
            let resource = Sanitizer.report.line("\(alteration.change.resource)")
            let now = alteration.keys.isEmpty ? "now \(Self.words(alteration.now))" : Self.words(alteration.keys)
            lines += ["", "\(style.paint(resource, .bold)) is not as Nacre put it: \(now)"]
            for trace in traces[alteration.change.resource] ?? [] {
                lines += style.wrap(Sanitizer.report.line(trace), lead: "  trace", indent: 10)
            }
        }
        if !isEmpty {
            let layers = Set(lapses.compactMap { $0.outcome.entry.id.split(separator: ".").first.map(String.init) })
                .sorted()
            let choice = layers.isEmpty ? "" : ", all of it or one layer"
            lines += ["", "Put in place again what no longer holds\(choice):", "    sudo nacre apply"]
            lines += layers.map { "    sudo nacre drift --reapply \($0)" }
        }
        if !alterations.isEmpty {
            lines.append("Neither touches a file that you changed yourself while its controls hold; it stays listed.")
        }
        if !isEmpty {
            lines.append(
                "Where it is meant to be as it is now, sudo nacre drift --accept --reason \"…\" compares with that from then on; with a name "
                    + "behind it, of that alone."
            )
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Said where the profile's name or file does not say what was confirmed.
    private var sourceWords: String? {
        let name = Sanitizer.report.line(generation.about.profileSource)
        switch source {
        case .same: return nil
        case .changed:
            return
                "The profile \(name) says something else since: this compares with what was confirmed, and nacre audit "
                + "and nacre plan go by what it says now."
        case .gone(let why):
            return
                "The profile \(name) can no longer be read (\(Sanitizer.report.line(why))): this compares with what was "
                + "confirmed."
        case .notKept:
            return
                "What the profile \(name) said when this was confirmed is not known: this compares with what it says now."
        }
    }

    private static func words(_ keys: [String]) -> String {
        "other than it put are " + keys.map { Sanitizer.report.line($0) }.joined(separator: ", ")
    }

    private static func words(_ observation: Observation) -> String {
        switch observation {
        case .state(let state): Sanitizer.report.line("\(state)")
        case .unreadable(let why): Sanitizer.report.line("unreadable: \(why)")
        }
    }
}
