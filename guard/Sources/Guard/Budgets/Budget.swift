/// What an agent may use, and what it used.
public struct Budget: Sendable {
    /// What is not named has no limit but `streams`.
    public struct Limits: Sendable, Equatable {
        public var requestsPerMinute: Int?
        public var tokensPerMinute: Int?
        /// Of the last 24 hours.
        public var tokensPerDay: Int?
        /// Of the last 24 hours.
        public var costPerDay: Dollars?
        /// Answers that are under way at once.
        public var streams = 64

        public init() {}
    }

    /// What was used in some time.
    struct Use: Hashable, Sendable {
        var requests = 0
        var tokens = 0
        var cost = Dollars(billionths: 0)

        static func + (one: Use, other: Use) -> Use {
            Use(
                requests: one.requests &+ other.requests,
                tokens: one.tokens &+ other.tokens,
                cost: one.cost + other.cost
            )
        }

        static func - (one: Use, other: Use) -> Use {
            Use(
                requests: one.requests &- other.requests,
                tokens: one.tokens &- other.tokens,
                cost: Dollars(billionths: one.cost.billionths &- other.cost.billionths)
            )
        }
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
    private(set) var minutes: [(minute: Int, use: Use)] = []
    private(set) var open = 0

    init(_ limits: Limits) { self.limits = limits }

    /// Counts a request, unless it is one too many.
    ///
    /// Time is in seconds from any beginning that stays.
    mutating func begin(at time: Int) throws(Excess) {
        let now = time / 60
        forget(at: now)
        guard open < limits.streams else {
            throw Excess(what: "this agent has \(limits.streams) answers under way, which is its limit", seconds: 0)
        }
        let last = minutes.last { $0.minute == now }?.use ?? Use()
        let wait = 60 - time % 60
        if let limit = limits.requestsPerMinute, last.requests >= limit {
            throw Excess(what: "this agent has had its \(limit) requests of this minute", seconds: wait)
        }
        if let limit = limits.tokensPerMinute, last.tokens >= limit {
            throw Excess(what: "this agent has had its \(limit) tokens of this minute", seconds: wait)
        }
        if let limit = limits.tokensPerDay, let end = end(at: now, where: { $0.tokens >= limit }) {
            throw Excess(what: "this agent has had its \(limit) tokens of a day", seconds: max(60, end - time))
        }
        if let limit = limits.costPerDay, let end = end(at: now, where: { $0.cost >= limit }) {
            throw Excess(what: "this agent has had its \(limit) of a day", seconds: max(60, end - time))
        }
        open += 1
        add(Use(requests: 1), at: now)
    }

    /// When enough of what was used is a day ago; nothing where it is not too much.
    private func end(at now: Int, where isTooMuch: (Use) -> Bool) -> Int? {
        guard isTooMuch(used) else { return nil }
        var left = used
        for entry in minutes {
            left = left - entry.use
            if !isTooMuch(left) { return (entry.minute + 1440) * 60 }
        }
        return (now + 1440) * 60
    }

    /// Counts what an answer took.
    mutating func end(tokens: Int, cost: Dollars = Dollars(billionths: 0), at time: Int) {
        open = max(0, open - 1)
        add(Use(tokens: max(0, tokens), cost: cost), at: time / 60)
    }

    /// What was used in the last day.
    mutating func used(at time: Int) -> Use {
        forget(at: time / 60)
        return used
    }

    private mutating func forget(at now: Int) { minutes.removeAll { $0.minute <= now - 1440 } }

    private var used: Use { minutes.reduce(Use()) { $0 + $1.use } }

    /// Adds what was used before, in any order.
    mutating func restore(_ others: [(minute: Int, use: Use)]) {
        var all: [Int: Use] = [:]
        for entry in minutes + others {
            all[entry.minute, default: Use()] = all[entry.minute, default: Use()] + entry.use
        }
        minutes = all.sorted { $0.key < $1.key }.map { (minute: $0.key, use: $0.value) }
    }

    private mutating func add(_ use: Use, at minute: Int) {
        if let last = minutes.indices.last, minutes[last].minute >= minute {
            minutes[last].use = minutes[last].use + use
        } else {
            minutes.append((minute, use))
        }
    }
}
