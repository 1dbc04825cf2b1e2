import Catalog
import Hardening
import Surface

extension DockerObserver {
    /// The most open files that a container can be given, where the daemon may not raise its own limit.
    ///
    /// A container whose limit is above it does not start: only who has CAP_SYS_RESOURCE outside of all user namespaces
    /// raises a hard limit, which the daemon of a server that is a container itself mostly lacks. setrlimit(2)
    func openFilesCeiling() async -> Value {
        guard surface.isLive, let process = await runningDaemon()?.process else { return .unset }
        let directory = "/proc/\(process)"
        switch (
            await surface.text("\(directory)/status"), await surface.text("\(directory)/uid_map"),
            await surface.text("\(directory)/limits")
        ) {
        case (.unreadable(let why), _, _), (_, .unreadable(let why), _), (_, _, .unreadable(let why)):
            return .unknown(why)
        case (.found(let status), .found(let accounts), .found(let limits)):
            if Self.mayRaise(status), Self.isOutermost(accounts) { return .unset }
            return Self.hardLimit(limits).map { .number($0) } ?? .unset
        default: return .unset
        }
    }

    /// CAP_SYS_RESOURCE is bit 24 of the effective capabilities. capabilities(7)
    private static func mayRaise(_ status: String) -> Bool {
        let line = status.split(separator: "\n").first { $0.hasPrefix("CapEff:") }
        let mask = line?.split(separator: "\t").last.flatMap { UInt64($0, radix: 16) }
        return (mask ?? 0) & 1 << 24 != 0
    }

    /// Every account is itself only outside of all user namespaces. user_namespaces(7)
    private static func isOutermost(_ map: String) -> Bool {
        map.split(whereSeparator: \.isWhitespace) == ["0", "0", "4294967295"]
    }

    /// The second number of the line `Max open files            1024                 524288               files`.
    private static func hardLimit(_ limits: String) -> Int? {
        let line = limits.split(separator: "\n").first { $0.hasPrefix("Max open files") }
        let words = line?.split(separator: " ") ?? []
        return words.count >= 5 ? Int(words[4]) : nil
    }
}
