import Hardening
import Observers

extension RunningMachine {
    func activateGateway(_ gateway: Activation.Gateway, isUndoing: Bool) async throws(Failure) {
        throw Failure("Nacre does not activate this yet")
    }
}
