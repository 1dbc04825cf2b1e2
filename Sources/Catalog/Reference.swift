/// Where a measure comes from, for readers who want the authority.
public struct Reference: Hashable, Codable, Sendable, CustomStringConvertible {
    /// The document, such as `sshd_config(5)` or `moby#45610`.
    public let source: String
    /// The place inside it; may be empty.
    public let section: String

    public init(_ source: String, _ section: String = "") {
        self.source = source
        self.section = section
    }

    public var description: String { section.isEmpty ? source : "\(source), \(section)" }
}
