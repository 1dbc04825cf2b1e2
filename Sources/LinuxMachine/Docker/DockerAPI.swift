import Documents
import Hardening
import Surface

/// The Docker daemon's API, for what changes something.
///
/// The `docker` command is a package of its own and not on every server that has the daemon.
struct DockerAPI {
    typealias Failure = RunningMachine.Failure

    enum Method: String {
        case get = "GET"
        case post = "POST"
        case delete = "DELETE"
    }

    private static let socket = "/var/run/docker.sock"

    let host: any MutableSurface

    init(_ host: any MutableSurface) { self.host = host }

    /// One request, in HTTP/1.0, which the daemon answers without chunks and closes.
    func ask(
        _ method: Method,
        _ target: String,
        body: [UInt8] = [],
        type: String = "application/json",
        seconds: Int = 30
    ) async throws(Failure) -> Response {
        var request = Array("\(method.rawValue) \(target) HTTP/1.0\r\nHost: docker\r\n".utf8)
        if method == .post { request += Array("Content-Type: \(type)\r\nContent-Length: \(body.count)\r\n".utf8) }
        request += Array("\r\n".utf8) + body
        let answer = await host.exchange(request, socket: Self.socket, seconds: seconds)
        switch answer {
        case .absent: throw Failure(.missing, "the Docker daemon does not run")
        case .unreadable(let why): throw Failure(.unreadable, "the Docker daemon does not answer: \(why)")
        case .found(let bytes):
            guard let response = Response.parse(bytes) else {
                throw Failure(
                    .late,
                    "the Docker daemon did not answer \(method.rawValue) \(target) within \(seconds) s"
                )
            }
            return response
        }
    }

    /// A request that must succeed.
    @discardableResult
    func demand(
        _ method: Method,
        _ target: String,
        body: [UInt8] = [],
        type: String = "application/json",
        seconds: Int = 30
    ) async throws(Failure) -> [UInt8] {
        let response = try await ask(method, target, body: body, type: type, seconds: seconds)
        guard (200..<300).contains(response.status) else {
            let said = String(decoding: response.body.prefix(500), as: UTF8.self)
            throw Failure(.refused, "the Docker daemon refused \(method.rawValue) \(target): \(said)")
        }
        return response.body
    }

    /// What a question is answered with.
    func json(_ target: String) async throws(Failure) -> JSONNode {
        let answer = try await demand(.get, target)
        do {
            return try JSONDocument(answer, dialect: .json).root
        } catch {
            throw Failure(.unreadable, "\(error)")
        }
    }

    /// A list that is asked for with a filter for labels.
    func list(_ what: String, labels: [String]) async throws(Failure) -> [JSONNode] {
        let filter = #"{"label":[\#(labels.map { "\"\($0)\"" }.joined(separator: ","))]}"#
        let separator = what.contains("?") ? "&" : "?"
        return try await json("\(what)\(separator)filters=\(Self.escaped(filter))").items ?? []
    }

    /// Containers with these labels, whether they run or not.
    func containers(labels: [String]) async throws(Failure) -> [JSONNode] {
        try await list("/containers/json?all=1", labels: labels)
    }

    /// Removes networks with these labels, but for one that other containers were joined to, which is theirs now.
    func removeUnusedNetworks(labels: [String]) async throws(Failure) {
        for network in try await list("/networks", labels: labels).compactMap({ $0["Id"]?.text }) {
            let isUsed = try await json("/networks/\(network)")["Containers"]?.members?.isEmpty == false
            if !isUsed { try await host.perform(Command("docker", ["network", "rm", network], timeout: 60)) }
        }
    }

    /// For a query: everything but letters and digits as percent and two hexadecimal digits.
    static func escaped(_ text: String) -> String {
        text.utf8.reduce(into: "") { result, byte in
            let isPlain = (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte)
            let digits = String(byte, radix: 16, uppercase: true)
            result += isPlain ? String(UnicodeScalar(byte)) : "%" + (digits.count < 2 ? "0" : "") + digits
        }
    }

    func answers() async -> Bool {
        do throws(Failure) {
            return try await ask(.get, "/_ping", seconds: 5).status == 200
        } catch {
            return false
        }
    }

    /// Asks every half second, for these seconds, until the answer is yes.
    func wait(seconds: Int, until isReached: () async -> Bool) async -> Bool {
        await host.clock.wait(every: 500, for: seconds * 1000, atLeast: seconds * 2 + 1, until: isReached)
    }
}
