/// Judges a container while it comes up, from one look to the next.
///
/// A gateway that finds its state directory held by another one ends at once, and Docker starts it again and again. The
/// lease of one that was killed runs out after five minutes: until then such ends say nothing about the container.
struct ComingUp {
    enum Judgement: Equatable {
        case well
        case wait
        /// Nobody else starts it again.
        case start
        case failed
    }

    /// What one look showed.
    struct Look: Equatable {
        var isRunning: Bool
        /// Whether Docker is about to start it again.
        var isRestarting = false
        var restarts: Int
        var startedAt: String
        var exitCode = 0
        /// Whether its own check passed; none where it has no check.
        var passes: Bool?
        /// Whether it said that another gateway holds the state.
        var saysHeld = false
    }

    /// Seconds in which a container must become well: a gateway on a small server takes half a minute.
    static let patience = 180
    /// Seconds after which the lease of a gateway that was killed is nobody's any more.
    static let lease = 300
    /// Seconds that Docker waits at most before it starts something again that ended.
    static let pause = 60
    /// Seconds for which one without a check must run, where it ended for a lease before.
    private static let steady = 30
    private(set) var deadline: Int
    private var base: Int?
    private var isHeld = false
    private var lastStart: Int?
    private var runsSince: (started: String, at: Int)?

    /// Here `now` counts seconds from any fixed moment.
    init(now: Int) {
        deadline = now + Self.patience
    }

    /// Whether it ended because another gateway holds the state.
    ///
    /// It says so when it ends with 78 (`EX_CONFIG`), and on some ways with 1.
    func isHeld(_ look: Look) -> Bool { !look.isRunning && look.exitCode != 0 && look.saysHeld }

    mutating func judge(_ look: Look, now: Int) -> Judgement {
        if now >= deadline { return .failed }
        if isHeld(look) {
            if !isHeld {
                isHeld = true
                deadline = now + Self.lease + Self.pause + Self.patience
            }
            base = nil
            runsSince = nil
            if look.isRestarting { return .wait }
            if let lastStart, now - lastStart < 15 { return .wait }
            lastStart = now
            return .start
        }
        guard look.isRunning else {
            // Between two looks it may have ended and not said why yet.
            if let base, look.restarts - base > 3 { return .failed }
            if base == nil { base = look.restarts }
            return .wait
        }
        if isHeld, base == nil { base = look.restarts }
        let first = base ?? look.restarts
        base = first
        if look.restarts - first > 3 { return .failed }
        // Started again since: what ended once may do so again, and is watched anew.
        guard look.restarts == first else {
            if isHeld { base = look.restarts }
            return .wait
        }
        if let passes = look.passes { return passes ? .well : .wait }
        guard isHeld else { return .well }
        if runsSince?.started != look.startedAt { runsSince = (look.startedAt, now) }
        return now - (runsSince?.at ?? now) >= Self.steady ? .well : .wait
    }
}
