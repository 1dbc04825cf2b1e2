import Catalog
import Hardening
import Operations
import Reports

/// A plan for people: what is changed, layer by layer, each with the controls that ask for it.
struct PlanText {
    private let plan: Plan
    private let style: TextStyle
    private let sanitizer = Sanitizer.report
    private let mask: PlanMask
    private let stored: StoredParameters
    /// What the audit counts; none where nobody counted.
    private let findings: Findings?
    /// Controls that could not be judged.
    private let unknown: [Control.ID]
    /// What lets connections in now and no longer will.
    private let closing: [String]
    /// What works now and no longer will.
    private let losing: [String]
    /// Ports of gateways that do not run now.
    private let idlePorts: Set<Int>
    /// Whether every change is shown whole.
    private let showsDifferences: Bool
    /// What shows every change whole, with `--diff`.
    private let command: String

    init(
        _ plan: Plan,
        _ style: TextStyle,
        findings: Findings? = nil,
        unknown: [Control.ID] = [],
        closing: [String] = [],
        losing: [String] = [],
        idlePorts: Set<Int> = [],
        showsDifferences: Bool = true,
        hiding values: [String] = [],
        command: String = "nacre plan"
    ) {
        self.command = command
        self.plan = plan
        self.findings = findings
        self.showsDifferences = showsDifferences
        self.losing = losing
        self.idlePorts = idlePorts
        self.closing = closing
        self.unknown = unknown
        mask = PlanMask(plan, hiding: values)
        stored = StoredParameters(plan)
        self.style = style
    }

    var text: String {
        var lines: [String] = []
        if plan.isEmpty {
            lines.append(emptiness)
        } else {
            lines += style.wrap(headline, indent: 0)
        }
        lines += PlanSummary(plan: plan, closing: closing, losing: losing).lines(style)
        lines += showsDifferences ? changes : PlanOverview(plan, style).lines
        lines += activations + advice + blind
        if !showsDifferences, !plan.isEmpty { lines += ["", "Every change whole: sudo \(command) --diff"] }
        return lines.joined(separator: "\n") + "\n"
    }

    /// How much is changed, and how much of what the audit counts that is for.
    private var headline: String {
        let controls = Set(plan.changes.flatMap(\.because) + plan.deferred.flatMap(\.because)).count
        let count = plan.changes.count + plan.deferred.count
        let wait = plan.deferred.count
        let what = style.paint(Term("change").counted(count), .bold)
        let waiting = wait > 0 ? " (\(wait) of them made only where they are needed once a package is there)" : ""
        if findings?.all == 0 { return "\(what)\(waiting) · profile \(plan.profile)" }
        let purpose = findings.map {
            $0.all == $0.ours ? "all \(Term("finding").counted($0.all))" : "\($0.ours) of the \($0.all) findings"
        }
        return "\(what)\(waiting) for \(purpose ?? Term("control").counted(controls)) · profile \(plan.profile)"
    }

    private var changes: [String] {
        var lines: [String] = []
        for layer in Layer.allCases {
            let changes = plan.changes.filter { $0.layer == layer }
            let deferred = plan.deferred.filter { Change.layer(of: $0.because) == layer }
            guard !changes.isEmpty || !deferred.isEmpty else { continue }
            lines += ["", style.paint(layer.title, .bold)]
            var told = Told()
            for change in changes where !stored.contains(change) {
                lines += show(change) + because(change.because, of: change.resource, &told)
            }
            let count = changes.count(where: stored.contains)
            if count > 0 {
                let words = "\(Term("kernel parameter").counted(count)) at once too, as the file for the next boot has"
                lines += ["", "  ~ \(words) \(count == 1 ? "it" : "them")"]
            }
            for wait in deferred {
                lines += ["", "  ~ \(sanitizer.line("\(wait.resource)")), planned once \(wait.package) is installed"]
                lines += list(wait.summaries) + because(wait.because, of: wait.resource, &told)
            }
        }
        return lines
    }

    /// Why there is no change: nothing drifted, or nothing that Nacre changes by itself.
    private var emptiness: String {
        let count = Set(plan.advice.map(\.control)).count
        if count > 0 {
            return "No changes possible yet: \(count) \(count == 1 ? "control needs" : "controls need") you first."
        }
        return unknown.isEmpty ? "No changes needed." : "No changes needed for what could be judged."
    }

    private func show(_ change: Change) -> [String] {
        var lines = [
            "", "  \(sign(change)) \(style.paint(sanitizer.line("\(change.resource)"), .bold))\(words(change))",
        ]
        switch (change.before, change.after) {
        case (.file(let before), .file(let after)):
            lines += difference(before, after)
        case (.absent, .file(let after)):
            lines += difference(State.File([], mode: after.mode), after)
        default:
            lines += list(change.summaries)
        }
        if let interim = change.interim, case .file(let until) = interim, case .file(let after) = change.after {
            lines.append("      until you confirm, also:")
            lines += LineDifference(from: after.text ?? "", to: until.text ?? "").lines.compactMap { line in
                if case .added(let text) = line {
                    "      " + style.paint("+ \(sanitizer.line(mask.line(text)))", .yellow)
                } else {
                    nil
                }
            }
        }
        return lines
    }

    private func sign(_ change: Change) -> String {
        switch (change.before, change.after) {
        case (.absent, _): style.paint("+", .green)
        case (_, .absent): style.paint("-", .red)
        default: style.paint("~", .yellow)
        }
    }

