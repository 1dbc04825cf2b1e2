import Hardening
import Surface

extension RunningMachine {
    /// Restarts a unit however often it was started of late.
    ///
    /// systemd refuses the third start of docker.service within a minute (`StartLimitBurst`), and a change that is
    /// undone at once comes to that; `reset-failed` also sets that count back.
    func restart(_ unit: String, manager: [String] = [], timeout: Int = 120) async throws(Failure) {
        await forgetStarts(of: unit, manager: manager)
        try await perform(Command("systemctl", manager + ["restart", "--", unit], timeout: timeout))
    }

    /// Sets a unit's count of starts back; a unit that is not loaded has none.
    func forgetStarts(of unit: String, manager: [String] = []) async {
        _ = await Programs().run(Command("systemctl", manager + ["reset-failed", "--", unit], timeout: 30))
    }
}
