public import Hardening

/// Where the controls of a profile come from, and what else is asked of every plan.
public struct Rulebook: Sendable {
    let controls: @Sendable (Profile) -> [Control]
    let invariants: @Sendable (Profile) -> [Invariant]

    public init(
        controls: @escaping @Sendable (Profile) -> [Control],
        invariants: @escaping @Sendable (Profile) -> [Invariant]
    ) {
        self.controls = controls
        self.invariants = invariants
    }
}
