/// What an agent may use, and what it used.
public struct Budget: Sendable {
    /// What is not named has no limit but `streams`.
    public struct Limits: Sendable, Equatable {
        public var requestsPerMinute: Int?
        public var tokensPerMinute: Int?
        /// Of the last 24 hours.
        public var tokensPerDay: Int?
        /// Answers that are under way at once.
        public var streams = 64

        public init() {}
    }

    /// Why a request is refused, and for how many seconds.
    struct Excess: Error, Hashable {
        let what: String
        let seconds: Int

        /// For the person who reads the answer.
        var words: String {
            seconds > 0
                ? "\(what); it goes on in \(Self.span(seconds))" : "\(what); it goes on when one of them has ended"
        }

        private static func span(_ seconds: Int) -> String {
            switch seconds {
            case ...90: "\(seconds) seconds"
            case ...5400: "\((seconds + 59) / 60) minutes"
            default: "\((seconds + 3599) / 3600) hours"
            }
        }
    }

    var limits: Limits
    /// Whole minutes, of which there are as many as a day has, with what was used in each.
    private var minutes: [(minute: Int, requests: Int, tokens: Int)] = []
    private(set) var open = 0

    init(_ limits: Limits) { self.limits = limits }

    /// Counts a request, unless it is one too many.
    ///
    /// Time is in seconds from any beginning that stays.
    mutating func begin(at time: Int) throws(Excess) {
        let now = time / 60
        minutes.removeAll { $0.minute <= now - 1440 }
        guard open < limits.streams else {
            throw Excess(what: "this agent has \(limits.streams) answers under way, which is its limit", seconds: 0)
        }
        let last = minutes.last { $0.minute == now }
        let wait = 60 - time % 60
        if let limit = limits.requestsPerMinute, (last?.requests ?? 0) >= limit {
            throw Excess(what: "this agent has had its \(limit) requests of this minute", seconds: wait)
        }
        if let limit = limits.tokensPerMinute, (last?.tokens ?? 0) >= limit {
            throw Excess(what: "this agent has had its \(limit) tokens of this minute", seconds: wait)
        }
        if let limit = limits.tokensPerDay, minutes.reduce(0, { $0 + $1.tokens }) >= limit {
            // It goes on when enough of what was used is a day ago.
            var left = minutes.reduce(0) { $0 + $1.tokens }
            let first = minutes.first { entry in
                left -= entry.tokens
                return left < limit
            }
            let end = ((first?.minute ?? now) + 1440) * 60
            throw Excess(what: "this agent has had its \(limit) tokens of a day", seconds: max(60, end - time))
        }
        open += 1
        add(requests: 1, tokens: 0, at: now)
    }

    /// Counts what an answer took.
    mutating func end(tokens: Int, at time: Int) {
        open = max(0, open - 1)
        add(requests: 0, tokens: max(0, tokens), at: time / 60)
    }

    /// What was used in the last day.
    var used: (open: Int, requests: Int, tokens: Int) {
        (open, minutes.reduce(0) { $0 + $1.requests }, minutes.reduce(0) { $0 + $1.tokens })
    }

    private mutating func add(requests: Int, tokens: Int, at minute: Int) {
        if let last = minutes.indices.last, minutes[last].minute >= minute {
            minutes[last].requests += requests
            minutes[last].tokens += tokens
        } else {
            minutes.append((minute, requests, tokens))
        }
    }
}
