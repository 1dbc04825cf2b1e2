import Documents
import Foundation

/// The metadata service of a machine and the service that keeps its secrets, as Google and Azure document them, with
/// answers that go wrong as a test has it.
final class StandInCloud: Sendable {
    static let token = "token-of-a-test"
    static let vault = "https://acme.vault.azure.net/secrets/"

    let server: StandInServer
    private let contents: Contents

    init() throws {
        let contents = Contents()
        self.contents = contents
        server = try StandInServer { contents.answer($0) }
    }

    var address: String { "http://127.0.0.1:\(server.port)" }

    /// The versions of a secret, the oldest first.
    subscript(_ name: String) -> [String]? {
        get { contents[name] }
        set { contents[name] = newValue }
    }

    /// What it answers from now on to what is asked of a place with this in its path.
    func say(_ place: String, _ answer: StandInServer.Answer?) { contents.say(place, answer) }

    static func flavored(_ status: Int, _ body: String) -> StandInServer.Answer {
        .raw("HTTP/1.1 \(status) Said\r\nMetadata-Flavor: Google\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
    }

    static func token(_ token: String = StandInCloud.token, expires: String = "3599", kind: String = "Bearer") -> String
    {
        #"{"access_token":"\#(token)","expires_in":\#(expires),"token_type":"\#(kind)"}"#
    }
}

// Proof that it may be shared: what changes is read and written under the lock only.
private final class Contents: @unchecked Sendable {
    private let lock = NSLock()
    private var secrets: [String: [String]] = [:]
    private var wrong: [String: StandInServer.Answer] = [:]

    subscript(_ name: String) -> [String]? {
        get { lock.withLock { secrets[name] } }
        set { lock.withLock { secrets[name] = newValue } }
    }

    func say(_ place: String, _ answer: StandInServer.Answer?) { lock.withLock { wrong[place] = answer } }

    func answer(_ asked: StandInServer.Asked) -> StandInServer.Answer {
        if let wrong = lock.withLock({ wrong.first { asked.path.contains($0.key) }?.value }) { return wrong }
        if asked.path.hasPrefix("/computeMetadata/") {
            guard asked.headers["metadata-flavor"] == "Google" else { return .whole(403, "") }
            return StandInCloud.flavored(200, StandInCloud.token())
        }
        if asked.path.hasPrefix("/metadata/identity/oauth2/token?api-version=2018-02-01&resource=") {
            guard asked.headers["metadata"] == "true", asked.path.contains("https%3A%2F%2Fvault.azure.net") else {
                return .whole(400, #"{"error":"invalid_request"}"#)
            }
            return .whole(200, StandInCloud.token(expires: #""86399""#))
        }
        guard asked.headers["authorization"] == "Bearer \(StandInCloud.token)" else {
            return .whole(401, #"{"error":{"code":401,"status":"UNAUTHENTICATED"}}"#)
        }
        let body = (try? JSONDocument(Array(asked.body), dialect: .json))?.root
        return asked.path.hasPrefix("/v1/") ? google(asked, body) : azure(asked, body)
    }

    /// `projects/PROJECT/secrets/NAME`, answered with the number of the project.
    private func google(_ asked: StandInServer.Asked, _ body: JSONNode?) -> StandInServer.Answer {
        let missing = StandInServer.Answer.whole(404, #"{"error":{"code":404,"status":"NOT_FOUND"}}"#)
        let parts = asked.path.dropFirst("/v1/projects/acme/secrets".count).components(separatedBy: [
            "/", ":", "?", "=",
        ])
        let name = parts.count > 1 ? parts[parts.count == 3 && parts[1] == "secretId" ? 2 : 1] : ""
        switch (asked.method, parts.last) {
        case ("POST", name) where parts[1] == "secretId":
            guard body?["replication"]?["automatic"] != nil, self[name] == nil else {
                return .whole(409, #"{"error":{"code":409,"status":"ALREADY_EXISTS"}}"#)
            }
            self[name] = []
            return .whole(200, #"{"name":"projects/123/secrets/\#(name)"}"#)
        case ("POST", "addVersion"):
            let data = body?["payload"]?["data"]?.text.flatMap { Data(base64Encoded: $0) } ?? Data()
            self[name]?.append(String(decoding: data, as: UTF8.self))
            return .whole(200, #"{"name":"projects/123/secrets/\#(name)/versions/\#(self[name]?.count ?? 0)"}"#)
        case ("GET", "access"):
            let versions = self[name] ?? []
            guard let number = parts[3] == "latest" ? versions.count : Int(parts[3]), versions.indices ~= number - 1
            else { return missing }
            let data = Data(versions[number - 1].utf8).base64EncodedString()
            let full = "projects/123/secrets/\(name)/versions/\(number)"
            return .whole(200, #"{"name":"\#(full)","payload":{"data":"\#(data)"}}"#)
        default: return missing
        }
    }

    private func azure(_ asked: StandInServer.Asked, _ body: JSONNode?) -> StandInServer.Answer {
        let parts = asked.path.components(separatedBy: "?")
        let words = parts[0].split(separator: "/").map(String.init)
        guard parts.last == "api-version=7.4", words.count > 1 else { return .whole(400, #"{"error":{"code":"Bad"}}"#) }
        if asked.method == "PUT" { self[words[1]] = (self[words[1]] ?? []) + [body?["value"]?.text ?? ""] }
        let versions = self[words[1]] ?? []
        guard let number = words.count > 2 ? Int(words[2], radix: 16) : versions.count, versions.indices ~= number - 1
        else { return .whole(404, #"{"error":{"code":"SecretNotFound","message":"not found"}}"#) }
        let id =
            "\(StandInCloud.vault)\(words[1])/" + String(String(repeating: "0", count: 31) + "\(number)").suffix(32)
        return .whole(200, #"{"value":"\#(versions[number - 1])","id":"\#(id)","attributes":{"enabled":true}}"#)
    }
}
