/// Which file or directory it is, whatever its name comes to stand for.
public struct Inode: Hashable, Codable, Sendable {
    public let device: UInt64
    public let number: UInt64

    public init(device: UInt64, number: UInt64) {
        self.device = device
        self.number = number
    }
}

/// What a resource must still be when it is changed.
public struct Expected: Hashable, Sendable {
    public let state: State
    /// The very file; nothing where any with that state will do, or where none is there.
    public let inode: Inode?

    public init(_ state: State, inode: Inode? = nil) {
        self.state = state
        self.inode = inode
    }
}
