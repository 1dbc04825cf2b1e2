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
        discussion: "Notes go to standard error, without any value: journalctl -u nacre-vault"
    )

    @OptionGroup var choice: VaultChoice

    func run() async throws {
        guard geteuid() == 0 else { throw ConfigurationError("only root can serve the vault") }
        let clients = try EnrolledFile.clients()
        let broker = VaultBroker(try choice.store(for: "serve"), clients, asking: choice.asking) {
            FileOutput.writeError(Sanitizer.report.line($0) + "\n")
        }
        do throws(VaultStoreFailure) {
            try await broker.serve {
                FileOutput.writeError(
                    "\(clients.count == 1 ? "1 client is" : "\(clients.count) clients are") answered\n"
                )
                ServiceReadiness.tell()
            }
        } catch { throw VaultRefusal(error) }
    }
}
