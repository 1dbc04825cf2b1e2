import LinuxMachine
import Vault

/// What keeps those who are enrolled from being answered by this version of Nacre.
struct EnrolledCheckup {
    let clients: [VaultClient]

    func checks(_ vault: Vault) async -> [VaultCheckup.Check] {
        guard !clients.isEmpty else { return [] }
        var checks = [
            VaultCheckup.Check(
                what: "\(VaultService.unit) answers as this version does",
                fault: mended(await VaultService().fault())
            )
        ]
        for client in clients {
            let program = Self.fault { () throws(VaultStoreFailure) in try SecretLauncher(of: client).fault() }
            checks.append(.init(what: "\(client.name) asks by this version's program", fault: mended(program)))
            let missing = client.secrets.filter { vault.secrets[$0] == nil }.map(\.text)
            let absence =
                missing.isEmpty
                ? nil
                : "the vault has no \(missing.joined(separator: ", ")); to put it in: "
                    + missing.map { "sudo nacre vault set \($0), then sudo nacre vault rotate \($0) --reload" }
                    .joined(separator: "; ")
            checks.append(
                .init(
                    what: "\(client.name) can be given all its secrets",
                    fault: absence ?? client.objection(in: vault)
                )
            )
        }
        return checks
    }

    private static func fault(_ look: () throws(VaultStoreFailure) -> String?) -> String? {
        do { return try look() } catch { return "\(error)" }
    }

    private func mended(_ fault: String?) -> String? { fault.map { "\($0); sudo nacre vault enroll --again" } }
}
