import CLinux

/// Runs work that waits for a program on a thread of its own, for many may wait at once and pools have few threads.
func onThread<Result: Sendable>(_ work: @escaping @Sendable () -> Result) async -> Result {
    if let result = await onOwnThread(work) { return result }
    // No more threads to be had: here, then.
    return work()
}

/// The same of work that must not be done on a thread of others; nothing where no thread is to be had.
func onOwnThread<Result: Sendable>(_ work: @escaping @Sendable () -> Result) async -> Result? {
    await withCheckedContinuation { continuation in
        let body = ThreadBody { continuation.resume(returning: work()) }
        let reference = unsafe Unmanaged.passRetained(body)
        let code = unsafe nacre_start_thread(
            { reference in
                guard let reference = unsafe reference else { return nil }
                unsafe Unmanaged<ThreadBody>.fromOpaque(reference).takeRetainedValue().run()
                return nil
            },
            reference.toOpaque()
        )
        guard code != 0 else { return }
        unsafe reference.release()
        continuation.resume(returning: nil)
    }
}

private final class ThreadBody: Sendable {
    let run: @Sendable () -> Void

    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
}
