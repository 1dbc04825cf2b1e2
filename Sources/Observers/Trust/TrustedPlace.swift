import Surface

/// Something that root reads or runs, or that decides who is root.
struct TrustedPlace: Sendable {
    /// What reads it, as controls name it.
    enum Reader: String, CaseIterable, Sendable {
        case sshd = "sshd"
        case logins = "logins and sudo"
        case services = "systemd and cron"
        case shells = "root's shells and programs"
        case apt = "apt"
        case docker = "Docker"
        case fail2ban = "fail2ban"
        case proxy = "the proxy"
    }

    let reader: Reader
    let path: String
    /// Names of accounts that may own it besides root, for their daemon alone reads it.
    var owners: [String] = []
    /// How many levels of directories below are read as well.
    var depth = 0
    /// Which names in a directory count.
    var isRead: @Sendable (String) -> Bool = { _ in true }
    /// Whether it is somebody's program or file outside of the system's own places, named by what root runs.
    var isElsewhere: Bool { !Self.isSystem(path) }

    private static let system = [
        "/etc", "/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/boot", "/run", "/var/lib",
        "/var/cache",
        "/var/spool", "/var/backups", "/root",
    ]

    /// Whether only root has business there.
    static func isSystem(_ path: String) -> Bool { path == "/" || system.contains { Path.isInside(path, $0) } }

    /// run-parts and cron pass over other names. run-parts(8)
    static func isJob(_ name: String) -> Bool {
        name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") }
    }
}

extension [TrustedPlace] {
    static func files(_ reader: TrustedPlace.Reader, _ paths: String..., owners: [String] = []) -> Self {
        paths.map { TrustedPlace(reader: reader, path: $0, owners: owners) }
    }

    /// Directories of which every file is read, to a depth.
    static func trees(
        _ reader: TrustedPlace.Reader,
        _ paths: String...,
        depth: Int = 1,
        owners: [String] = [],
        where isRead: @escaping @Sendable (String) -> Bool = { _ in true }
    ) -> Self {
        paths.map { TrustedPlace(reader: reader, path: $0, owners: owners, depth: depth, isRead: isRead) }
    }
}
