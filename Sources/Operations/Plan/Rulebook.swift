public import Hardening

/// Where the controls of a profile come from, and what else is asked of every plan.
public struct Rulebook: Sendable {
    let controls: @Sendable (Profile) -> [Control]
    let remediations: @Sendable (Profile) -> [Remediation]
    let invariants: @Sendable (Profile) -> [Invariant]

    public init(
        controls: @escaping @Sendable (Profile) -> [Control],
        remediations: @escaping @Sendable (Profile) -> [Remediation],
        invariants: @escaping @Sendable (Profile) -> [Invariant]
    ) {
        self.controls = controls
        self.remediations = remediations
        self.invariants = invariants
    }
}
