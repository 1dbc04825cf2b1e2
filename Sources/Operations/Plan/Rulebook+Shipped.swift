import Controls

extension Rulebook {
    /// What ships with Nacre.
    public static let shipped = Rulebook(
        controls: { Catalogue.controls(for: $0) },
        invariants: { Catalogue.invariants(for: $0) }
    )
}
