import Documents
import Foundation

@testable import LinuxMachine

/// As much of OpenBao as the sources ask, over a dictionary, with answers that go wrong as a test has it.
struct StandInBao: Sendable {
    static let token = "hvs.stand-in-token"
    static let secretId = "11112222-stand-in-secret-id"
    /// What a person put there.
    static let written = String(repeating: "4e", count: 32)

    let server: StandInServer
    private let contents = Contents()

    init() throws {
        server = try StandInServer { [contents] in contents.answer($0) }
    }

    var address: String { "http://127.0.0.1:\(server.port)" }

    /// What a path holds; no fields where it was deleted.
    subscript(_ path: String) -> [String: String]? {
        get { contents[path] }
        nonmutating set { contents[path] = newValue }
    }

    /// What it answers to everything from now on.
    func say(_ answer: StandInServer.Answer?) { contents.say(answer) }
}

// Proof that it may be shared: what changes is read and written under the lock only.
private final class Contents: @unchecked Sendable {
    private let lock = NSLock()
    private var values: [String: [String: String]] = [:]
    private var wrong: StandInServer.Answer?

    func say(_ answer: StandInServer.Answer?) { lock.withLock { wrong = answer } }

    subscript(_ path: String) -> [String: String]? {
        get { lock.withLock { values[path] } }
        set { lock.withLock { values[path] = newValue } }
    }

    func answer(_ asked: StandInServer.Asked) -> StandInServer.Answer {
        if let wrong = lock.withLock({ wrong }) { return wrong }
        let path = String(asked.path.dropFirst("/v1/".count))
        let body = (try? JSONDocument(Array(asked.body), dialect: .json))?.root
        if path == "auth/approle/login" {
            guard body?["role_id"]?.text == "role", body?["secret_id"]?.text == StandInBao.secretId else {
                return .whole(400, #"{"errors":["invalid role or secret ID"]}"#)
            }
            return .whole(200, #"{"auth":{"client_token":"\#(StandInBao.token)"}}"#)
        }
        guard asked.headers["x-vault-token"] == StandInBao.token else {
            return .whole(403, #"{"errors":["permission denied: \#(asked.headers["x-vault-token"] ?? "")"]}"#)
        }
        switch (asked.method, path.components(separatedBy: "?")[0]) {
        case ("GET", "sys/internal/ui/mounts/secret"):
            return .whole(200, #"{"data":{"type":"kv","options":{"version":"2"}}}"#)
        case ("GET", "sys/internal/ui/mounts/old"):
            return .whole(200, #"{"data":{"type":"kv","options":{"version":"1"}}}"#)
        case ("GET", let place) where place.hasPrefix("secret/data/"):
            guard let value = self[place] else { return .whole(404, #"{"errors":[]}"#) }
            if value.isEmpty {
                return .whole(404, #"{"data":{"data":null,"metadata":{"version":1,"deletion_time":"then"}}}"#)
            }
            let fields = value.map { "\"\($0)\":\"\($1)\"" }.joined(separator: ",")
            return .whole(200, #"{"data":{"data":{\#(fields)},"metadata":{"version":1}}}"#)
        case ("POST", let place) where place.hasPrefix("secret/data/"):
            guard self[place] == nil, body?["options"]?["cas"]?.integer == 0, let data = body?["data"]?.members else {
                return .whole(400, #"{"errors":["check-and-set parameter did not match the current version"]}"#)
            }
            self[place] = Dictionary(uniqueKeysWithValues: data.map { ($0.key, $0.value.text ?? "") })
            return .whole(200, #"{"data":{"version":1}}"#)
        case ("POST", "transit/encrypt/nacre"):
            let number = lock.withLock { values.count }
            self["sealed \(number)"] = ["plaintext": body?["plaintext"]?.text ?? ""]
            return .whole(200, #"{"data":{"ciphertext":"vault:v1:\#(number)"}}"#)
        case ("POST", "transit/decrypt/nacre"):
            let number = body?["ciphertext"]?.text?.dropFirst("vault:v1:".count) ?? ""
            guard let plain = self["sealed \(number)"]?["plaintext"] else {
                return .whole(400, #"{"errors":["invalid ciphertext"]}"#)
            }
            return .whole(200, #"{"data":{"plaintext":"\#(plain)"}}"#)
        default: return .whole(404, #"{"errors":["no handler for route"]}"#)
        }
    }
}
