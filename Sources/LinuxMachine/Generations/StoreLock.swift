import FoundationEssentials
import Glibc
public import Hardening
import Surface
import SystemPackage

/// The right to change the machine; one process has it at a time.
public struct StoreLock: ~Copyable {
    private let descriptor: FileDescriptor

    /// Somebody else has it.
    public typealias Busy = StoreBusy

    /// Takes the lock; where `evicting`, a process that has it is ended, as the switch does at the deadline.
    ///
    /// - Throws: `Busy` when another process has it; what the system says when the file cannot be used.
    public init(_ directory: String = GenerationStore.standard, evicting: Bool = false) throws {
        let path = directory + "/lock"
        let file = try FileWriter.openedOrMade(path)
        do {
            if flock(file.rawValue, LOCK_EX | LOCK_NB) != 0 {
                let holder = Self.holder(path)
                guard evicting, let holder else { throw Busy(holder: holder) }
                holder.kill()
                // The kernel gives the lock free with the process.
                guard flock(file.rawValue, LOCK_EX) == 0 else { throw Errno(rawValue: errno) }
            }
            let identity = try JSONEncoder().encode(ProcessIdentity.current)
            guard ftruncate(file.rawValue, 0) == 0 else { throw Errno(rawValue: errno) }
            _ = try file.writeAll(toAbsoluteOffset: 0, [UInt8](identity))
        } catch {
            try? file.close()
            throw error
        }
        descriptor = file
    }

    deinit { try? descriptor.close() }

    private static func holder(_ path: String) -> ProcessIdentity? {
        guard let bytes = try? LiveSurface().file(path, limit: 4096).content?.bytes else { return nil }
        return try? JSONDecoder().decode(ProcessIdentity.self, from: Data(bytes))
    }
}

extension GenerationStore {
    public func locked<Result>(evicting: Bool, _ work: () async throws -> Result) async throws -> Result {
        try make()
        let lock = try StoreLock(directory, evicting: evicting)
        LeftCommands.end()
        let result = try await work()
        _ = consume lock
        return result
    }
}
