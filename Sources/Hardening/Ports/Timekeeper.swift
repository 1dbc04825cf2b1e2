/// What time it is, in which boot, and who lives.
public protocol Timekeeper: Sendable {
    /// Milliseconds since boot, by a clock that nobody sets and that counts while the machine sleeps.
    var milliseconds: Int { get }
    /// What tells this boot from every other one; empty where the kernel does not say.
    var boot: String { get }
    /// Seconds since 1970.
    var wall: Int { get }
    /// This process; none where the kernel does not say.
    var process: ProcessIdentity? { get }

    func isAlive(_ process: ProcessIdentity) -> Bool
    func sleep(milliseconds: Int) async throws
}

extension Timekeeper {
    /// Seconds since boot.
    public var seconds: Int { milliseconds / 1000 }
}
