import Hardening
import Observers

extension RunningMachine {
    func activateFirewall(_ backend: Profile.Backend, isUndoing: Bool) async throws(Failure) {
        throw Failure("Nacre does not activate this yet")
    }
}
