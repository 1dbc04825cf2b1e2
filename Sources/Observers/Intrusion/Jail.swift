import Hardening

/// A jail's settings, wherever they were read.
struct Jail: Sendable {
    let name: String
    /// The name of its filter; none where it is not known.
    var filter: String?
    var maxRetry: Value
    var findTime: Value
    var banTime: Value
    var banTimeGrows: Value
    var log: Log
    /// What introduces a line, as the filter's expression; none where it is not known.
    var prefix: String?
    /// What counts as a failure, as the filter's expressions; none where they are not known.
    var failures: [String]?
    var actions: [BanAction]
    var ignored: [String]
    /// What is run for each address, and spares it where it succeeds.
    var ignoreCommand: String?
    /// A match that the jail's filter is called with; it counts beside the jail's own.
    var calledMatch: String?
    var origins: [Field: Origin] = [:]

    /// Where a jail reads the lines it judges.
    enum Log: Equatable, Sendable {
        /// Alternatives, each a list of conditions that must hold together; none at all is the whole journal.
        case journal([[String]])
        /// Files; of those with wildcards it reads what is there.
        case files([String])
    }

    var isForSSH: Bool {
        name == "sshd" || name == "ssh" || name.hasPrefix("sshd-") || prefix?.contains("sshd") == true
    }
}
