/// A place on a machine that can be observed, and mostly put.
///
/// The set is closed on purpose: adding a kind is a compile error everywhere a kind must be handled.
public enum Resource: Hashable, Codable, Sendable {
    /// A file by its absolute path.
    case file(String)
    /// A directory by its absolute path: that it is there, and who may use it.
    case directory(String)
    /// Who may touch an existing file or directory, whose content is left alone and never read.
    case permissions(String)
    /// A row of a database that a program keeps, by its key: one column's text.
    case row(Row)
    /// A kernel parameter by its dotted name, as it is now in the running kernel.
    case kernelParameter(String)
    /// The part of the kernel's packet filter that a firewall of ours makes, as it is now; what others have in it is no
    /// part of it.
    case ruleset
    /// A systemd unit by its full name.
    case unit(String)
    /// A Debian package by its name.
    case package(String)
    /// Effective state: what the daemons of a subject say is true. Observed, never put.
    case facts(Subject)

    /// What it is a table of, where it is one.
    var subject: Subject? { if case .facts(let subject) = self { subject } else { nil } }
}

extension Resource: CustomStringConvertible {
    public var description: String {
        switch self {
        case .file(let path), .directory(let path): path
        case .permissions(let path): "permissions of \(path)"
        case .row(let row): row.description
        case .kernelParameter(let name): name
        case .ruleset: "packet filter"
        case .unit(let name): name
        case .package(let name): "package \(name)"
        case .facts(let subject): subject.title
        }
    }
}
