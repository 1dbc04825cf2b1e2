import Catalog
import Documents
import Surface
import Vault

/// An OpenBao or HashiCorp Vault server, whose HTTP API is the same for what is asked here.
///
/// What it says in words is not repeated: it could be anything, also what it was told.
public struct BaoServer: Sendable {
    let login: BaoLogin
    private let endpoint: Endpoint
    private let patience: Int

    public init(
        _ address: String,
        authorities: String? = nil,
        login: BaoLogin,
        asking: KeySourceAsking
    ) throws(VaultStoreFailure) {
        do { endpoint = try Endpoint(address, authorities: authorities) } catch {
            throw .keySource("the server that keeps the key: \(error.unknown)")
        }
        self.login = login
        patience = asking.patience
    }

    init(_ source: KeySource, _ asking: KeySourceAsking) throws(VaultStoreFailure) {
        try self.init(
            try source.parameter("address"),
            authorities: source.parameters["ca-file"],
            login: try BaoLogin(source.parameters),
            asking: asking
        )
    }

    var parameters: [String: String] {
        var all = login.parameters
        all["address"] = endpoint.address
        all["ca-file"] = endpoint.authorities
        return all
    }

    func token() async throws(VaultStoreFailure) -> String { try await login.token(at: self) }

    /// What it answered: a status, and the object it sent with it.
    struct Answer: Sendable {
        let status: Int
        let json: JSONNode?

        /// The list of what is wrong; empty also where a thing is not there.
        var hasNoErrors: Bool { json?["errors"]?.items?.isEmpty == true }
    }

    func ask(
        _ method: String,
        _ path: String,
        _ body: JSONValue? = nil,
        token: String?
    ) async throws(VaultStoreFailure) -> Answer {
        var request = Request(method: method, path: "/v1/\(path)")
        request.headers = [("X-Vault-Request", "true")]
        if let token { request.headers.append(("X-Vault-Token", token)) }
        if let body {
            request.headers.append(("Content-Type", "application/json"))
            request.body = Array(body.document.utf8)
        }
        let response: Response
        do { response = try await Client.ask(endpoint, request, seconds: patience) } catch {
            throw .keySource("the server that keeps the key: \(error.unknown)")
        }
        guard !(300..<400).contains(response.status) else {
            throw failure("it sends on to elsewhere, where nothing secret goes; give the address of the active server")
        }
        guard !response.body.isEmpty else { return Answer(status: response.status, json: nil) }
        let document = try? JSONDocument(
            response.body,
            dialect: .json,
            limits: Limits(size: WholeAnswer.limit, depth: 32, values: 10_000)
        )
        guard let root = document?.root, root.members != nil else {
            throw failure("it answered \(response.status) with something that is no JSON object")
        }
        return Answer(status: response.status, json: root)
    }

    func failure(_ why: String) -> VaultStoreFailure {
        .keySource("the server that keeps the key: \(endpoint.address): \(why)")
    }

    /// Why it did not do what was asked.
    func refused(_ answer: Answer, _ what: String) -> VaultStoreFailure {
        let why =
            switch answer.status {
            case 400: "is refused (400)"
            case 403: "is not allowed (403): the token has expired, or no policy lets it"
            case 404: "is not to be had (404)"
            case 429: "is asked for too often (429)"
            case 503: "has to wait (503): the server is sealed or under maintenance"
            default: "failed with status \(answer.status)"
            }
        return failure("\(what) \(why)")
    }

    /// A path on the server, of words that nothing has to be encoded in.
    static func path(_ text: String, _ what: String) throws(VaultStoreFailure) -> String {
        let words = text.split(separator: "/", omittingEmptySubsequences: false)
        let isPlain = words.allSatisfy { word in
            !word.isEmpty && word != "." && word != ".."
                && word.utf8.allSatisfy { byte in
                    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & 0xDF) || "_.-".utf8.contains(byte)
                }
        }
        guard isPlain, text.utf8.count <= 512 else {
            throw .keySource("the \(what) on the server is made of letters, digits, _ . - and / between them")
        }
        return text
    }
}
