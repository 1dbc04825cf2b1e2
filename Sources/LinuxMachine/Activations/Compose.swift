import Hardening
import Observers

extension RunningMachine {
    func activateCompose(_ project: Activation.ComposeProject, isUndoing: Bool) async throws(Failure) {
        throw Failure("Nacre does not activate this yet")
    }
}
