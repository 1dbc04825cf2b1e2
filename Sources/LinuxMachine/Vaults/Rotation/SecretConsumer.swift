import Hardening
public import Observers
import Surface
public import Vault

/// A client of the vault that gets a secret, with the gateway that it is, and the settings that refer to the secret.
public struct SecretConsumer: Sendable {
    public let client: VaultClient
    /// What its configuration says; none where no gateway was found that asks at the client's socket.
    public let gateway: SecretReferences?
    public let settings: [SecretSetting]

    /// Whether the value is what its clients log in with.
    public var isLogin: Bool { settings.contains { $0.kind == .gatewayLogin } }

    /// Where it runs, for people.
    public var words: String {
        guard let gateway else { return client.name }
        if let container = gateway.container { return "\(client.name) (container \(container))" }
        return "\(client.name) (\(gateway.unit ?? gateway.directory))"
    }

    /// Who gets a secret, each with the gateway that asks at its socket.
    ///
    /// A configuration is its account's to write: it speaks for a client where that account is the client's own, or where
    /// the client's directory, which root alone gives away, is mounted into its container.
    public static func all(
        of name: SecretName,
        among clients: [VaultClient],
        _ gateways: [SecretReferences]
    ) -> [SecretConsumer] {
        clients.filter { $0.secrets.contains(name) }.flatMap { client -> [SecretConsumer] in
            let own = gateways.filter { isThat($0, of: client) }
            guard !own.isEmpty else { return [SecretConsumer(client: client, gateway: nil, settings: [])] }
            return own.map { gateway in
                let aliases = Set(gateway.providers.filter { asks($0.value, in: gateway, client) }.map(\.key))
                let references = gateway.references.filter { $0.id == name.text && aliases.contains($0.provider) }
                return SecretConsumer(
                    client: client,
                    gateway: gateway,
                    settings: references.map { SecretSetting($0.path) }
                )
            }
        }
    }

    private static func isThat(_ gateway: SecretReferences, of client: VaultClient) -> Bool {
        switch client.place {
        case .account:
            guard gateway.container == nil, gateway.owner == client.account else { return false }
        case .container:
            guard gateway.mounts.contains(where: { $0.outside == client.directory }) else { return false }
        }
        return gateway.providers.values.contains { asks($0, in: gateway, client) }
    }

    private static func asks(
        _ provider: SecretReferences.Provider,
        in gateway: SecretReferences,
        _ client: VaultClient
    ) -> Bool {
        guard let socket = provider.arguments.first else { return false }
        guard client.place == .container else { return socket == client.socket }
        let mount = gateway.mounts.first { $0.outside == client.directory }
        return mount.map { socket == Path.join($0.inside, "socket") } ?? false
    }

    /// The seconds after which every turn that began with the old value is over, where there is such a time.
    public var grace: SecretReferences.TurnLimit { gateway?.longestTurn ?? .unknown }
}
