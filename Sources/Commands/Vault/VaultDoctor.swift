import ArgumentParser
import LinuxMachine
import Vault

struct VaultDoctor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Look for what keeps the vault from being safe, or from being opened when it is needed."
    )

    @OptionGroup var choice: VaultChoice

    func run() async throws {
        let store = try choice.store(for: "doctor")
        let checks = await VaultCheckup(store, asking: choice.asking).run()
        for check in checks {
            try FileOutput.print((check.fault.map { "wrong: \(check.what): \($0)" } ?? "ok: \(check.what)") + "\n")
        }
        if checks.contains(where: { $0.fault != nil }) { throw ExitCode(1) }
    }
}
