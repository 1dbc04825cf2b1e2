import Dispatch
import NIOConcurrencyHelpers
import Glibc

/// Keeps threads waiting until it is opened.
final class Gate: Sendable {
    private let isOpen = NIOLockedValueBox(false)

    func open() { isOpen.withLockedValue { $0 = true } }

    func wait() { while !isOpen.withLockedValue({ $0 }) { usleep(5000) } }
}

/// Does what blocks where no other test waits for it.
func onThread<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        DispatchQueue.global().async { continuation.resume(with: Result { try work() }) }
    }
}
