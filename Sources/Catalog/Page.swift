/// The documentation of one entry.
public struct Page: Sendable {
    /// A heading with what stands below it.
    public struct Section: Sendable {
        public let heading: String
        /// Markdown; empty where the section says nothing and is left out.
        public let text: String

        public init(_ heading: String, text: String) {
            self.heading = heading
            self.text = text
        }

        /// A list, one item each.
        public init(_ heading: String, items: [String]) {
            self.init(heading, text: items.map { "- \($0)" }.joined(separator: "\n"))
        }
    }

    public let title: String
    /// Identifier, group and severity in one line.
    public let summary: String
    public let rationale: String
    public let sections: [Section]

    /// - Parameters:
    ///   - entry: what is documented.
    ///   - words: an answer as a page says it.
    public init<Item: Entry>(_ entry: Item, words: (Item.Answer) -> String) {
        title = entry.title
        summary =
            "`\(entry.id)` · \(Item.vocabulary.group.one): \(entry.group.title) · severity: \(entry.severity.rawValue)"
        rationale = entry.rationale
        let examples = entry.examples.map { "\($0.name): \(words($0.answer))" }
        sections =
            entry.details + [
                Section("How to fix it", text: entry.remedy), Section("Examples", items: examples),
                Section("References", items: entry.references.map(\.description)),
            ]
    }

    public var markdown: String {
        let parts = sections.filter { !$0.text.isEmpty }.map { "## \($0.heading)\n\n\($0.text)" }
        return (["# \(title)", summary, rationale] + parts).joined(separator: "\n\n") + "\n"
    }
}

extension Entry where Answer == Finding.Verdict {
    /// The documentation page of the entry, as Markdown.
    public var page: String { Page(self) { Self.vocabulary.name(of: $0) }.markdown }
}
