public import Catalog

extension Profile {
    /// What somebody has seen of a control and lives with.
    public struct Accepted: Hashable, Codable, Sendable {
        /// Why, in their words.
        public var reason: String
        /// The last day on which it counts, `YYYY-MM-DD`; none where it has no end.
        public var until: String?
        /// What was seen, as `Profile.sight` writes it.
        ///
        /// Anything else that is found is not accepted.
        public var seen: Set<String>

        public init(reason: String, until: String? = nil, seen: Set<String>) {
            self.reason = reason
            self.until = until
            self.seen = seen
        }
    }

    /// What was seen in one piece of evidence: where, by which file, and what.
    ///
    /// A line is left out: it moves whenever something is written above it.
    public static func sight(_ evidence: Evidence) -> String {
        "\(evidence.resource)\(evidence.file.map { " (\($0))" } ?? ""): \(evidence.observed)"
    }

    /// Why the finding need not be put right; none where it must.
    ///
    /// It must where anything was found that nobody accepted, and where something of it could not be determined: nobody can
    /// have seen that. Texts count byte by byte, for two names that look alike are two files.
    public func acceptance(of finding: Finding, by control: Control.ID) -> Acceptance? {
        guard finding.verdict == .drifted, let one = accepted[control] else { return nil }
        guard !finding.evidence.isEmpty, finding.evidence.allSatisfy({ $0.cause == nil }) else { return nil }
        let seen = Set(one.seen.map { Array($0.utf8) })
        guard finding.evidence.allSatisfy({ seen.contains(Array(Self.sight($0).utf8)) }) else { return nil }
        return Acceptance(reason: one.reason, until: one.until)
    }

    /// The same without what has come to its end before the day, written `YYYY-MM-DD`.
    public func dropping(acceptancesBefore day: String) -> (profile: Profile, ended: [Control.ID]) {
        var copy = self
        let ended = accepted.filter { $0.value.until.map { $0 < day } ?? false }.keys.sorted()
        for control in ended { copy.accepted[control] = nil }
        return (copy, ended)
    }
}
