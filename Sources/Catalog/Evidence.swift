/// One thing that was seen, and what was wanted instead.
public struct Evidence: Hashable, Codable, Sendable {
    /// What was looked at: a path, a parameter, a subject with the record's name.
    public let resource: String
    /// The path of what was looked at, where it is a file or a directory that has a record.
    public let path: String?
    public let observed: String
    public let wanted: String
    /// The file that decided it, where there is one.
    public let file: String?
    /// Counted from 1.
    public let line: Int?
    /// Why it could not be determined; none where it was.
    public let cause: Unknown.Cause?
    /// The same for people to read; none where `observed` and `wanted` are read as they are.
    public let wording: Wording?

    /// What was seen and what was wanted, each as a phrase.
    public struct Wording: Hashable, Codable, Sendable {
        public let seen: String
        public let wanted: String

        public init(seen: String, wanted: String) {
            self.seen = seen
            self.wanted = wanted
        }
    }

    public init(
        _ resource: String,
        observed: String,
        wanted: String,
        file: String? = nil,
        line: Int? = nil,
        cause: Unknown.Cause? = nil,
        path: String? = nil,
        wording: Wording? = nil
    ) {
        self.resource = resource
        self.path = path
        self.observed = observed
        self.wanted = wanted
        self.file = file
        self.line = line
        self.cause = cause
        self.wording = wording
    }
}
