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
        // A directory that nobody else may open: who can open one can lock it for ever.
        let lock = unsafe open(VaultStore.standard, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)
        guard lock >= 0 else { throw VaultRefusal("\(VaultStore.standard) cannot be opened") }
        defer { close(lock) }
        var tries = 0
        while flock(lock, LOCK_EX | LOCK_NB) != 0 {
            tries += 1
            guard tries < 200 else { throw VaultRefusal("another process has been changing the list for too long") }
            usleep(50_000)
        }
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
