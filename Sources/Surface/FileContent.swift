/// A regular file's bytes, and who may touch it.
public struct FileContent: Hashable, Sendable {
    public let bytes: [UInt8]
    public let status: FileStatus

    public init(bytes: [UInt8], status: FileStatus) {
        self.bytes = bytes
        self.status = status
    }
}

/// What a path is, and who may touch it.
public struct FileStatus: Hashable, Sendable {
    public enum Kind: String, Sendable {
        case regular, directory, socket, fifo, device, other
    }

    public let kind: Kind
    /// Permission bits, at most 07777.
    public let mode: UInt16
    public let owner: UInt32
    public let group: UInt32
    /// Bytes.
    public let size: Int
    /// Seconds since 1970.
    public let modified: Int
    /// When it came to be where and as it is, which nobody sets to another time; seconds since 1970.
    public let changed: Int
    /// Whether the path itself is a symbolic link; everything else describes its target.
    public let isLink: Bool
    /// How many names it has.
    public let names: Int

    public init(
        kind: Kind = .regular,
        mode: UInt16,
        owner: UInt32 = 0,
        group: UInt32 = 0,
        size: Int = 0,
        modified: Int = 0,
        changed: Int = 0,
        isLink: Bool = false,
        names: Int = 1
    ) {
        self.kind = kind
        self.mode = mode
        self.owner = owner
        self.group = group
        self.size = size
        self.modified = modified
        self.changed = changed
        self.isLink = isLink
        self.names = names
    }
}
