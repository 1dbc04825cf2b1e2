extension RunningMachine {
    /// Undoing is the same: what was there before is checked, read and verified as well.
    func activateSSHD(isUndoing: Bool) async throws(Failure) {
        try await SSHDService().reload(on: self)
    }
}
