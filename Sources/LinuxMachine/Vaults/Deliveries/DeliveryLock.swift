import Glibc
import Hardening
import SystemPackage

/// Lets one process at a time change what is delivered, and the list of it.
public enum DeliveryLock {
    /// In memory: what puts files at a boot may write nowhere else.
    private static let file = "/run/nacre/vault-deliveries.lock"
    /// How long one waits for another, in seconds.
    private static let patience = 60

    public static func alone<Result>(_ work: () async throws -> Result) async throws -> Result {
        do { try FileWriter.makeDirectoryUnlessThere("/run/nacre", State.Permissions(mode: 0o755)) } catch {
            throw VaultStoreFailure.system("\(error)")
        }
        let lock = try FileWriter.openedOrMade(file)
        defer { try? lock.close() }
        var tries = 0
        while flock(lock.rawValue, LOCK_EX | LOCK_NB) != 0 {
            tries += 1
            guard tries < patience * 20 else {
                throw VaultStoreFailure.system("another process has been delivering for too long; nothing was changed")
            }
            try await Task.sleep(for: .milliseconds(50))
        }
        return try await work()
    }
}
