public import Hardening

/// Nothing is done, and nothing was changed.
public struct Refused: Error, Sendable {
    public let why: Why
    /// The generation that it is refused because of.
    public let generation: Generation?

    init(_ why: Why, _ generation: Generation? = nil) {
        self.why = why
        self.generation = generation
    }

    public enum Why: Hashable, Sendable {
        /// No generation waits to be confirmed; the newest is named.
        case nothingWaits
        /// It only unlocks openclaw.json for a while, and nobody is to confirm that.
        case onlyLifts
        case login(LoginObjection, hasSSH: Bool)
        /// Another one has unlocked openclaw.json for a while.
        case lifted
        /// Another one is not settled yet.
        case unsettled
        case nothingLifted
        /// What keeps openclaw.json from being unlocked.
        case blockers([String])
        /// Nothing is in force that could be undone.
        case nothingToUndo
        case noGeneration(Int)
        /// One that is newer than those to be undone cannot be read, in words.
        case newerIsDamaged(Int, String)
        /// Nothing that was confirmed is in force, to compare with; what waits is named.
        case nothingConfirmed
        /// What was confirmed cannot be read, in words.
        case confirmedIsDamaged(String)
        /// The kernel does not say which process this is.
        case noProcess
    }
}
