/// What was found and what was not looked at, in memory that no input makes grow without end.
///
/// What is not listed is counted, and its source named.
public struct LeakList {
    /// What is kept at most.
    public struct Bounds: Sendable {
        /// Different secrets of one source, and places of one of them in it.
        public var secrets = 500
        public var places = 20
        /// Of all sources together; values that are known do not count, so that nobody hides them behind others.
        public var all = 50_000
        /// Of one known value.
        public var known = 2000
        public var leftOut = 10_000
        public init() {}
    }

    private let bounds: Bounds
    public private(set) var leaks: [Leak] = []
    private var named: [Omission] = []
    private var unnamed = 0
    private var source = ""
    /// How often each secret lies in the source.
    private var counts: [String: Int] = [:]
    private var unlisted = 0
    private var guesses = 0
    private var known: [String: Int] = [:]

    public init(bounds: Bounds = Bounds()) { self.bounds = bounds }

    /// What was not looked at, and why.
    public var leftOut: [Omission] {
        var all = named
        if unlisted > 0 { all.append(Omission(source, why: Self.words(unlisted))) }
        if unnamed > 0 { all.append(Omission("more places", why: "\(unnamed) of them are not listed")) }
        return all
    }

    private static func words(_ count: Int) -> String { "\(count) \(unlistedWords)" }

    /// What is said of finds that are not listed.
    public static let unlistedWords = "more finds in it are not listed"

    public mutating func add(_ leak: Leak) {
        if leak.place.source != source { begin(leak.place.source) }
        let count = counts[leak.fingerprint]
        let isRoom =
            leak.kind != .known
            ? guesses < bounds.all && (count != nil || counts.count < bounds.secrets)
            : known[leak.fingerprint, default: 0] < bounds.known
        guard isRoom, count ?? 0 < bounds.places else {
            unlisted += 1
            return
        }
        if leak.kind != .known { guesses += 1 } else { known[leak.fingerprint, default: 0] += 1 }
        counts[leak.fingerprint] = (count ?? 0) + 1
        leaks.append(leak)
    }

    /// Says better where what was told from a number on lies, where that is known.
    public mutating func place(from first: Int, _ better: (Leak) -> LeakPlace?) {
        for number in leaks.indices.dropFirst(first) {
            let leak = leaks[number]
            guard let place = better(leak) else { continue }
            leaks[number] = leak.lying(at: place)
        }
    }

    private mutating func begin(_ next: String) {
        if unlisted > 0 { leaveOut(Omission(source, why: Self.words(unlisted))) }
        (source, counts, unlisted) = (next, [:], 0)
    }

    public mutating func leaveOut(_ omission: Omission) {
        if named.count < bounds.leftOut { named.append(omission) } else { unnamed += 1 }
    }
}
