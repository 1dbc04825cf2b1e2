import Foundation

/// The metadata service of a machine with a role, which says something else where a test has it.
struct StandInMetadata {
    let server: StandInServer
    private let service: Service

    init(_ credentials: String) throws {
        let service = Service(credentials)
        self.service = service
        server = try StandInServer { service.answer($0) }
    }

    func say(_ path: String, _ answer: StandInServer.Answer?) { service.say(path, answer) }
}

// Proof that it may be shared: what changes is read and written under the lock only.
private final class Service: @unchecked Sendable {
    private let lock = NSLock()
    private var wrong: [String: StandInServer.Answer] = [:]
    private let credentials: String

    init(_ credentials: String) { self.credentials = credentials }

    func say(_ path: String, _ answer: StandInServer.Answer?) { lock.withLock { wrong[path] = answer } }

    func answer(_ asked: StandInServer.Asked) -> StandInServer.Answer {
        let last = asked.path.split(separator: "/").last.map(String.init) ?? ""
        if let wrong = lock.withLock({ wrong[last] }) { return wrong }
        if asked.method == "PUT" { return .whole(200, "token-of-a-test") }
        guard asked.headers["x-aws-ec2-metadata-token"] == "token-of-a-test" else { return .whole(401, "") }
        return .whole(200, last == "nacre-role" ? credentials : "nacre-role")
    }
}
