import Catalog
import Surface

/// One request to a server that is trusted with secrets.
struct Request: Sendable {
    let method: String
    /// With everything encoded that a path cannot hold as it is.
    let path: String
    var headers: [(name: String, value: String)] = []
    var body: [UInt8]?

    /// One request on a connection of its own.
    fileprivate func bytes(to endpoint: Endpoint) -> [UInt8] {
        var lines = ["\(method) \(path) HTTP/1.1", "Host: \(endpoint.authority)", "Connection: close"]
        let given = Set(headers.map { $0.name.lowercased() })
        for (name, value) in [("User-Agent", "nacre"), ("Accept", "*/*")] where !given.contains(name.lowercased()) {
            lines.append("\(name): \(value)")
        }
        lines += headers.map { "\($0.name): \($0.value)" }
        if let body { lines.append("Content-Length: \(body.count)") }
        return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + (body ?? [])
    }

    /// Whether no header begins a line of its own.
    fileprivate var isSafe: Bool {
        (headers.flatMap { [$0.name, $0.value] } + [method, path])
            .allSatisfy { $0.utf8.allSatisfy { (0x20..<0x7F).contains($0) } }
            && !path.contains(" ")
    }
}

extension Client {
    /// Asks a server that must prove who it is, before it is told anything; its whole answer, or why there is none.
    ///
    /// A redirect is an answer like others: nothing goes anywhere but where it was to go. Nothing is sent twice.
    static func ask(
        _ endpoint: Endpoint,
        _ request: Request,
        seconds: Int
    ) async throws(ConnectionFailure) -> Response {
        guard request.isSafe else { throw ConnectionFailure(.malformed("the request holds what a header cannot")) }
        let deadline = ContinuousClock.now + .seconds(seconds)
        let addresses = try await endpoint.resolved(seconds: seconds)
        let result = await offPool { () -> Result<Response, ConnectionFailure> in
            var last = ConnectionFailure(.timedOut("no answer within \(seconds) s"))
            for address in addresses {
                // Begun seconds count, so that the whole time is there for what comes at once.
                let rest = Int(ContinuousClock.now.duration(to: deadline + .milliseconds(999)).components.seconds)
                guard rest > 0 else { break }
                do throws(ConnectionFailure) {
                    let wire = try Connection(address, port: endpoint.port, seconds: rest)
                    return Result { () throws(ConnectionFailure) in try answer(to: request, endpoint, over: wire) }
                } catch { last = error }
            }
            return .failure(last)
        }
        do { return try result.get() } catch {
            throw ConnectionFailure(error.unknown.saying("\(endpoint.address): \(error.unknown)"))
        }
    }

    private static func answer(
        to request: Request,
        _ endpoint: Endpoint,
        over wire: Connection
    ) throws(ConnectionFailure) -> Response {
        guard endpoint.usesTLS else {
            try wire.send(request.bytes(to: endpoint))
            return try WholeAnswer.read(from: wire)
        }
        let authorities = try endpoint.authorities.map { path throws(ConnectionFailure) in try Authorities(path) }
        let session = try TLSSession(wire, proving: endpoint.host, by: authorities)
        try session.handshake()
        try session.send(request.bytes(to: endpoint))
        return try WholeAnswer.read(from: session)
    }
}
