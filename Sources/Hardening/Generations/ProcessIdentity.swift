/// A process that cannot be mistaken for a later one of the same number.
public struct ProcessIdentity: Hashable, Codable, Sendable {
    public let pid: Int32
    /// Clock ticks since boot at which it began: field 22 of `/proc/PID/stat`.
    public let began: UInt64

    public init(pid: Int32, began: UInt64) {
        self.pid = pid
        self.began = began
    }
}
