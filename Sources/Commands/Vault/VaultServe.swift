import ArgumentParser
import Glibc
import LinuxMachine
import Reports
import Surface
import Vault

struct VaultServe: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Answer those who are enrolled; what nacre-vault.service runs.",
        discussion: """
            Notes go to standard error, without any value: journalctl -u nacre-vault

            Exit status: 2 wrong arguments, or not run as root; 3 nobody can be answered, and why. It does not end otherwise.
            """
    )

    @OptionGroup var choice: VaultChoice

    func run() async throws {
        guard geteuid() == 0 else { throw ConfigurationError("only root can serve the vault") }
        let clients = try EnrolledFile.clients()
        // Whoever reads the notes may be slow, or not read at all; gateways are answered all the same.
        let notes = NoteQueue { FileOutput.writeError(Sanitizer.report.line($0) + "\n") }
        let broker = VaultBroker(
            try choice.store(for: "serve"),
            clients,
            asking: choice.asking,
            again: { try? EnrolledFile.clients() }
        ) { notes.add($0) }
        do throws(VaultStoreFailure) {
            try await broker.serve {
                notes.add(clients.count == 1 ? "1 client is answered" : "\(clients.count) clients are answered")
                ServiceReadiness.tell()
            }
        } catch { throw VaultRefusal(error) }
    }
}
