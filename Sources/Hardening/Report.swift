import Catalog

/// The outcome of an audit: every control that was asked, and what was found.
public struct Report: Sendable {
    public struct Entry: Sendable {
        public let control: Control
        public let finding: Finding

        public init(control: Control, finding: Finding) {
            self.control = control
            self.finding = finding
        }
    }

    /// The machine's name for itself.
    public let host: String
    public let profile: Profile
    public let entries: [Entry]

    public init(host: String, profile: Profile, entries: [Entry]) {
        self.host = host
        self.profile = profile
        self.entries = entries
    }

    /// Judges a snapshot by each control.
    public init(host: String, profile: Profile, controls: [Control], on snapshot: Snapshot) {
        self.init(
            host: host,
            profile: profile,
            entries: controls.map { Entry(control: $0, finding: $0.audit(snapshot)) }
        )
    }

    /// The layers that were asked about, in their own order.
    public var layers: [Layer] {
        let present = Set(entries.map(\.control.layer))
        return Layer.allCases.filter(present.contains)
    }

    public func entries(in layer: Layer) -> [Entry] { entries.filter { $0.control.layer == layer } }

    /// The grade of one layer; none where nothing in it could be judged.
    public func grade(of layer: Layer) -> Grade? { Self.grade(entries(in: layer)) }

    /// The grade of everything that was asked; none where nothing could be judged.
    public var grade: Grade? { Self.grade(entries) }

    public func count(_ verdict: Finding.Verdict) -> Int { entries.count { $0.finding.verdict == verdict } }

    private static func grade(_ entries: [Entry]) -> Grade? {
        Grade(entries.map { (severity: $0.control.severity, verdict: $0.finding.verdict) })
    }
}
