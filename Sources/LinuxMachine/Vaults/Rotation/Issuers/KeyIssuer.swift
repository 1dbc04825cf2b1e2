import Catalog
import Documents
import Surface
public import Vault

/// A key that an issuer made, with its own name for it.
public struct IssuedKey: Sendable {
    public let id: String
    public let value: SecretBytes
}

/// Whoever makes and revokes keys by an API, asked with an administrator's key.
public protocol KeyIssuer: Sendable {
    /// As the file of issuers names it.
    static var kind: String { get }
    /// Where it is, for people.
    var place: String { get }

    /// Makes a key of that name; what comes back is the key that was asked for, or there is an error.
    func create(named name: String) async throws(IssuerFailure) -> IssuedKey
    /// Whether the issuer knows the key by its name, and takes it.
    func verify(_ key: IssuedKey) async throws(IssuerFailure)
    /// Revokes a key, and sees it gone; one that is gone already is fine.
    func revoke(_ id: String) async throws(IssuerFailure)
}

/// Why an issuer did not do what it was asked.
public struct IssuerFailure: Error, CustomStringConvertible, Equatable {
    public let description: String
    /// Whether a key may have been made that nobody here knows.
    public let mayHaveMade: Bool

    init(_ description: String, mayHaveMade: Bool = false) {
        self.description = description
        self.mayHaveMade = mayHaveMade
    }
}

/// The HTTP of an issuer: JSON, and a bearer that no message repeats.
struct IssuerServer: Sendable {
    let endpoint: Endpoint
    let administrator: SecretBytes
    let patience: Int

    init(_ address: String, _ administrator: SecretBytes, patience: Int) throws(IssuerFailure) {
        do { endpoint = try Endpoint(address) } catch { throw IssuerFailure("the issuer: \(error.unknown)") }
        self.administrator = administrator
        self.patience = patience
    }

    struct Answer: Sendable {
        let status: Int
        let json: JSONNode?
    }

    func ask(
        _ method: String,
        _ path: String,
        _ body: JSONValue? = nil,
        as bearer: SecretBytes? = nil
    ) async throws(IssuerFailure) -> Answer {
        let bearer = bearer ?? administrator
        guard let text = unsafe bearer.withBytes({ unsafe String(validating: $0, as: UTF8.self) }) else {
            throw failure("the key to ask with is no text")
        }
        var request = Request(method: method, path: path)
        request.headers = [("Authorization", "Bearer \(text)")]
        if let body {
            request.headers.append(("Content-Type", "application/json"))
            request.body = Array(body.document.utf8)
        }
        let response: Response
        do { response = try await Client.ask(endpoint, request, seconds: patience) } catch {
            throw IssuerFailure("\(error.unknown)", mayHaveMade: method == "POST")
        }
        guard !response.body.isEmpty else { return Answer(status: response.status, json: nil) }
        let limits = Limits(size: WholeAnswer.limit, depth: 32, values: 10_000)
        let root = (try? JSONDocument(response.body, dialect: .json, limits: limits))?.root
        return Answer(status: response.status, json: root?.members == nil ? nil : root)
    }

    func failure(_ why: String, mayHaveMade: Bool = false) -> IssuerFailure {
        IssuerFailure("\(endpoint.address): \(why)", mayHaveMade: mayHaveMade)
    }

    /// Why something was not done; what the issuer says in words is not repeated.
    func refused(_ answer: Answer, _ what: String, mayHaveMade: Bool = false) -> IssuerFailure {
        let why =
            switch answer.status {
            case 401: "is refused (401): the administrator's key is not taken"
            case 403: "is not allowed to that key (403)"
            case 404: "is not to be had (404)"
            case 429: "is asked for too often (429)"
            default: "failed with status \(answer.status)"
            }
        return failure("\(what) \(why)", mayHaveMade: mayHaveMade && answer.status >= 500)
    }

    /// The name and the value of a key, from what an issuer says of one that it made.
    func issued(_ id: String?, _ value: String?) throws(IssuerFailure) -> IssuedKey {
        guard let id, Self.isName(id) else { throw failure("it made a key without a name for it", mayHaveMade: true) }
        let key = SecretBytes(Array((value ?? "").utf8))
        guard (16...4096).contains(key.count), value?.utf8.allSatisfy({ (0x21..<0x7F).contains($0) }) == true else {
            throw failure("it says that it made the key \(id), and gives none", mayHaveMade: true)
        }
        guard !key.equals(administrator) else {
            throw failure("it gives the administrator's own key for a new one", mayHaveMade: true)
        }
        return IssuedKey(id: id, value: key)
    }

    static func isName(_ id: String) -> Bool {
        (1...200).contains(id.utf8.count)
            && id.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & 0xDF) || byte == 0x5F || byte == 0x2D
            }
    }
}
