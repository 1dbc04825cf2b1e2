/// What the entries of one catalog, and what is found by them, are called in a report.
public struct Vocabulary: Sendable {
    /// A control, a rule, a detector.
    public let entry: Term
    /// What `Entry.Group` is: a layer, a category.
    public let group: Term
    /// What the report is, such as `audit`; names its schema as well.
    public let report: String
    /// The schema's number, which changes together with its shape.
    public let schemaNumber: Int
    /// What was looked at, such as `host`.
    public let target: String
    /// The verdict of an entry that found nothing wrong, such as `compliant`.
    public let compliant: String
    /// The verdict of one that did, such as `drifted`.
    public let drifted: String
    /// Above the few findings to begin with.
    public let beginning: String
    /// The command that puts right what it can; none where there is none.
    public let repair: String?
    /// What that command does first, so that nobody need be afraid of it, as the rest of a sentence.
    public let promise: String
    /// How to see more than an overview, as sentences; none where there is no more.
    public let more: String?
    /// What no report of the kind measures; never empty.
    public let notMeasured: [String]

    public init(
        entry: Term,
        group: Term,
        report: String,
        schemaNumber: Int = 1,
        target: String,
        compliant: String,
        drifted: String,
        beginning: String,
        repair: String? = nil,
        promise: String = "",
        more: String? = nil,
        notMeasured: [String]
    ) {
        self.entry = entry
        self.group = group
        self.report = report
        self.schemaNumber = schemaNumber
        self.target = target
        self.compliant = compliant
        self.drifted = drifted
        self.beginning = beginning
        self.repair = repair
        self.promise = promise
        self.more = more
        self.notMeasured = notMeasured
    }

    /// Such as `nacre.audit/1`.
    public var schema: String { "nacre.\(report)/\(schemaNumber)" }

    /// A verdict in machine output.
    public func name(of verdict: Finding.Verdict) -> String {
        switch verdict {
        case .compliant: compliant
        case .drifted: drifted
        case .unknown, .notApplicable: verdict.rawValue
        }
    }
}
