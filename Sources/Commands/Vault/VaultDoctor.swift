import ArgumentParser
import LinuxMachine
import Reports
import Vault

struct VaultDoctor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Look for what keeps the vault from being safe, or from being opened when it is needed.",
        discussion:
            "Exit status: 0 nothing was found; 1 something was; 2 wrong arguments, or not run as root; 3 it could not look."
    )

    @OptionGroup var choice: VaultChoice

    func run() async throws {
        let store = try choice.store(for: "doctor")
        guard LeakHunt.exists(store.file) else {
            throw VaultRefusal("there is no vault in \(store.directory); first: sudo nacre vault init")
        }
        let all = choice.isStandard ? try DeliveriesFile.deliveries() : []
        let clients = choice.isStandard ? try EnrolledFile.clients() : []
        let checks = await VaultCheckup(store, asking: choice.asking).run { vault in
            var checks = [Self.ages(vault, store)] + (await EnrolledCheckup(clients: clients).checks(vault))
            if all.contains(where: \.isForCompose) {
                let old = await DeliveryService().difference().map { "\($0); sudo nacre vault deliver --again" }
                checks.append(.init(what: "\(DeliveryService.unit) is this version's", fault: old))
            }
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

    private static func ages(_ vault: Vault, _ store: VaultStore) -> VaultCheckup.Check {
        let what = "nacre audit sees how old each secret is"
        do {
            guard try !store.knowsAges(of: vault) else { return .init(what: what) }
            return .init(what: what, fault: "it is not written down for this vault; sudo nacre vault verify does it")
        } catch { return .init(what: what, fault: "\(error)") }
    }
}
