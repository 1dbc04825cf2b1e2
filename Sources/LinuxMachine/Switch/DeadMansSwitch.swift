import Glibc
public import Hardening
import Surface
import SystemPackage

/// What undoes a generation that nobody confirmed, whatever becomes of the process that applied it.
///
/// A timer of systemd looks every few seconds whether the deadline has passed or the applying process is gone; a unit of
/// the next boot rolls back before any daemon starts, and a second one settles the rest once they run. All of it needs
/// only the store and a copy of the program beside it.
public struct DeadMansSwitch: Switch {
    public typealias Failure = RunningMachine.Failure

    static let units = "/etc/systemd/system"
    let store: String
    let host: any MutableSurface

    public init(store: String = GenerationStore.standard) { self.init(store: store, RunningSystem()) }

    init(store: String, _ host: any MutableSurface) {
        self.store = store
        self.host = host
    }

    /// Arms it; what it needs is on the disk when this returns.
    ///
    /// - Throws: where systemd does not run, or anything could not be written or started. Then nothing may be changed.
    public func arm() async throws(Failure) {
        let program = try SwitchProgram(store: store, host).install()
        for (name, text) in files(running: program) {
            try host.replace("\(Self.units)/\(name)", with: .init(Array(text.utf8), mode: 0o644))
        }
        for (target, name) in Self.wants {
            let directory = "\(Self.units)/\(target).wants"
            try host.makeDirectoryUnlessThere(directory, State.Permissions(mode: 0o755))
            try host.link("\(directory)/\(name)", to: "\(Self.units)/\(name)")
        }
        try await Systemd(host).reload()
        try await host.perform(Command("systemctl", ["start", "nacre-switch.timer"], timeout: 60))
    }

    /// Takes it away again, or what a crash left of it; only the copy of the binary stays.
    public func disarm() async throws(Failure) {
        for (target, name) in Self.wants {
            let directory = "\(Self.units)/\(target).wants"
            try host.remove("\(directory)/\(name)")
            try host.removeEmptyDirectory(directory)
        }
        // The timer may be what started this process, through its service: nobody waits for it to stop.
        if case .state(.unit(let timer)) = await Systemd(host).unit("nacre-switch.timer"), timer.isActive {
            try await host.perform(Command("systemctl", ["--no-block", "stop", "nacre-switch.timer"], timeout: 60))
        }
        for (name, _) in files(running: "") { try host.remove("\(Self.units)/\(name)") }
        // As one of these units, this process would lose its own settings by a reload, among them the time it may take,
        // and be ended by systemd in the middle of it. The next reload forgets the units all the same.
        guard getppid() != 1 else { return }
        // One that could not be started stays in systemd's list of what failed; where it could, there is nothing to forget.
        await Systemd(host).forgetStarts(of: "nacre-switch.service")
        try await Systemd(host).reload()
    }

    /// Which targets start which units at boot.
    static let wants: [(target: String, unit: String)] = [
        ("sysinit.target", "nacre-boot.service"), ("multi-user.target", "nacre-settle.service"),
    ]

    /// The units that a change which waits needs.
    static var names: [String] { DeadMansSwitch(store: "").files(running: "").map(\.name) }

    /// What systemd is asked of one of them.
    static func asking(_ unit: String) -> Command {
        let properties =
            "LoadState,ActiveState,UnitFileState,NeedDaemonReload,FragmentPath,Result,ConditionResult,"
            + "ConditionTimestampMonotonic"
        return Command("systemctl", ["show", "--property=\(properties)", "--", unit], timeout: 30)
    }

    func files(running program: String) -> [(name: String, text: String)] {
        [
            (
                "nacre-switch.timer",
                """
                [Unit]
                Description=Nacre: watch over a change that waits to be confirmed
                # Else the sixth change within ten seconds could not be watched over, and would be refused.
                StartLimitIntervalSec=0

                [Timer]
                OnActiveSec=15s
                OnUnitInactiveSec=15s
                AccuracySec=1s

                """
            ),
            (
                "nacre-switch.service",
                """
                [Unit]
                Description=Nacre: roll back a change that nobody confirmed in time
                StartLimitIntervalSec=0

                [Service]
                Type=oneshot
                ExecStart=\(program) rollback --unattended
                # systemd gives up on a start after 90 s; putting packages back takes longer.
                TimeoutStartSec=3600

                """
            ),
            (
                "nacre-boot.service",
                """
                [Unit]
                Description=Nacre: put back the files of a change that nobody confirmed, before daemons read them
                DefaultDependencies=no
                RequiresMountsFor=\(store) /etc /var/lib /opt /home
                After=local-fs.target
                Before=sysinit.target systemd-sysctl.service network-pre.target ufw.service nftables.service
                Before=netfilter-persistent.service nacre-firewall.service shutdown.target
                Conflicts=shutdown.target

                [Service]
                Type=oneshot
                ExecStart=\(program) rollback --at-boot
                TimeoutStartSec=120

                [Install]
                WantedBy=sysinit.target

                """
            ),
            (
                "nacre-settle.service",
                """
                [Unit]
                Description=Nacre: settle a change that a reboot interrupted
                After=multi-user.target
                # What cannot be settled at once is tried again.
                Wants=nacre-switch.timer

                [Service]
                Type=oneshot
                ExecStart=\(program) rollback --unattended
                TimeoutStartSec=3600

                [Install]
                WantedBy=multi-user.target

                """
            ),
        ]
    }
}
