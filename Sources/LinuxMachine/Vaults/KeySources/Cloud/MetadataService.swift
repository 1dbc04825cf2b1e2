import Catalog
import Documents
import Surface

/// A cloud's metadata service, which tells whoever asks from this machine who it is.
struct MetadataService: Sendable {
    private let endpoint: Endpoint
    private let patience: Int

    init(_ asking: KeySourceAsking) throws(VaultStoreFailure) {
        do { endpoint = try Endpoint(metadata: asking.metadata) } catch { throw .keySource("\(error.unknown)") }
        patience = asking.patience
    }

    func ask(
        _ method: String,
        _ path: String,
        _ headers: [(name: String, value: String)]
    ) async throws(VaultStoreFailure) -> Response {
        let request = Request(method: method, path: path, headers: headers, body: method == "PUT" ? [] : nil)
        do { return try await Client.ask(endpoint, request, seconds: patience) } catch {
            throw .keySource("the metadata service of this machine: \(error.unknown)")
        }
    }

    func failure(_ why: String) -> VaultStoreFailure {
        .keySource("the metadata service of this machine: \(endpoint.address): \(why)")
    }

    /// The token of an answer of the form that OAuth 2.0 has (RFC 6749, 5.1), and the answer itself.
    func token(in response: Response, to path: String) throws(VaultStoreFailure) -> (token: String, answer: JSONNode) {
        guard response.status == 200 else { throw failure("it answers \(path) with status \(response.status)") }
        let limits = Limits(size: WholeAnswer.limit, depth: 8, values: 1000)
        guard let root = (try? JSONDocument(response.body, dialect: .json, limits: limits))?.root,
            root["token_type"]?.text?.lowercased() == "bearer", let token = root["access_token"]?.text,
            // A header takes no more of most servers.
            (1...16_384).contains(token.utf8.count), token.utf8.allSatisfy({ (0x21..<0x7F).contains($0) })
        else { throw failure("it answers \(path) with something that is no token") }
        guard let rest = root["expires_in"], let seconds = rest.integer ?? rest.text.flatMap({ Int($0) }) else {
            throw failure("it gives a token without saying how long it counts")
        }
        guard seconds > 0 else { throw failure("it gives a token that has expired") }
        return (token, root)
    }
}
