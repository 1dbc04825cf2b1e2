import Glibc
import NIOConcurrencyHelpers

/// The directory in which a guard keeps its state, which no other guard does at the same time: each would count for itself what both allow.
final class StateDirectory: Sendable {
    /// Another one has it.
    struct InUse: Error, CustomStringConvertible {
        let description: String
    }

    private let path: String
    private let descriptor = NIOLockedValueBox<Int32?>(nil)

    init(_ path: String) { self.path = path }

    deinit { release() }

    /// Has it until it is released; where there is no such directory, nothing can be kept in it anyhow.
    func claim() throws(InUse) {
        let isInUse = descriptor.withLockedValue { descriptor in
            guard descriptor == nil else { return false }
            let opened = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
            guard opened >= 0 else { return false }
            guard flock(opened, LOCK_EX | LOCK_NB) == 0 else {
                close(opened)
                return true
            }
            descriptor = opened
            return false
        }
        if isInUse {
            throw InUse(
                description:
                    "\(path): another nacre-guard keeps its state there, and each would count for itself what both allow; "
                    + "systemctl status nacre-guard shows it, and --state names another directory"
            )
        }
    }

    func release() {
        descriptor.withLockedValue { descriptor in
            if let descriptor { close(descriptor) }
            descriptor = nil
        }
    }
}
