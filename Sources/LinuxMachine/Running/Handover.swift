import Hardening

/// What one change of a gateway leaves for the next step: what was stopped for it, and since when it is away.
actor Handover {
    /// How a gateway was before it was stopped.
    struct Before: Sendable {
        let answered: Bool
        let isHealthy: Bool
    }

    private let clock: any Timekeeper
    private var stopped: [String: Before] = [:]
    private var ranBefore: Set<String> = []
    /// Those whose file was changed and that nobody but whoever started them may end.
    private(set) var running: [Activation.Gateway] = []
    /// Those that answered before, were started anew, and were not waited for.
    private(set) var owed: [Activation.Gateway] = []
    /// What an undoing left alone that it would have started anew, in words.
    private(set) var left: [String] = []
    /// Why Docker is not started; none where it runs, or nobody asked yet.
    private(set) var whyDockerIsStopped: String?
    private var awaySince: Int?
    private var away = 0

    init(_ clock: any Timekeeper) { self.clock = clock }

    /// The gateway of this name is stopped now.
    func stop(_ name: String, _ before: Before) { stopped[name] = before }

    /// How it was before it was stopped here; none where it was not.
    func before(_ name: String) -> Before? { stopped[name] }

    func isStopped(_ name: String) -> Bool { stopped[name] != nil }

    func start(_ name: String) { stopped[name] = nil }

    /// These services of compose projects ran before anything was changed.
    func ran(_ names: Set<String>) { ranBefore.formUnion(names) }

    func ran(_ name: String) -> Bool { ranBefore.contains(name) }

    func leaves(running gateway: Activation.Gateway) {
        if !running.contains(gateway) { running.append(gateway) }
    }

    func leave(_ words: String) {
        if !left.contains(words) { left.append(words) }
    }

    func leavesDockerStopped(_ why: String) { whyDockerIsStopped = why }

    func owes(_ gateway: Activation.Gateway) {
        if !owed.contains(gateway) { owed.append(gateway) }
    }

    func leaves() { awaySince = awaySince ?? clock.milliseconds }

    func answers() {
        guard let since = awaySince else { return }
        awaySince = nil
        away += max(0, clock.milliseconds - since)
    }

    /// Milliseconds for which a gateway was away in all, and is.
    func total() -> Int { away + (awaySince.map { clock.milliseconds - $0 } ?? 0) }
}
