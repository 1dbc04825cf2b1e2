import Glibc
public import Hardening

/// The kernel's clocks, and its processes.
public struct SystemTimekeeper: Timekeeper {
    public init() {}

    public var milliseconds: Int { Uptime.milliseconds }
    public var boot: String { Uptime.boot }
    public var wall: Int { time(nil) }
    public var process: ProcessIdentity? { .current }

    public func isAlive(_ process: ProcessIdentity) -> Bool { process.isAlive }

    public func sleep(milliseconds: Int) async throws { try await Task.sleep(for: .milliseconds(milliseconds)) }
}
