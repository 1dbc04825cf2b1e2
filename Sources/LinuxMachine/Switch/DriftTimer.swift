public import Hardening
import Surface

/// The timer that looks regularly whether a server drifted.
public struct DriftTimer: Sendable {
    public typealias Failure = RunningMachine.Failure

    private static let units = "/etc/systemd/system"
    private static let service = "nacre-drift.service"
    private let store: String
    private let host: any MutableSurface

    public init(store: String = GenerationStore.standard) { self.init(store: store, RunningSystem()) }

    init(store: String, _ host: any MutableSurface) {
        self.store = store
        self.host = host
    }

    /// - Throws: `.invalid` where the calendar is none that systemd knows; otherwise what could not be done.
    public func install(
        every calendar: String,
        reapplying layers: [Layer],
        lookingForLeaks: Bool
    ) async throws(Failure) {
        // It goes into a unit file: systemd says whether it is what it should be, and one line.
        guard !calendar.contains(where: \.isNewline) else { throw Failure(.invalid, "a calendar is one line") }
        do {
            try await host.perform(Command("systemd-analyze", ["calendar", "--", calendar], timeout: 20))
        } catch  where error.cause == .refused {
            throw Failure(.invalid, "systemd knows no such time")
        }
        for (name, text) in files(calendar, layers, lookingForLeaks, running: await program()) {
            try host.replace("\(Self.units)/\(name)", with: .init(Array(text.utf8), mode: 0o644))
        }
        try await Systemd(host).reload()
        try await host.perform(Command("systemctl", ["enable", "--now", "nacre-drift.timer"], timeout: 60))
    }

    /// Whether this process is what the timer's service runs.
    public var runsThis: Bool {
        get async {
            let groups = await host.text("/proc/self/cgroup").content ?? ""
            return groups.split(separator: "\n").contains { $0.hasSuffix("/\(Self.service)") }
        }
    }

    public func remove() async throws(Failure) {
        if case .state(.unit) = await Systemd(host).unit("nacre-drift.timer") {
            try await host.perform(Command("systemctl", ["disable", "--now", "nacre-drift.timer"], timeout: 60))
        }
        for (name, _) in files("daily", [], false, running: "") { try host.remove("\(Self.units)/\(name)") }
        try await Systemd(host).reload()
        // One that failed when it last ran would be listed as failed, and not found, until the next boot.
        let asked = await host.run(Command("systemctl", ["is-failed", "--quiet", Self.service], timeout: 20))
        if asked.content?.status == 0 {
            try await host.perform(Command("systemctl", ["reset-failed", Self.service], timeout: 20))
        }
    }

    /// What its service runs: the program that is asked to install it, where that is root's alone to change, since an
    /// upgrade puts the next version there; else the copy that the switch runs.
    private func program() async -> String {
        guard let path = await host.link("/proc/self/exe").content, path.hasPrefix("/usr/"),
            await RootsOwn(surface: host).faults(of: path, isProgram: true).isEmpty
        else { return "\(store)/nacre" }
        return path
    }

    private func files(
        _ calendar: String,
        _ layers: [Layer],
        _ lookingForLeaks: Bool,
        running program: String
    ) -> [(String, String)] {
        // The first look for leaks is at everything, and ends by itself after three hours.
        let (leaks, seconds) = lookingForLeaks ? (" --leaks", 14_400) : ("", 1800)
        let options = leaks + layers.map { " --reapply \($0.rawValue)" }.joined()
        return [
            (
                "nacre-drift.timer",
                """
                [Unit]
                Description=Nacre: look regularly whether this server drifted

                [Timer]
                OnCalendar=\(calendar)
                RandomizedDelaySec=15min
                Persistent=true

                [Install]
                WantedBy=timers.target

                """
            ),
            (
                "nacre-drift.service",
                """
                [Unit]
                Description=Nacre: look whether this server drifted
                Documentation=man:nacre(1)

                [Service]
                Type=oneshot
                ExecStart=\(program) drift\(options)
                TimeoutStartSec=\(seconds)

                """
            ),
        ]
    }
}
