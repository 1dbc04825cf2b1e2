import Hardening
import Synchronization

/// A clock that is a number: whoever sleeps by it moves it on.
final class ManualClock: Timekeeper {
    private struct Moment {
        var milliseconds = 100_000
        var boot = "this boot"
        var dead: Set<ProcessIdentity> = []
    }

    private let moment = Mutex(Moment())
    let process: ProcessIdentity?

    init(process: ProcessIdentity? = ProcessIdentity(pid: 10, began: 1)) { self.process = process }

    var milliseconds: Int { moment.withLock { $0.milliseconds } }
    var boot: String { moment.withLock { $0.boot } }
    var wall: Int { 1_790_000_000 + seconds }

    func isAlive(_ process: ProcessIdentity) -> Bool { moment.withLock { !$0.dead.contains(process) } }

    func sleep(milliseconds: Int) { moment.withLock { $0.milliseconds += milliseconds } }

    func advance(seconds: Int) { moment.withLock { $0.milliseconds += seconds * 1000 } }

    func reboot() {
        moment.withLock {
            $0.boot += ", and the next"
            $0.milliseconds = 5000
        }
    }

    func end(_ process: ProcessIdentity) { moment.withLock { _ = $0.dead.insert(process) } }
}
