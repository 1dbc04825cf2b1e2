import Catalog

extension Control {
    /// The documentation page for this control, as Markdown.
    public var page: String {
        var sections = [
            "# \(title)",
            "`\(id)` · layer: \(layer.title) · severity: \(severity.rawValue)",
            rationale,
        ]
        func add(_ heading: String, _ lines: [String]) {
            guard !lines.isEmpty else { return }
            sections.append("## \(heading)\n\n" + lines.map { "- \($0)" }.joined(separator: "\n"))
        }
        add("Where it applies", conditions.map(\.summary))
        add("What is put in place", requirements.map(\.summary))
        add("What must be true", expectations.map(\.summary))
        sections.append("## How to close it\n\n\(remedy)")
        add("Examples", examples.map { "\($0.name): \($0.verdict.rawValue)" })
        add("References", references.map(\.description))
        return sections.joined(separator: "\n\n") + "\n"
    }
}
