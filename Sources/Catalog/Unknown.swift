/// Something could not be determined: the one way in which Nacre says that it does not know.
///
/// It is thrown by what looks, and kept where a table has a gap. It never stands for an answer: what depends on it is
/// undecided.
public struct Unknown: Error, Hashable, Codable, Sendable {
    /// The kinds of reasons, of which there are no others.
    public enum Cause: String, Hashable, Codable, CaseIterable, Sendable {
        /// The system does not let the asking account look.
        case notPermitted = "not-permitted"
        /// It can be reached, and whoever had a hand in the way there is not trusted with where it leads.
        case notTrusted = "not-trusted"
        /// Files alone do not say it, and the system that they belong to does not run.
        case needsRunningSystem = "needs-running-system"
        /// The daemon that would say it does not run, or does not answer.
        case notRunning = "not-running"
        /// The file, program or list that would say it is not there.
        case missing
        /// What was asked for it refused or gave an error.
        case failed
        /// What was asked for it took too long.
        case timedOut = "timed-out"
        /// There is more of it than is looked at.
        case tooLarge = "too-large"
        /// What says it is not of the form that it should have.
        case malformed
        /// What says it is in order, and Nacre does not follow it.
        case notModeled = "not-modeled"
        /// Everything was seen, and nothing of it says so: something outside decides.
        case notStated = "not-stated"
        /// Two things that should say the same do not.
        case contradictory
        /// It became something else while it was looked at.
        case changedMeanwhile = "changed-meanwhile"
        /// Nobody looked.
        case notObserved = "not-observed"
    }

    public let cause: Cause
    /// In words, for people.
    public let why: String

    public init(_ cause: Cause, _ why: String) {
        self.cause = cause
        self.why = why
    }

    /// The same cause, said from farther away, such as with the path that it is about.
    public func saying(_ why: String) -> Self { Self(cause, why) }
}

extension Unknown: CustomStringConvertible {
    public var description: String { why }
}

extension Unknown.Cause: CustomStringConvertible {
    /// In a few words, for headings.
    public var description: String {
        switch self {
        case .notPermitted: "no permission"
        case .notTrusted: "in the hands of others"
        case .needsRunningSystem: "needs a running system"
        case .notRunning: "nothing answers"
        case .missing: "missing"
        case .failed: "an error"
        case .timedOut: "took too long"
        case .tooLarge: "too large"
        case .malformed: "malformed"
        case .notModeled: "beyond what Nacre models"
        case .notStated: "not stated anywhere"
        case .contradictory: "contradictory"
        case .changedMeanwhile: "changed meanwhile"
        case .notObserved: "not looked at"
        }
    }
}

extension Unknown {
    public static func notPermitted(_ why: String) -> Self { Self(.notPermitted, why) }
    public static func notTrusted(_ why: String) -> Self { Self(.notTrusted, why) }
    public static func needsRunningSystem(_ why: String) -> Self { Self(.needsRunningSystem, why) }
    public static func notRunning(_ why: String) -> Self { Self(.notRunning, why) }
    public static func missing(_ why: String) -> Self { Self(.missing, why) }
    public static func failed(_ why: String) -> Self { Self(.failed, why) }
    public static func timedOut(_ why: String) -> Self { Self(.timedOut, why) }
    public static func tooLarge(_ why: String) -> Self { Self(.tooLarge, why) }
    public static func malformed(_ why: String) -> Self { Self(.malformed, why) }
    public static func notModeled(_ why: String) -> Self { Self(.notModeled, why) }
    public static func notStated(_ why: String) -> Self { Self(.notStated, why) }
    public static func contradictory(_ why: String) -> Self { Self(.contradictory, why) }
    public static func changedMeanwhile(_ why: String) -> Self { Self(.changedMeanwhile, why) }
    public static func notObserved(_ why: String) -> Self { Self(.notObserved, why) }
}
