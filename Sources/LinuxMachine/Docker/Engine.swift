import Documents
import Surface

/// The Docker daemon's API, for what changes something.
///
/// The `docker` command is a package of its own and not on every server that has the daemon.
enum Engine {
    typealias Failure = RunningMachine.Failure

    enum Method: String {
        case get = "GET"
        case post = "POST"
        case delete = "DELETE"
    }

    private static let socket = "/var/run/docker.sock"

    /// One request, in HTTP/1.0, which the daemon answers without chunks and closes.
    static func ask(
        _ method: Method,
        _ target: String,
        body: [UInt8] = [],
        type: String = "application/json",
        seconds: Int = 30
    ) async throws(Failure) -> Response {
        var request = Array("\(method.rawValue) \(target) HTTP/1.0\r\nHost: docker\r\n".utf8)
        if method == .post { request += Array("Content-Type: \(type)\r\nContent-Length: \(body.count)\r\n".utf8) }
        request += Array("\r\n".utf8) + body
        let whole = request
        let answer = await offPool { UnixSocket.exchange(whole, socket: socket, until: [], seconds: seconds) }
        switch answer {
        case .absent: throw Failure("the Docker daemon does not run")
        case .unreadable(let why): throw Failure("the Docker daemon does not answer: \(why)")
        case .found(let bytes):
            guard let response = Response.parse(bytes) else {
                throw Failure("the Docker daemon did not answer \(method.rawValue) \(target) within \(seconds) s")
            }
            return response
        }
    }

    /// A request that must succeed.
    @discardableResult
    static func demand(
        _ method: Method,
        _ target: String,
        body: [UInt8] = [],
        type: String = "application/json",
        seconds: Int = 30
    ) async throws(Failure) -> [UInt8] {
        let response = try await ask(method, target, body: body, type: type, seconds: seconds)
        guard (200..<300).contains(response.status) else {
            let said = String(decoding: response.body.prefix(500), as: UTF8.self)
            throw Failure("the Docker daemon refused \(method.rawValue) \(target): \(said)")
        }
        return response.body
    }

    /// What a question is answered with.
    static func json(_ target: String) async throws(Failure) -> JSONNode {
        do {
            return try JSONDocument(try await demand(.get, target), dialect: .json).root
        } catch {
            throw Failure("\(error)")
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

    static func answers() async -> Bool {
        do throws(Failure) {
            return try await ask(.get, "/_ping", seconds: 5).status == 200
        } catch {
            return false
        }
    }

    /// Asks every half second until the answer is yes.
    static func wait(seconds: Int, until isReached: () async -> Bool) async -> Bool {
        for _ in 0..<(seconds * 2) {
            if await isReached() { return true }
            do {
                try await Task.sleep(for: .milliseconds(500))
            } catch {
                return false
            }
        }
        return await isReached()
    }
}
