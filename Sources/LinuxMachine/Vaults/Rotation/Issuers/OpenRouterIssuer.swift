import Documents
import Surface
public import Vault

/// OpenRouter's API of keys ("Management API Keys" of openrouter.ai/docs): a key is known by its hash.
public struct OpenRouterIssuer: KeyIssuer {
    public static let kind = "openrouter"
    private static let path = "/api/v1/keys"
    private let server: IssuerServer
    public var place: String { server.endpoint.address }

    public init(
        _ administrator: SecretBytes,
        at address: String = "https://openrouter.ai",
        patience: Int = 20
    ) throws(IssuerFailure) {
        server = try IssuerServer(address, administrator, patience: patience)
    }

    public func create(named name: String) async throws(IssuerFailure) -> IssuedKey {
        let answer = try await server.ask("POST", Self.path, .object([("name", .string(name))]))
        guard [200, 201].contains(answer.status) else { throw server.refused(answer, "a new key", mayHaveMade: true) }
        let data = answer.json?["data"]
        let key = try server.issued(data?["hash"]?.text, answer.json?["key"]?.text)
        guard data?["name"]?.text == name else {
            throw server.failure("it answered with another key than was asked for: \(key.id)", mayHaveMade: true)
        }
        return key
    }

    public func verify(_ key: IssuedKey) async throws(IssuerFailure) {
        let known = try await server.ask("GET", "\(Self.path)/\(key.id)")
        guard known.status == 200 else { throw server.refused(known, "the key \(key.id)") }
        guard known.json?["data"]?["hash"]?.text == key.id, known.json?["data"]?["disabled"]?.flag != true else {
            throw server.failure("it does not know the key \(key.id) that it made, or has it disabled")
        }
        let taken = try await server.ask("GET", "/api/v1/key", as: key.value)
        guard taken.status == 200, taken.json?["data"]?.members != nil else {
            throw server.failure("the key \(key.id) that it made is not taken (status \(taken.status))")
        }
    }

    public func revoke(_ id: String) async throws(IssuerFailure) {
        guard IssuerServer.isName(id) else { throw server.failure("no key has such a name") }
        let answer = try await server.ask("DELETE", "\(Self.path)/\(id)")
        guard [200, 204, 404].contains(answer.status) else { throw server.refused(answer, "revoking \(id)") }
        let after = try await server.ask("GET", "\(Self.path)/\(id)")
        guard after.status == 404 else {
            throw server.failure("it was told to revoke \(id), and still has it (status \(after.status))")
        }
    }
}
