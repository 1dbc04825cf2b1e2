import Observers
import Surface

extension RunningMachine {
    /// Undoing is the same: what was there before is checked, read and verified as well.
    ///
    /// Where sshd has moved, rules that lie beside Nacre's may still close its new port.
    func activateSSHD(isUndoing: Bool) async throws(Failure) {
        try await SSHDService().reload(on: self, isUndoing: isUndoing)
        guard !isUndoing, try await !freshObserver().sshIsTurnedOff() else { return }
        let observer = Observer(try surface())
        // What cannot be told is seen by the login that confirms.
        guard case .found(let provers) = await observer.provers() else { return }
        try requireOpen(try await sshPorts(observer), provers)
    }
}
