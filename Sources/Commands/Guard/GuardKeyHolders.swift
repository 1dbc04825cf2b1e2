import Controls
import Hardening
import LinuxMachine
import Observers
import Surface
import Vault

/// Who gets the keys of an installation's models from the vault by now, besides the guard.
enum GuardKeyHolders {
    /// - Throws: where the gateways of this server could not be looked at.
    static func all(of models: InstallationModels) async throws -> [KeyHolder] {
        let names = Set(
            models.providers.compactMap { provider in
                if case .vault(let name) = provider.key { name } else { nil }
            }
        )
        let clients = try EnrolledFile.clients().filter { $0.user != GuardService.user }
        guard !names.isEmpty, !clients.isEmpty else { return [] }
        let gateways: [SecretReferences]
        switch await Observer(try LiveSurface()).secretReferences() {
        case .found(let found): gateways = found
        case .absent: gateways = []
        case .unreadable(let why): throw VaultRefusal("the gateways of this server could not be looked at: \(why)")
        }
        return try names.sorted().flatMap { name -> [KeyHolder] in
            let secret = try SecretName.typed(name)
            let consumers = SecretConsumer.all(of: secret, among: clients, gateways)
            return Dictionary(grouping: consumers, by: \.client.name).compactMap { client, own -> KeyHolder? in
                // Of one that others ask as, or of which not all is known, nothing is taken.
                guard own.count == 1, let gateway = own[0].gateway, gateway.doubt == nil,
                    gateway.directory == models.installation
                else { return nil }
                return KeyHolder(client: client, secret: name, settings: own[0].settings.map(\.text))
            }
        }
    }
}
