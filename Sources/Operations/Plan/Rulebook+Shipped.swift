import Controls

extension Rulebook {
    /// What ships with Nacre.
    public static let shipped = Rulebook(
        controls: { ControlList.controls(for: $0) },
        invariants: { ControlList.invariants(for: $0) }
    )
}
