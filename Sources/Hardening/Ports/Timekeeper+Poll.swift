/// What waiting for something came to.
public enum Polled<Answer> {
    case found(Answer)
    /// It did not come in time.
    case late
    /// Whoever waited was told to stop.
    case cancelled

    /// What was waited for; none where it did not come.
    public var answer: Answer? { if case .found(let answer) = self { answer } else { nil } }
}

extension Polled: Sendable where Answer: Sendable {}

extension Timekeeper {
    /// Looks again and again until there is an answer: the one way to wait for a daemon.
    ///
    /// The first look is at once, and the last one not before the time is over.
    ///
    /// - Parameters:
    ///   - pause: milliseconds from the end of one look to the next.
    ///   - limit: milliseconds for everything together.
    ///   - times: how often it is looked at least, where looks take long.
    ///   - look: the look; nothing where it is not so yet.
    /// - Returns: the answer, or why there is none.
    /// - Throws: what a look throws, at once.
    public func poll<Answer, Failure: Error>(
        every pause: Int,
        for limit: Int,
        atLeast times: Int = 1,
        _ look: () async throws(Failure) -> Answer?
    ) async throws(Failure) -> Polled<Answer> {
        let end = milliseconds + limit
        var count = 0
        while true {
            if let answer = try await look() { return .found(answer) }
            count += 1
            if count >= times, milliseconds >= end { return .late }
            do { try await sleep(milliseconds: pause) } catch { return .cancelled }
        }
    }

    /// Looks again and again until something is so.
    ///
    /// - Returns: whether it came to be so in time.
    public func wait(
        every pause: Int,
        for limit: Int,
        atLeast times: Int = 1,
        until isSo: () async -> Bool
    ) async -> Bool {
        let polled: Polled<Void> = await poll(every: pause, for: limit, atLeast: times) { await isSo() ? () : nil }
        return polled.answer != nil
    }
}
