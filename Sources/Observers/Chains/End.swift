/// What stands at a chain's far end.
struct End: Hashable, Sendable {
    /// `commands`, `configuration`, `private data`, …: what a control asks for.
    let kind: String
    /// What becomes visible, where something does.
    let sees: String?
    let act: String
    let links: [String]
}
