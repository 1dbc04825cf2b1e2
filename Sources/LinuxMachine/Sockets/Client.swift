import Catalog
import Surface

/// An outside client: one GET, over TLS or in the clear, with a bound on time and size.
///
/// It goes on where a certificate is not trusted, and says why a browser would not.
enum Client {
    /// Bytes of a response that are read; a longer body is cut there.
    private static let limit = 4 << 20
    /// Bytes in which the header must end.
    private static let headerLimit = 64 << 10

    static func visit(_ visit: Visit) -> Reading<Visited> {
        do throws(ConnectionFailure) {
            let seen = visit.usesTLS ? try secure(visit) : try plain(visit)
            guard let seen else { return .unreadable(.malformed("\(visit.address):\(visit.port) does not speak HTTP")) }
            return .found(seen)
        } catch {
            return .unreadable(error.unknown.saying("\(visit.address):\(visit.port): \(error.unknown)"))
        }
    }

    private static func plain(_ visit: Visit) throws(ConnectionFailure) -> Visited? {
        let wire = try Connection(visit.address, port: visit.port, seconds: visit.timeout)
        try wire.send(request(visit))
        return try response(from: wire).map { Visited(certificate: nil, response: $0) }
    }

    private static func secure(_ visit: Visit) throws(ConnectionFailure) -> Visited? {
        let session = try TLSSession(
            try Connection(visit.address, port: visit.port, seconds: visit.timeout),
            name: visit.name,
            onlyLegacy: visit.offersOnlyLegacyTLS
        )
        try session.handshake()
        let certificate = session.certificate()
        // From here on the certificate is worth reporting, whatever the server does with the request.
        guard (try? session.send(request(visit))) != nil, let response = try? response(from: session) else {
            return Visited(certificate: certificate, response: nil)
        }
        return Visited(certificate: certificate, response: response)
    }

    /// HTTP/1.0, which a server answers without chunks and closes.
    private static func request(_ visit: Visit) -> [UInt8] {
        let usual = visit.usesTLS ? 443 : 80
        let host = visit.port == usual ? visit.name : "\(visit.name):\(visit.port)"
        return Array("GET \(visit.path) HTTP/1.0\r\nHost: \(host)\r\nUser-Agent: nacre\r\nAccept: */*\r\n\r\n".utf8)
    }

    /// Reads to the end; what came before a server stalled is enough where it holds the whole header.
    private static func response(
        from source: some ByteSource
    ) throws(ConnectionFailure) -> Response? {
        var bytes: [UInt8] = []
        var isHeaderComplete = false
        while bytes.count < limit {
            let part: [UInt8]
            do {
                part = try source.receive()
            } catch {
                guard isHeaderComplete else { throw error }
                break
            }
            if part.isEmpty { break }
            let seam = max(0, bytes.count - 3)
            bytes += part
            if !isHeaderComplete { isHeaderComplete = endsHeader(bytes[seam...]) }
            guard isHeaderComplete || bytes.count <= headerLimit else {
                throw ConnectionFailure(.tooLarge("the header does not end within \(headerLimit) bytes"))
            }
        }
        return isHeaderComplete ? Response.parse(bytes) : nil
    }

    private static func endsHeader(_ bytes: ArraySlice<UInt8>) -> Bool {
        var newlines = 0
        for byte in bytes {
            if byte == UInt8(ascii: "\n") {
                newlines += 1
                if newlines == 2 { return true }
            } else if byte != UInt8(ascii: "\r") {
                newlines = 0
            }
        }
        return false
    }
}
