import Catalog
import Glibc
import Surface

/// Clients of Unix sockets: a bounded exchange of bytes, and one HTTP GET.
enum UnixSocket {
    private static let timeout = 5
    private static let limit = 32 << 20

    /// One GET in HTTP/1.0, which a server answers without chunks and closes.
    ///
    /// It names no host, as there is none: Caddy's admin endpoint answers requests with one by 403 on a socket.
    static func get(_ target: String, socket path: String, seconds: Int = timeout) -> Reading<Response> {
        let request = "GET \(target) HTTP/1.0\r\n\r\n"
        switch exchange(Array(request.utf8), socket: path, until: [], seconds: seconds) {
        case .absent: return .absent
        case .unreadable(let why): return .unreadable(why)
        case .found(let bytes):
            return Response.parse(bytes).map { .found($0) } ?? .unreadable(.malformed("\(path) does not speak HTTP"))
        }
    }

    /// Sends the request and reads up to the marker, or the end where the marker is empty.
    ///
    /// Here `seconds` is how long the whole answer may take.
    static func exchange(
        _ request: [UInt8],
        socket path: String,
        until marker: [UInt8],
        seconds: Int = timeout
    ) -> Reading<[UInt8]> {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return .unreadable(.systemCall(errno, "\(path): \(reason())")) }
        defer { close(descriptor) }
        setTimeouts(descriptor, seconds: seconds)

        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let fits = unsafe withUnsafeMutableBytes(of: &address.sun_path) { buffer in
            guard path.utf8.count < buffer.count else { return false }
            unsafe buffer.copyBytes(from: path.utf8)
            return true
        }
        guard fits else { return .unreadable(.tooLarge("\(path): the path is too long for a socket")) }
        let status = unsafe withUnsafePointer(to: &address) {
            unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard status == 0 else {
            return errno == ENOENT ? .absent : .unreadable(.systemCall(errno, "\(path): \(reason())"))
        }

        var sent = 0
        while sent < request.count {
            let count = unsafe request[sent...].withUnsafeBytes {
                unsafe send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return .unreadable(.systemCall(errno, "\(path): \(reason())")) }
            sent += count
        }
        return receive(from: descriptor, path, until: marker, seconds: seconds)
    }

    private static func receive(
        from descriptor: Int32,
        _ path: String,
        until marker: [UInt8],
        seconds: Int
    ) -> Reading<[UInt8]> {
        let deadline = currentTime() + seconds
        var answer: [UInt8] = []
        while true {
            let part = unsafe [UInt8](unsafeUninitializedCapacity: 65536) { buffer, count in
                count = unsafe recv(descriptor, buffer.baseAddress, buffer.count, 0)
                if count < 0 { count = 0 }
            }
            if part.isEmpty {
                return errno == EAGAIN && !marker.isEmpty
                    ? .unreadable(.timedOut("\(path) did not answer in time")) : .found(answer)
            }
            answer += part
            if !marker.isEmpty, answer.suffix(marker.count).elementsEqual(marker) { return .found(answer) }
            if answer.count > limit { return .unreadable(.tooLarge("\(path) answered more than \(limit) bytes")) }
            if currentTime() > deadline { return .unreadable(.timedOut("\(path) did not finish in time")) }
        }
    }
}

/// Bounds how long a send or a receive may wait.
func setTimeouts(_ descriptor: Int32, seconds: Int) {
    var limit = timeval(tv_sec: seconds, tv_usec: 0)
    let size = socklen_t(MemoryLayout<timeval>.size)
    unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, size)
    unsafe setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, size)
}