    /// What changes besides content.
    private func words(_ change: Change) -> String {
        switch (change.before, change.after) {
        case (.value(let before), .value(let after)): "  \(before) → \(after)"
        case (.permissions(let before), .permissions(let after)): "  \(before) → \(after)"
        case (.unit(let before), .unit(let after)): "  \(State.unit(before)) → \(State.unit(after))"
        case (.absent, .package): "  installed"
        case (.file(let before), .file(let after)) where before.mode != after.mode:
            "  mode 0\(String(before.mode, radix: 8)) → 0\(String(after.mode, radix: 8))"
        default: ""
        }
    }

    private func difference(_ before: State.File, _ after: State.File) -> [String] {
        guard let old = before.text, let new = after.text else { return ["      not text; \(before) → \(after)"] }
        // Around a change in a file that not everybody may read lie its owner's secrets.
        let context = before.mode & 0o004 == 0 ? 0 : 2
        return LineDifference(from: old, to: new, context: context).lines.compactMap { line in
            switch line {
            case .same("") where old.isEmpty: nil
            case .same(let text): "        \(sanitizer.line(mask.line(text)))"
            case .removed("") where old.isEmpty: nil
            case .removed(let text): "      " + style.paint("- \(sanitizer.line(mask.line(text)))", .red)
            case .added(let text):
                "      " + style.paint("+ \(sanitizer.line(mask.line(text) + stored.note(of: text)))", .green)
            case .skipped(let count): "      " + style.paint("… \(Term("line").counted(count))", .dim)
            }
        }
    }

    private func list(_ summaries: [String]) -> [String] {
        summaries.flatMap { style.wrap(sanitizer.line($0), indent: 6).map { $0.hasPrefix(" ") ? $0 : "      " + $0 } }
    }

    /// Which controls were named already in a layer.
    private struct Told {
        /// By the first resource that was changed for them.
        var first: [Set<Control.ID>: Resource] = [:]
        var last: Set<Control.ID> = []
    }

    /// The controls, or, where the same ones were named already, that they are the same.
    private func because(_ controls: [Control.ID], of resource: Resource, _ told: inout Told) -> [String] {
        let all = Set(controls)
        let isNext = told.last == all
        told.last = all
        var words = controls.joined(separator: ", ")
        if let first = told.first[all], all.count > 1 || isNext {
            words = all.count == 1 ? "the same control" : "the same \(all.count) controls"
            if !isNext { words += " as \(sanitizer.line("\(first)"))" }
        } else {
            told.first[all] = resource
        }
        return style.wrap(words, lead: "      for ", indent: 10).map { style.paint($0, .dim) }
    }

    private var activations: [String] {
        let daemons = plan.stages.compactMap(\.activation).map { "\($0)" }
        guard !daemons.isEmpty else { return [] }
        let told = style.wrap("Taken over, in this order, by: \(daemons.joined(separator: ", ")).", indent: 0) + byHand
        guard plan.stages.contains(where: \.bringsProject) else { return [""] + told }
        return [""] + told
            + style.wrap("Once the new gateway runs, the same run goes on with its settings and its proxy.", indent: 0)
    }

    /// Gateways that nothing but their owner starts anew.
    private var byHand: [String] {
        plan.stages.compactMap(\.activation).flatMap { activation -> [String] in
            guard case .gateway(let gateway) = activation, gateway.container == nil, gateway.unit == nil,
                !idlePorts.contains(gateway.port)
            else { return [] }
            return style.wrap(
                "The gateway on port \(gateway.port) was started by hand: Nacre does not end it, and you have to start it anew "
                    + "afterwards. Until then it works by part of the old configuration, and may answer a new proxy with 403.",
                indent: 0
            )
        }
    }

    private var blind: [String] {
        // What is left to a person for a reason is told with it.
        let unknown = unknown.filter { control in !plan.advice.contains { $0.control == control } }
        guard !unknown.isEmpty else { return [] }
        let heading = style.paint("Unknown (\(unknown.count))", .bold)
        return ["", heading + ", and what is unknown is not changed; why: sudo nacre audit"]
            + style.wrap(unknown.joined(separator: ", "), lead: "  ", indent: 2)
    }

    private var advice: [String] {
        // With nothing to follow, they are left as they are.
        let following = plan.isEmpty ? [] : plan.advice.filter { $0.isFollowing == true }
        let left = plan.advice.filter { one in !following.contains(one) }
        return told(following, "Put right by the changes above") + told(left, "Left to you")
    }

    private func told(_ advice: [Plan.Advice], _ heading: String) -> [String] {
        guard !advice.isEmpty else { return [] }
        let count = Set(advice.map(\.control)).count
        var lines = ["", style.paint("\(heading) (\(count))", .bold)]
        var controls: [String: [Control.ID]] = [:]
        for item in advice { controls[item.text, default: []].append(item.control) }
        // Few are told whole; so is all that keeps a plan from being one.
        let isWhole = showsDifferences || plan.isEmpty || controls.count <= 3
        // Each text once, where its first control stands.
        for item in advice {
            guard let those = controls.removeValue(forKey: item.text) else { continue }
            guard isWhole else {
                let words = "\(Self.firstSentence(item.text)) (\(those.joined(separator: ", ")))"
                lines += style.wrap(sanitizer.line(words), lead: "  -", indent: 4)
                continue
            }
            lines += [""] + style.wrap(those.joined(separator: ", "), lead: "  ", indent: 2)
            lines += style.wrap(sanitizer.line(item.text), lead: "    ", indent: 4)
        }
        if !isWhole { lines.append("  How it is done: nacre explain ID, or sudo nacre plan --diff") }
        return lines
    }

    private static func firstSentence(_ text: String) -> String {
        text.firstRange(of: ". ").map { String(text[..<$0.lowerBound]) } ?? text
    }
}
