import Hardening
import Reports

/// A plan in a line for each change, layer by layer.
struct PlanOverview {
    private let plan: Plan
    private let style: TextStyle
    private let mask: PlanMask
    private let sanitizer = Sanitizer.report

    init(_ plan: Plan, _ style: TextStyle) {
        self.plan = plan
        self.style = style
        mask = PlanMask(plan)
    }

    var lines: [String] {
        var lines: [String] = []
        for layer in Layer.allCases {
            let changes = plan.changes.filter { $0.layer == layer }
            let waiting = plan.deferred.filter { Change.layer(of: $0.because) == layer }
            guard !changes.isEmpty || !waiting.isEmpty else { continue }
            lines += ["", style.paint(layer.title, .bold)]
            let parameters = changes.filter(\.isOfKernel)
            for change in changes where !(change.isOfKernel && parameters.count > 3) { lines += line(change) }
            if parameters.count > 3 {
                lines.append("  ~ \(parameters.count) kernel parameters, now and after every boot")
            }
            for wait in waiting {
                lines += style.wrap(
                    sanitizer.line("\(wait.resource): \(summary(wait.summaries))"),
                    lead: "  ~",
                    indent: 4
                )
            }
        }
        return lines
    }

    private func line(_ change: Change) -> [String] {
        let words: String =
            switch (change.before, change.after) {
            case (.value(let before), .value(let after)): "\(before) → \(after)"
            case (.permissions(let before), .permissions(let after)): "\(before) → \(after)"
            case (.unit(let before), .unit(let after)): "\(State.unit(before)) → \(State.unit(after))"
            case (.absent, .package): "installed"
            default: summary(change.summaries)
            }
        let sign =
            switch (change.before, change.after) {
            case (.absent, _): "+"
            case (_, .absent): "-"
            default: "~"
            }
        let text = mask.line(sanitizer.line("\(change.resource): \(words)"))
        return style.wrap(text, lead: "  \(sign)", indent: 4)
    }

    /// The first things that are done, and how many more.
    private func summary(_ summaries: [String]) -> String {
        let first = summaries.prefix(2).joined(separator: "; ")
        return summaries.count > 2 ? "\(first); and \(summaries.count - 2) more" : first
    }
}

extension Change {
    fileprivate var isOfKernel: Bool { if case .kernelParameter = resource { true } else { false } }
}
