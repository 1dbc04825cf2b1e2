import Catalog
import Controls
import Hardening
import Operations
import Reports
import Vault

/// What undoing generations opens again, in plain words: what a person wants to know before they say yes.
enum ReopenedWords {
    /// Here `times` is since when each secret of the vault is in force; none where that is not known.
    static func text(_ back: TakingBack, _ style: TextStyle, vault times: [SecretName: UInt64]? = nil) -> String {
        let generations = back.generations
        guard !generations.isEmpty else { return "" }
        let sanitizer = Sanitizer.report
        var lines = generations.map { generation in
            "Generation \(generation.number), \(Timestamp(generation.about.created).human): "
                + "\(Term("change").counted(generation.plan.changes.count)), \(sanitizer.line("\(generation.progress)"))"
        }
        lines.insert(style.paint("What is undone", .bold), at: 0)
        lines += generations.compactMap(again).flatMap { style.wrap($0, lead: "  -", indent: 4) }
        let undone = generations.filter { $0.about.reverts == nil }
        let again = undone.flatMap(reopened) + faults(undone, back.reopening)
        var told: [String] = []
        for words in again where !told.contains(words) { told.append(words) }
        if !told.isEmpty {
            lines += ["", style.paint("What opens again, or is allowed again", .bold)]
            lines += told.flatMap { style.wrap(sanitizer.line($0), lead: "  -", indent: 4) }
        }
        if undone.contains(where: { $0.plan.changes.contains { $0.because.contains(KeyMigration.control) } }) {
            lines += ["", style.paint("Keys that were moved into the vault", .bold)]
            let moving = undone.filter { $0.plan.changes.contains { $0.because.contains(KeyMigration.control) } }
            lines += keys(since: moving.map(\.about.created).min(), times).flatMap {
                style.wrap($0, lead: "  -", indent: 4)
            }
        }
        if let why = back.unseen {
            lines += ["", "What else old values of OpenClaw's files open could not be seen: \(sanitizer.line(why))"]
        }
        return lines.joined(separator: "\n") + "\n\n"
    }

    /// What is in force again where a generation is undone that took others back.
    private static func again(_ generation: Generation) -> String? {
        guard let reverts = generation.about.reverts, !reverts.isEmpty else { return nil }
        let numbers = reverts.sorted().map(String.init).joined(separator: ", ")
        return "Generation \(generation.number) took back \(numbers): what that had put is in force again"
    }

    private static func keys(since moved: Int?, _ times: [SecretName: UInt64]?) -> [String] {
        [rotated(since: moved, times)] + kept
    }

    private static func rotated(since moved: Int?, _ times: [SecretName: UInt64]?) -> String {
        let start = "They come back as they were when they were moved"
        guard let moved, let times else {
            return start
                + ": of one that was rotated or compromised since, the old value is in force again. sudo nacre vault list "
                + "shows which have a newer version; put that into openclaw.json yourself."
        }
        let newer = times.filter { $0.value > UInt64(max(0, moved)) }.keys.sorted()
        guard !newer.isEmpty else { return "\(start); none was rotated since." }
        return start
            + ". These were put into the vault, rotated or compromised since, and where one of them was moved, its old value is in "
            + "force again: \(newer.map(\.text).joined(separator: ", ")). Put the new value into openclaw.json yourself: sudo nacre "
            + "vault get NAME --reveal; whether somebody else may have the old one, sudo nacre vault history NAME says."
    }

    private static let kept = [
        "The vault keeps them, and the gateway stays enrolled: sudo nacre vault enroll NAME --withdraw, sudo nacre vault remove NAME"
    ]

    private static func reopened(_ generation: Generation) -> [String] {
        var words: [String] = []
        let changes = generation.plan.changes
        if changes.contains(where: { $0.resource == .ruleset }) {
            words.append("the ports that the firewall closed, as far as something listens on them")
        }
        if let port = generation.about.ports.first {
            words.append(
                "SSH's port from before; \(port) no longer answers, where nothing else opens it and nobody changed sshd's files since"
            )
        }
        let controls = generation.profile.map { ControlList.controls(for: $0) } ?? []
        // What stopped, without what had to be done instead.
        words += generation.plan.costs(by: controls).map(withoutSubstitute)
        return words
    }

    /// Up to the first colon or semicolon that stands in no parentheses.
    static func withoutSubstitute(_ cost: String) -> String {
        var depth = 0
        for (index, character) in zip(cost.indices, cost) {
            depth += character == "(" ? 1 : character == ")" ? -1 : 0
            if depth == 0, ":;".contains(character), cost[index...].dropFirst().first == " " {
                return String(cost[..<index])
            }
        }
        return cost
    }

    /// The worst of what was closed for good reason, and what old values bring back: every critical one, and a few more.
    private static func faults(_ generations: [Generation], _ reopening: [Control]) -> [String] {
        var severe = reopening
        for generation in generations {
            let controls = generation.profile.map { ControlList.controls(for: $0) } ?? []
            let because = Set(generation.plan.changes.flatMap(\.because))
            severe += controls.filter { because.contains($0.id) && $0.severity >= .high }
        }
        var seen: Set<Control.ID> = []
        severe = severe.filter { seen.insert($0.id).inserted }
        let critical = severe.filter { $0.severity == .critical }
        let others = severe.filter { $0.severity != .critical }
        let shown = critical + others.prefix(max(0, 8 - critical.count))
        let more = severe.count - shown.count
        return shown.map { "\($0.fault) (\($0.severity.rawValue))" }
            + (more > 0 ? ["\(more) more faults of high severity"] : [])
    }
}
