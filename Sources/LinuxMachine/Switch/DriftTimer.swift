public import Hardening
import Surface

/// The timer that looks regularly whether a server drifted.
public struct DriftTimer: Sendable {
    public typealias Failure = RunningMachine.Failure

    private static let units = "/etc/systemd/system"
    private let store: String
    private let machine = RunningMachine()

    public init(store: String = GenerationStore.standard) { self.store = store }

    /// - Throws: where the calendar is none that systemd knows, or the units could not be put.
    public func install(every calendar: String, reapplying layers: [Layer]) async throws(Failure) {
        // It goes into a unit file: systemd says whether it is what it should be, and one line.
        guard !calendar.contains(where: \.isNewline) else { throw Failure("a calendar is one line") }
        try await machine.perform(Command("systemd-analyze", ["calendar", "--", calendar], timeout: 20))
        for (name, text) in files(calendar, layers) {
            try FileWriter.replace("\(Self.units)/\(name)", with: .init(Array(text.utf8), mode: 0o644))
        }
        try await machine.perform(Command("systemctl", ["daemon-reload"], timeout: 60))
        try await machine.perform(Command("systemctl", ["enable", "--now", "nacre-drift.timer"], timeout: 60))
    }

    public func remove() async throws(Failure) {
        if case .state(.unit) = await machine.unit("nacre-drift.timer") {
            try await machine.perform(Command("systemctl", ["disable", "--now", "nacre-drift.timer"], timeout: 60))
        }
        for (name, _) in files("daily", []) { try FileWriter.remove("\(Self.units)/\(name)") }
        try await machine.perform(Command("systemctl", ["daemon-reload"], timeout: 60))
    }

    private func files(_ calendar: String, _ layers: [Layer]) -> [(String, String)] {
        let options = layers.map { " --reapply \($0.rawValue)" }.joined()
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
                ExecStart=\(store)/nacre drift\(options)
                TimeoutStartSec=1800

                """
            ),
        ]
    }
}
