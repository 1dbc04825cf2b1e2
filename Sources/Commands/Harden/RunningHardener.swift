import Hardening
import LinuxMachine
import Operations

typealias RunningHardener = Hardener<RunningMachine, GenerationStore>

extension RunningHardener {
    /// For the server that this process runs on.
    init(_ store: GenerationStore, _ terminal: Terminal) {
        self.init(
            host: RunningMachine(),
            store: store,
            deadMansSwitch: DeadMansSwitch(store: store.directory),
            clock: SystemTimekeeper(),
            version: Nacre.version,
            profiles: { try ProfileChoice.profile($0) },
            report: { terminal.progress($0 + " …") }
        )
    }
}
