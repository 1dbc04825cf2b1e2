import Documents
import Glibc
import LinuxMachine
import Surface

/// The file that says who is enrolled, as commands read and change it.
enum EnrolledFile {
    static func clients() throws -> [VaultClient] {
        try ProfileChoice.requireRootAlone(VaultClients.file)
        let text = try text()
        return try explained { () throws(VaultStoreFailure) in try VaultClients.read(text) }
    }

    static func text() throws -> String {
        switch FileInput.text(VaultClients.file, limit: 1 << 20) {
        case .found(let text): return text
        case .absent: return "# Who gets which secrets from the vault: nacre vault enroll.\n"
        case .unreadable(let why): throw ConfigurationError("cannot read \(VaultClients.file): \(why)")
        }
    }

    /// Two who change it at once do so one after the other.
    static func change(_ edit: (String) throws(SyntaxError) -> String) throws {
        try FileOutput.makeDirectory("/etc/nacre")
        let lock = unsafe open("/etc/nacre", O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)
        guard lock >= 0 else { throw VaultRefusal("/etc/nacre cannot be opened") }
        defer { close(lock) }
        guard flock(lock, LOCK_EX) == 0 else { throw VaultRefusal("/etc/nacre cannot be locked") }
        try ProfileChoice.requireRootAlone(VaultClients.file)
        do {
            let new = try edit(try text())
            // What is written must be what is read.
            _ = try explained { () throws(VaultStoreFailure) in try VaultClients.read(new) }
            try FileOutput.replace(VaultClients.file, with: new, isPublic: true)
        } catch let error as SyntaxError {
            throw ConfigurationError("\(VaultClients.file):\(error.position.line): \(error.message)")
        }
    }
}
