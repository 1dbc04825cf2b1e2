public import Catalog
public import Hardening

/// How a server differs from what it was when its last generation was confirmed.
public struct Drift: Sendable {
    /// A control that held, and no longer does; or one that did not, and finds more wrong than then.
    public struct Lapse: Sendable {
        public let outcome: Report<Control>.Outcome
        public let before: Finding.Verdict
        /// What is seen now and was not then.
        public let evidence: [Evidence]
    }

    /// Something that Nacre had put, and that holds something else now.
    public struct Alteration: Sendable {
        public let change: Change
        public let now: Observation
        /// The keys that say something else than what Nacre put; none where it is not told by keys.
        public let keys: [String]
    }

    /// How the profile that was applied relates to what its name or file says now.
    public enum Source: Hashable, Sendable {
        case same
        /// The file, or the built-in profile of this version, says something else now.
        case changed
        /// It cannot be read any more, and why.
        case gone(String)
        /// The generation does not hold its profile, and was compared by what the name or file says now.
        case notKept
    }

    public let generation: Generation
    public let source: Source
    /// What unlocks openclaw.json for a while, if something does.
    public let lifted: Generation?
    public let since: Int?
    public let lapses: [Lapse]
    public let alterations: [Alteration]

    /// The part of it that is about these names: controls' identifiers, and resources as they describe themselves.
    public func only(_ isNamed: (String) -> Bool) -> Drift {
        Drift(
            generation: generation,
            source: source,
            lifted: lifted,
            since: since,
            lapses: lapses.filter { isNamed($0.outcome.entry.id) },
            alterations: alterations.filter { isNamed("\($0.change.resource)") }
        )
    }

    /// How its parts are named.
    public var names: [String] { lapses.map(\.outcome.entry.id) + alterations.map { "\($0.change.resource)" } }

    public var isEmpty: Bool { lapses.isEmpty && alterations.isEmpty }

    /// The layers in which something drifted.
    public var layers: Set<Layer> {
        Set(lapses.map(\.outcome.entry.layer) + alterations.compactMap(\.change.layer))
    }
}
