/// What was not looked at, and why.
public struct Omission: Codable, Hashable, Sendable {
    /// The file, or what else was to be looked at, such as the journal.
    public let source: String
    /// What leads into it: members of archives, objects of a Git repository.
    public let inside: [String]
    public let why: String

    public init(_ source: String, inside: [String] = [], why: String) {
        (self.source, self.inside, self.why) = (source, inside, why)
    }

    /// As a person reads it.
    ///
    /// It does not tell where one part ends and the next begins, since a name may hold what stands between them.
    public var place: String { ([source] + inside).joined(separator: " > ") }
}
