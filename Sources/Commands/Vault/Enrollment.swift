import Documents
import LinuxMachine
import Vault

/// Lets a client ask: a program, a socket, and a line in the list.
struct Enrollment {
    let client: VaultClient

    var launcher: SecretLauncher { SecretLauncher(of: client) }

    /// - Throws: where what it is to get is not there, or nothing that OpenClaw takes, or where nobody could answer it.
    func requireTexts(in vault: Vault) throws {
        if let objection = VaultService.objection(to: vault.sources) { throw VaultRefusal(objection) }
        for name in client.secrets {
            guard vault.secrets[name] != nil else {
                let hint =
                    MissingSecret.hint(name, among: vault.secrets.keys) ?? "; first: sudo nacre vault set \(name)"
                throw VaultRefusal("there is no secret \(name)\(hint)")
            }
            do {
                guard String(validating: try vault.value(name).exposed, as: UTF8.self) != nil else {
                    throw VaultRefusal("\(name) is no text, and OpenClaw takes nothing else")
                }
            } catch let failure as VaultFailure {
                throw VaultRefusal(failure)
            }
        }
        if let objection = client.objection(in: vault) { throw VaultRefusal(objection) }
    }

    /// Puts the programs of all that are enrolled and the service in place as this nacre has them.
    ///
    /// - Returns: the clients whose programs the file system does not keep.
    static func again() async throws -> (all: [VaultClient], open: [VaultClient]) {
        let clients = try EnrolledFile.clients()
        guard !clients.isEmpty else { throw VaultRefusal("nobody is enrolled") }
        var open: [VaultClient] = []
        for client in clients {
            let isFixed = try explained { () throws(VaultStoreFailure) in try SecretLauncher(of: client).install() }
            if !isFixed, client.place == .account { open.append(client) }
        }
        do { try await VaultService().install() } catch {
            throw VaultRefusal("\(VaultService.unit) could not be started: \(error); why: journalctl -u nacre-vault")
        }
        return (clients, open)
    }

    /// - Returns: whether its program is immutable, so that its own account cannot exchange what is in it.
    func put() async throws -> Bool {
        let isFixed = try explained { () throws(VaultStoreFailure) in try launcher.install() }
        try EnrolledFile.change { text throws(SyntaxError) in try VaultClients.adding(client, to: text) }
        do { try await VaultService().install() } catch {
            throw VaultRefusal("\(VaultService.unit) could not be started: \(error); why: journalctl -u nacre-vault")
        }
        return isFixed
    }
}
