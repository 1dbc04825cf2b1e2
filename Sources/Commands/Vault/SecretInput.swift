import Glibc
import LinuxMachine
import SystemPackage
import Vault

/// Where secrets come in: standard input, or a prompt that does not show what is typed.
enum SecretInput {
    /// A value from standard input without the line break at its end; asked for twice where that is a terminal.
    static func value(of name: SecretName) throws -> SecretBytes {
        if isatty(STDIN_FILENO) == 1 {
            return try agreed("Value of \(name): ", again: "Once more: ")
        }
        return try bytes(of: .standardInput, named: "standard input")
    }

    static func passphrase(isNew: Bool) throws(VaultStoreFailure) -> SecretBytes {
        do {
            guard isNew else { return try prompt("Passphrase of the vault: ") }
            return try agreed("New passphrase of the vault: ", again: "Once more: ")
        } catch let refusal as VaultRefusal {
            throw .keySource(refusal.description)
        } catch {
            throw .keySource("\(error)")
        }
    }

    static func passphrase(inFile path: String) throws(VaultStoreFailure) -> SecretBytes {
        do {
            let file = try FileDescriptor.open(FilePath(path), .readOnly, options: .closeOnExec)
            return try file.closeAfter {
                var info = stat()
                guard unsafe fstat(file.rawValue, &info) == 0 else { throw Errno(rawValue: errno) }
                guard info.st_mode & S_IFMT != S_IFREG || info.st_mode & 0o077 == 0 else {
                    throw VaultRefusal("\(path) can be read by others: chmod 600 \(path)")
                }
                return try bytes(of: file, named: path)
            }
        } catch {
            throw .keySource("the passphrase in \(path): \(error)")
        }
    }

    private static func agreed(_ question: String, again: String) throws -> SecretBytes {
        let first = try prompt(question)
        guard try prompt(again).equals(first) else {
            throw VaultRefusal("the two were not the same; nothing was changed")
        }
        return first
    }

    /// One line of the terminal itself, not shown.
    private static func prompt(_ question: String) throws -> SecretBytes {
        let terminal: FileDescriptor
        do { terminal = try FileDescriptor.open(FilePath("/dev/tty"), .readOnly, options: .closeOnExec) } catch {
            throw VaultRefusal("there is no terminal to ask on")
        }
        defer { try? terminal.close() }
        defer { FileOutput.writeError("\n") }
        do {
            return try SilentTerminal.asking(question, on: terminal) {
                try bytes(of: terminal, named: "the terminal", untilLine: true)
            }
        } catch let failure as VaultStoreFailure { throw VaultRefusal(failure) }
    }

    private static func bytes(
        of file: FileDescriptor,
        named name: String,
        untilLine: Bool = false
    ) throws -> SecretBytes {
        let limit = Vault.longestValue
        var taken: [UInt8] = []
        taken.reserveCapacity(limit + 2)
        defer { for index in taken.indices { taken[index] = 0 } }
        var chunk = [UInt8](repeating: 0, count: 4096)
        defer { for index in chunk.indices { chunk[index] = 0 } }
        let newline = UInt8(ascii: "\n")
        while taken.count <= limit + 1 {
            let count = try unsafe chunk.withUnsafeMutableBytes { try unsafe file.read(into: $0) }
            if count == 0 { break }
            taken += chunk[..<count]
            if untilLine, taken.last == newline { break }
        }
        if taken.last == newline { taken.removeLast() }
        guard taken.count <= limit else { throw VaultRefusal("\(name) holds more than \(limit) bytes") }
        guard !taken.isEmpty else { throw VaultRefusal(untilLine ? "nothing was typed" : "\(name) is empty") }
        return SecretBytes(taken)
    }
}
