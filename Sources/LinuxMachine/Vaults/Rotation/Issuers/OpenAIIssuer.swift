import Documents
import Surface
public import Vault

/// OpenAI's administration API: a key belongs to a service account of a project, and goes with it.
public struct OpenAIIssuer: KeyIssuer {
    public static let kind = "openai"
    private let server: IssuerServer
    private let path: String
    public var place: String { server.endpoint.address }

    public init(
        _ administrator: SecretBytes,
        project: String,
        at address: String = "https://api.openai.com",
        patience: Int = 20
    ) throws(IssuerFailure) {
        server = try IssuerServer(address, administrator, patience: patience)
        guard IssuerServer.isName(project) else { throw IssuerFailure("no project of OpenAI has such a name") }
        path = "/v1/organization/projects/\(project)/service_accounts"
    }

    public func create(named name: String) async throws(IssuerFailure) -> IssuedKey {
        let answer = try await server.ask("POST", path, .object([("name", .string(name))]))
        guard [200, 201].contains(answer.status) else { throw server.refused(answer, "a new key", mayHaveMade: true) }
        let key = try server.issued(answer.json?["id"]?.text, answer.json?["api_key"]?["value"]?.text)
        guard answer.json?["object"]?.text == "organization.project.service_account",
            answer.json?["name"]?.text == name
        else {
            throw server.failure("it answered with another key than was asked for: \(key.id)", mayHaveMade: true)
        }
        return key
    }

    public func verify(_ key: IssuedKey) async throws(IssuerFailure) {
        let known = try await server.ask("GET", "\(path)/\(key.id)")
        guard known.status == 200 else { throw server.refused(known, "the service account \(key.id)") }
        guard known.json?["id"]?.text == key.id else {
            throw server.failure("it does not know the service account \(key.id) that it made")
        }
        let taken = try await server.ask("GET", "/v1/models", as: key.value)
        guard taken.status == 200, taken.json?["data"]?.items != nil else {
            throw server.failure("the key of \(key.id) is not taken (status \(taken.status))")
        }
    }

    public func revoke(_ id: String) async throws(IssuerFailure) {
        guard IssuerServer.isName(id) else { throw server.failure("no service account has such a name") }
        let answer = try await server.ask("DELETE", "\(path)/\(id)")
        guard answer.status == 404 || answer.status == 200 && answer.json?["deleted"]?.flag == true else {
            throw server.refused(answer, "revoking \(id)")
        }
        let after = try await server.ask("GET", "\(path)/\(id)")
        guard after.status == 404 else {
            throw server.failure("it was told to revoke \(id), and still has it (status \(after.status))")
        }
    }
}
