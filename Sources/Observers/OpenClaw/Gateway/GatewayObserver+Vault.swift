import Catalog
import Hardening
import Surface
import Vault

extension GatewayObserver {
    /// How hard the token or password is to guess, where a reference says where it is kept: of the server's vault that is noted
    /// beside it, and of everything else nothing is known.
    func settleByVault(_ installation: Installation, _ record: inout Record) async {
        let secrets = Self.secrets(installation)
        let used = record[.gatewayAuth] == "password" ? secrets.password : secrets.token
        guard let reference = used.reference, !installation.isClient, record[.gatewayAuth] != "none" else { return }
        do throws(Unknown) {
            let note = try await note(of: reference, installation)
            record.set(.gatewaySecretIsGuessable, .flag(note.strength.isGuessable), from: used.origin)
            record.set(.gatewaySecretLength, .number(note.strength.length), from: used.origin)
        } catch {
            record.set(.gatewaySecretIsGuessable, .unknown(error), from: used.origin)
            record.set(.gatewaySecretLength, .unknown(error), from: used.origin)
        }
    }

    private func note(
        of reference: (source: String, provider: String, id: String),
        _ installation: Installation
    ) async throws(Unknown) -> VaultAges.Note {
        let provider = installation.root.at("secrets.providers")[reference.provider]
        let elsewhere = Unknown.notStated("it is kept where the provider \(reference.provider) of secrets has it")
        guard reference.source == "exec", provider["source"].text == "exec", let command = provider["command"].text
        else { throw elsewhere }
        // Any other program may answer with whatever it likes.
        let clients = try await EnrolledClient.all(surface) ?? []
        let arguments = provider["args"].items.map(\.text)
        guard VaultProgramsObserver.fits(command, arguments, installation, clients) == true else { throw elsewhere }
        guard let name = try? SecretName(reference.id) else { throw elsewhere }
        guard let head = try await ServerVault.head(surface).get() else { throw .missing("there is no vault") }
        guard let note = try await ServerVault.ages(surface, of: head).notes[name] else {
            throw .missing("the vault has no secret \(name.text)")
        }
        return note
    }
}
