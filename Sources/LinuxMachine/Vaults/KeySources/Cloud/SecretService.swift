import Catalog
import Documents
import Surface

/// A cloud's service that keeps secrets, asked with a token of this machine.
///
/// A token opens all that this machine may, so that it is shown to the cloud's own names alone. What a service says in
/// words is not repeated.
struct SecretService: Sendable {
    /// As people call it.
    let name: String
    private let endpoint: Endpoint
    private let patience: Int

    init(_ name: String, at address: String, _ asking: KeySourceAsking) throws(VaultStoreFailure) {
        do { endpoint = try Endpoint(asking.cloud ?? address) } catch { throw .keySource("\(name): \(error.unknown)") }
        self.name = name
        patience = asking.patience
    }

    /// What it answered: a status, and the object.
    struct Answer: Sendable {
        let status: Int
        let json: JSONNode
    }

    func ask(
        _ method: String,
        _ path: String,
        _ body: JSONValue? = nil,
        token: String
    ) async throws(VaultStoreFailure) -> Answer {
        var request = Request(method: method, path: path, headers: [("Authorization", "Bearer \(token)")])
        if let body {
            request.headers.append(("Content-Type", "application/json"))
            request.body = Array(body.document.utf8)
        }
        let response: Response
        do { response = try await Client.ask(endpoint, request, seconds: patience) } catch {
            throw .keySource("\(name): \(error.unknown)")
        }
        guard !(300..<400).contains(response.status) else {
            throw failure("it sends on to elsewhere, where nothing secret goes")
        }
        let limits = Limits(size: WholeAnswer.limit, depth: 16, values: 1000)
        guard let root = (try? JSONDocument(response.body, dialect: .json, limits: limits))?.root, root.members != nil
        else { throw failure("it answered \(response.status) with something that is no JSON object") }
        return Answer(status: response.status, json: root)
    }

    func failure(_ why: String) -> VaultStoreFailure { .keySource("\(name): \(endpoint.address): \(why)") }

    /// Why it did not do what was asked; `needed` is what the identity of this machine has to be allowed.
    func refused(_ answer: Answer, _ what: String, needed: String) -> VaultStoreFailure {
        let why =
            switch answer.status {
            case 400: "is refused (400): it may be disabled or destroyed"
            case 401: "is refused (401): the token of this machine is not taken, or has expired"
            case 403: "is not allowed to this machine (403): it needs \(needed)"
            case 404: "is not to be had (404): there is no such secret, or not this version of it"
            case 409: "is refused (409): one of that name is there, perhaps deleted but not yet gone"
            case 429: "is asked for too often (429)"
            default: "failed with status \(answer.status)"
            }
        return failure("\(what) \(why)")
    }
}
