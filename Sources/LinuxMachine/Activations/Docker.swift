import Hardening
import Observers

extension RunningMachine {
    func activateDocker(isUndoing: Bool) async throws(Failure) {
        throw Failure("Nacre does not activate this yet")
    }
}
