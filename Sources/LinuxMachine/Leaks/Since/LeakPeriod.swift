import Hardening

/// From when on what was written is looked at.
public struct LeakPeriod: Hashable, Sendable {
    /// Seconds since 1970, of files and of entries of the journal.
    public let files: Int
    public let journal: Int
    /// Files, and directories with all that is in them, that are looked at whatever their times.
    let again: Set<String>
    /// What the search began at the last time; none where that is not known, and nothing is made of it.
    let beginnings: [String: Inode]?

    public init(since second: Int) { self.init(files: second, journal: second, again: [], beginnings: nil) }

    init(files: Int, journal: Int, again: Set<String>, beginnings: [String: Inode]?) {
        (self.files, self.journal, self.again, self.beginnings) = (files, journal, again, beginnings)
    }

    /// Whether a file or directory was written, moved or had its mode changed in it.
    func includes(_ info: Held.Node) -> Bool { max(info.modified, info.changed) >= files }
}
