import Catalog
import Documents
import Glibc
import Surface

/// The guard between agents and model APIs, as a service of this server.
public struct GuardService: Sendable {
    public static let unit = "nacre-guard.service"
    /// The account that it runs as, which the package makes.
    public static let user = "nacre-guard"

    private let host: any MutableSurface

    public init() { self.init(RunningSystem()) }

    init(_ host: any MutableSurface) { self.host = host }

    /// Its program; nothing where it is not installed.
    public static func program() -> String? {
        ["/usr/bin/nacre-guard", "/usr/local/bin/nacre-guard"].first { unsafe access($0, X_OK) == 0 }
    }

    /// Numbers of its account; nothing where there is none.
    public static func account() -> (user: UInt32, group: UInt32)? {
        var entry = unsafe passwd()
        var found: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: 16_384)
        guard unsafe getpwnam_r(user, &entry, &buffer, buffer.count, &found) == 0, unsafe found != nil else {
            return nil
        }
        return unsafe (entry.pw_uid, entry.pw_gid)
    }

    /// Has it take over what guard.yaml says now, and starts it, also at every boot.
    ///
    /// - Throws: where it does not, with what it says itself.
    public func takeOver(_ program: String) async throws(RunningMachine.Failure) {
        let systemd = Systemd(host)
        try await systemd.reload()
        try await host.perform(Command("systemctl", ["enable", Self.unit], timeout: 60))
        guard await systemd.isActive(Self.unit) else {
            try await systemd.start(Self.unit)
            return try await requireReady(program)
        }
        try await host.perform(Command(program, ["reload"], timeout: 60))
        try await requireReady(program)
    }

    /// Waits until it answers its operator.
    private func requireReady(_ program: String) async throws(RunningMachine.Failure) {
        var last = ""
        for _ in 0..<50 {
            switch await host.run(Command(program, ["status"], timeout: 10)) {
            case .found(let output) where output.status == 0: return
            case .found(let output): last = output.errorText
            case .absent: last = "\(program) is gone"
            case .unreadable(let why): last = why.why
            }
            if await !Systemd(host).isActive(Self.unit) { last = await lastWords() ?? last }
            try? await Task.sleep(for: .milliseconds(300))
        }
        throw .init(.late, "\(Self.unit) does not answer: \(last)")
    }

    /// What it said last itself, such as what is wrong with its configuration.
    private func lastWords() async -> String? {
        let asked = Command("journalctl", ["-u", Self.unit, "-o", "json", "-n", "30", "--no-pager"], timeout: 10)
        guard case .found(let output) = await host.run(asked) else { return nil }
        let own = output.text.split(separator: "\n").compactMap { line -> String? in
            guard let root = try? JSONDocument(Array(line.utf8)).root,
                root["SYSLOG_IDENTIFIER"]?.text == "nacre-guard"
            else { return nil }
            return root["MESSAGE"]?.text
        }
        return own.last
    }
}
