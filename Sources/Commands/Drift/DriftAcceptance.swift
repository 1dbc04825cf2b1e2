import Hardening
import Operations
import Reports

/// What of a drift somebody lives with: which part was named, and how it is told.
enum DriftAcceptance {
    /// - Throws: `ConfigurationError` for a name that is not among what drifted.
    static func part(of drift: Drift, named names: [String]) throws -> Drift {
        guard !names.isEmpty else { return drift }
        // As it is, or as it is shown.
        func isNamed(_ name: String, by given: String) -> Bool {
            name == given || Sanitizer.report.line(name) == given
        }
        for given in names where !drift.names.contains(where: { isNamed($0, by: given) }) {
            let known = drift.names.map { "\"\(Sanitizer.report.line($0))\"" }.joined(separator: ", ")
            let there = drift.names.isEmpty ? "nothing drifted" : "there is \(known)"
            throw ConfigurationError("\(Sanitizer.report.line(given)) did not drift; \(there)")
        }
        return drift.only { name in names.contains { isNamed(name, by: $0) } }
    }

    /// What was accepted, and what could not be.
    static func words(_ drift: Drift, but left: [Resource]) -> String {
        let shown = Sanitizer.report
        let out = Set(left.map { "\($0)" })
        let names = drift.names.filter { !out.contains($0) }
        return
            (names.isEmpty
            ? "\n"
            : "\nAccepted as it is now, and any other change of it is named again. Take it back: sudo nacre "
                + "drift --withdraw \(names.count == 1 ? LeakCommandLine.quoted(shown.line(names[0])) : "NAME")\n"
                + names.map { "  \(shown.line($0))\n" }.joined())
            + left.map { "  not accepted, as it cannot be read: \(shown.line("\($0)"))\n" }.joined()
    }

    static func list(_ acceptances: [(name: String, acceptance: Baseline.Acceptance?)]) -> String {
        guard !acceptances.isEmpty else { return "Nothing that drifted is accepted on this server.\n" }
        let shown = Sanitizer.report
        return acceptances.map { name, acceptance in
            let why = acceptance.map { "\(shown.line($0.reason)), since \(Timestamp($0.since).human)" }
            return "\(shown.line(name)): \(why ?? "no reason was kept")\n"
        }.joined()
    }
}
