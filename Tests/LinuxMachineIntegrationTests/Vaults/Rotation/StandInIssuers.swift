import Foundation

/// OpenRouter's and OpenAI's APIs of keys as their documentation has them, on loopback, and how they may go wrong.
final class StandInIssuers: Sendable {
    static let administrator = "sk-admin-stand-in-administrator"
    static let made = "sk-made-stand-in-0123456789abcdef"

    enum Mishap: String, Sendable, CaseIterable {
        case refused, broken, silent, withoutKey, withoutName, ownKey, anotherName, noJSON, keyNotTaken, notKnown,
            notGone
        case redirect
    }

    let server: StandInServer
    var address: String { "http://127.0.0.1:\(server.port)" }

    init(_ mishap: Mishap? = nil) throws {
        let keys = Keys()
        server = try StandInServer { asked in
            switch mishap {
            case .refused: return .whole(401, "{\"error\": {\"message\": \"no \(Self.administrator)\"}}")
            case .broken: return .whole(500, "{\"error\": {\"message\": \"sorry\"}}")
            case .silent: return .silence
            case .noJSON: return .whole(200, "<html>sk-page</html>")
            case .redirect:
                return .raw("HTTP/1.1 307 Moved\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: 0\r\n\r\n")
            default: break
            }
            let bearer = asked.headers["authorization"] ?? ""
            if asked.path == "/api/v1/key" || asked.path == "/v1/models" {
                guard bearer == "Bearer \(Self.made)", mishap != .keyNotTaken else {
                    return .whole(401, "{\"error\": {}}")
                }
                return .whole(200, asked.path == "/v1/models" ? "{\"data\": []}" : "{\"data\": {\"label\": \"sk-or\"}}")
            }
            guard bearer == "Bearer \(Self.administrator)" else { return .whole(401, "{\"error\": {}}") }
            let isRouter = asked.path.hasPrefix("/api/v1/keys")
            let root = isRouter ? "/api/v1/keys" : "/v1/organization/projects/proj_abc/service_accounts"
            guard asked.path.hasPrefix(root) else { return .whole(404, "{\"error\": {}}") }
            let id = String(asked.path.dropFirst(root.count + 1))
            switch (asked.method, id.isEmpty) {
            case ("POST", true):
                let body = (try? JSONSerialization.jsonObject(with: asked.body)) as? [String: Any]
                let name = mishap == .anotherName ? "somebody else's" : body?["name"] as? String ?? ""
                let new = mishap == .withoutName ? "" : keys.make()
                let value =
                    mishap == .withoutKey ? "" : mishap == .ownKey ? Self.administrator : Self.made
                if isRouter {
                    return .whole(
                        201,
                        "{\"data\": {\"hash\": \"\(new)\", \"name\": \"\(name)\"}, \"key\": \"\(value)\"}"
                    )
                }
                return .whole(
                    200,
                    "{\"object\": \"organization.project.service_account\", \"id\": \"\(new)\", \"name\": \"\(name)\", "
                        + "\"role\": \"member\", \"api_key\": {\"object\": \"organization.project.service_account.api_key\", "
                        + "\"value\": \"\(value)\", \"id\": \"key_1\"}}"
                )
            case ("GET", false):
                guard keys.has(id), mishap != .notKnown else { return .whole(404, "{\"error\": {}}") }
                return .whole(
                    200,
                    isRouter ? "{\"data\": {\"hash\": \"\(id)\", \"disabled\": false}}" : "{\"id\": \"\(id)\"}"
                )
            case ("DELETE", false):
                guard keys.has(id) else { return .whole(404, "{\"error\": {}}") }
                if mishap != .notGone { keys.remove(id) }
                return .whole(200, "{\"deleted\": true, \"id\": \"\(id)\"}")
            default: return .whole(405, "{}")
            }
        }
    }

    // Proof that it may be shared: what changes is read and written under the lock only.
    private final class Keys: @unchecked Sendable {
        private let lock = NSLock()
        private var known: Set<String> = []
        private var count = 0

        func make() -> String {
            lock.withLock {
                count += 1
                known.insert("id_\(count)")
                return "id_\(count)"
            }
        }
        func has(_ id: String) -> Bool { lock.withLock { known.contains(id) } }
        func remove(_ id: String) { _ = lock.withLock { known.remove(id) } }
    }
}
