import Glibc

/// Blocking sockets, as tests use them.
enum Descriptors {
    struct Failure: Error { let what: String }

    /// A socket that listens on a port of this machine that nobody else has.
    static func listening() throws -> (descriptor: Int32, port: Int) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe bind(descriptor, $0, length) == 0 && listen(descriptor, 64) == 0
                    && getsockname(descriptor, $0, &length) == 0
            }
        }
        guard isBound else { throw Failure(what: "no port") }
        return (descriptor, Int(UInt16(bigEndian: address.sin_port)))
    }

    /// A file in a directory, which is made where there is none.
    static func write(_ text: String, to directory: String, _ name: String) throws {
        _ = unsafe mkdir(directory, 0o700)
        guard let file = unsafe fopen("\(directory)/\(name)", "w") else { throw Failure(what: "no file") }
        unsafe fputs(text, file)
        unsafe fclose(file)
    }

    /// A socket of this machine at a path that listens.
    static func listening(at path: String) throws -> Int32 {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: path.utf8) }
        let isBound = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
            }
        }
        guard isBound, listen(descriptor, 16) == 0 else { throw Failure(what: "no socket") }
        return descriptor
    }

    /// What a socket of this machine at a path answers; nothing where nobody listens.
    static func ask(_ method: String, _ path: String, at socket: String) -> String? {
        let descriptor = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        defer { Glibc.close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: socket.utf8) }
        let isConnected = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
            }
        }
        guard isConnected else { return nil }
        send(Array("\(method) \(path) HTTP/1.1\r\nhost: guard\r\ncontent-length: 0\r\n\r\n".utf8), to: descriptor)
        let (head, body) = message(descriptor)
        return head + String(decoding: body, as: UTF8.self)
    }

    static func close(_ descriptor: Int32, _ path: String) {
        Glibc.close(descriptor)
        _ = unsafe unlink(path)
    }

    /// A connection to a port of this machine.
    static func connected(to port: Int) throws -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        address.sin_port = UInt16(port).bigEndian
        let isConnected = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard isConnected else { throw Failure(what: "nobody listens at \(port)") }
        var limit = timeval(tv_sec: 20, tv_usec: 0)
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        return descriptor
    }

    /// - Returns: whether all of it was taken.
    @discardableResult static func send(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes {
                unsafe Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    static func receive(_ descriptor: Int32) -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, count in
            count = unsafe max(0, recv(descriptor, buffer.baseAddress, buffer.count, 0))
        }
    }

    /// A message of HTTP: its head, and as much body as it says it has, or all there is.
    static func message(_ descriptor: Int32) -> (head: String, body: [UInt8]) {
        let mark = Array("\r\n\r\n".utf8)
        var bytes: [UInt8] = []
        while bytes.firstRange(of: mark) == nil {
            let more = receive(descriptor)
            if more.isEmpty { return (String(decoding: bytes, as: UTF8.self), []) }
            bytes += more
        }
        let end = bytes.firstRange(of: mark)?.upperBound ?? bytes.endIndex
        let head = String(decoding: bytes[..<end], as: UTF8.self)
        var body = Array(bytes[end...])
        let lines = head.lowercased().split(separator: "\r\n")
        let length = lines.first { $0.hasPrefix("content-length:") }.flatMap {
            Int($0.dropFirst(15).filter { $0 != " " })
        }
        while length.map({ body.count < $0 }) ?? !head.hasPrefix("GET ") {
            let more = receive(descriptor)
            if more.isEmpty { break }
            body += more
        }
        return (head, body)
    }
}
