/// What must stay true of a machine whatever a plan does, such as "the operator can still log in".
///
/// Asked of the snapshot as it would be after the plan, before anything is touched.
public struct Invariant: Identifiable, Sendable {
    /// `keep-…`, in words with hyphens.
    public let id: String
    /// What stays true, as a sentence.
    public let title: String
    /// Whether it compares with the machine as files alone show it, as the one after the plan is read.
    public let comparesFiles: Bool
    /// The layer whose advice says what to do where it is broken; none where no layer is what would break it.
    public let layer: Layer?
    /// What must be observed, or simulated, to ask.
    public let resources: Set<Resource>
    /// Who or what would be cut off and how, in words; none where it stays true.
    ///
    /// What could not be determined counts as broken: nobody is locked out on a guess.
    public let counterexample: @Sendable (_ before: Snapshot, _ after: Snapshot) -> String?

    public init(
        _ id: String,
        _ title: String,
        resources: Set<Resource>,
        comparingFiles comparesFiles: Bool = false,
        explainedBy layer: Layer? = nil,
        counterexample: @escaping @Sendable (_ before: Snapshot, _ after: Snapshot) -> String?
    ) {
        self.id = id
        self.title = title
        self.resources = resources
        self.comparesFiles = comparesFiles
        self.layer = layer
        self.counterexample = counterexample
    }
}
