import Hardening
import Surface

/// A daemon as it takes over what was put: its own check first, then the taking over, then a look at what it does now.
///
/// What fails at one step keeps the next ones from being made. Undoing is a step of its own, as what was there before may
/// be nothing at all, or something that the daemon's own check refuses.
protocol Daemon {
    typealias Failure = RunningMachine.Failure

    /// What the check saw and the later steps need.
    associatedtype Before

    var host: any MutableSurface { get }

    /// Asks the daemon whether it would take over what was put; changes nothing that runs.
    func check() async throws(Failure) -> Before

    /// Has the daemon take it over.
    func takeOver(_ before: Before) async throws(Failure)

    /// Looks whether the daemon does what it should.
    func look(_ before: Before) async throws(Failure)

    /// Has the daemon take over what was there before, and was put back.
    func takeBack() async throws(Failure)
}

extension Daemon {
    /// Takes over what was put, or was put back.
    func activate(isUndoing: Bool) async throws(Failure) {
        if isUndoing { return try await takeBack() }
        let before = try await check()
        try await takeOver(before)
        try await look(before)
    }
}
