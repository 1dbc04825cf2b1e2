import Dispatch
import Glibc

/// Runs work that may wait on a socket on a thread of its own, so that it never holds up other observers.
func offPool<Result: Sendable>(_ work: @escaping @Sendable () -> Result) async -> Result {
    await withCheckedContinuation { continuation in
        DispatchQueue.global().async { continuation.resume(returning: work()) }
    }
}

/// Seconds since 1970.
func currentTime() -> Int { time(nil) }

/// What errno says, in words.
func reason(_ code: Int32 = errno) -> String {
    unsafe String(cString: strerror(code))
}
