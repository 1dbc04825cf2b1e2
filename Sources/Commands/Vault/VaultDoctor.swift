import ArgumentParser
import LinuxMachine
import Reports
import Vault

struct VaultDoctor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Look for what keeps the vault from being safe, or from being opened when it is needed."
    )

    @OptionGroup var choice: VaultChoice

    func run() async throws {
        let store = try choice.store(for: "doctor")
        let all = choice.isStandard ? try DeliveriesFile.deliveries() : []
        let checks = await VaultCheckup(store, asking: choice.asking).run { vault in
            var checks: [VaultCheckup.Check] = []
            for delivery in all {
                let faults = await DeliveryRound([delivery], among: all).faults(vault)
                let what = "\(delivery.secret) is delivered to \(delivery.words)"
                checks += faults.isEmpty ? [.init(what: what)] : faults.map { .init(what: what, fault: $0) }
            }
            return checks
        }
        for check in checks {
            try FileOutput.print(
                Sanitizer.report.line(check.fault.map { "wrong: \(check.what): \($0)" } ?? "ok: \(check.what)") + "\n"
            )
        }
        if checks.contains(where: { $0.fault != nil }) { throw ExitCode(1) }
    }
}
