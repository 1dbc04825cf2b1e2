import Hardening
import Observers

extension RunningMachine {
    func activateFail2ban(isUndoing: Bool) async throws(Failure) {
        throw Failure("Nacre does not activate this yet")
    }
}
