import Hardening
import Synchronization

/// A clock that is a number: whoever sleeps by it moves it on.
final class ScriptedClock: Timekeeper {
    private let moment = Mutex(0)

    let boot = "this boot"
    let process: ProcessIdentity? = nil
    var milliseconds: Int { moment.withLock { $0 } }
    var wall: Int { 1_790_000_000 + seconds }

    func isAlive(_ process: ProcessIdentity) -> Bool { false }
    func sleep(milliseconds: Int) { moment.withLock { $0 += milliseconds } }
}
