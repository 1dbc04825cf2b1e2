import Catalog
import Glibc

/// Why a connection did not work, in words.
struct ConnectionFailure: Error {
    let unknown: Unknown

    init(_ unknown: Unknown) { self.unknown = unknown }

    /// By the error number of a system call.
    init(_ code: Int32) { unknown = .systemCall(code, reason(code)) }
}

/// Where bytes come from until the other side ends.
protocol ByteSource {
    /// The next bytes; none at the end.
    func receive() throws(ConnectionFailure) -> [UInt8]
}

/// A TCP connection with one deadline for everything that happens on it.
final class Connection: ByteSource {
    private let descriptor: Int32
    private let deadline: ContinuousClock.Instant
    private let seconds: Int

    /// Connects to a numeric address.
    init(_ address: String, port: Int, seconds: Int) throws(ConnectionFailure) {
        let family = address.contains(":") ? AF_INET6 : AF_INET
        let flags = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
        descriptor = socket(family, flags, 0)
        deadline = .now + .seconds(seconds)
        self.seconds = seconds
        guard descriptor >= 0 else { throw ConnectionFailure(errno) }
        guard let number = UInt16(exactly: port) else {
            throw ConnectionFailure(.malformed("there is no port \(port)"))
        }
        let status =
            family == AF_INET6
            ? Self.connect6(descriptor, address, number) : Self.connect4(descriptor, address, number)
        guard let status else { throw ConnectionFailure(.malformed("not a numeric address")) }
        if status != 0 { try finishConnecting() }
    }

    private func finishConnecting() throws(ConnectionFailure) {
        guard errno == EINPROGRESS else { throw ConnectionFailure(errno) }
        try wait(for: Int16(POLLOUT))
        var code: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        unsafe getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &size)
        guard code == 0 else { throw ConnectionFailure(code) }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    func send(_ bytes: [UInt8]) throws(ConnectionFailure) {
        var sent = 0
        while sent < bytes.count {
            let count = unsafe bytes[sent...].withUnsafeBytes {
                unsafe Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count > 0 {
                sent += count
            } else if errno == EAGAIN {
                try wait(for: Int16(POLLOUT))
            } else if errno != EINTR {
                throw ConnectionFailure(errno)
            }
        }
    }

    /// The next bytes; none at the end.
    func receive() throws(ConnectionFailure) -> [UInt8] {
        while true {
            try wait(for: Int16(POLLIN))
            var outcome = 0
            var code: Int32 = 0
            let part = unsafe [UInt8](unsafeUninitializedCapacity: 16384) { buffer, count in
                outcome = unsafe recv(descriptor, buffer.baseAddress, buffer.count, 0)
                code = errno
                count = max(0, outcome)
            }
            if outcome >= 0 { return part }
            guard code == EAGAIN || code == EINTR else { throw ConnectionFailure(code) }
        }
    }

    private func wait(for events: Int16) throws(ConnectionFailure) {
        while true {
            let left = ContinuousClock.now.duration(to: deadline)
            let milliseconds = left.components.seconds * 1000 + left.components.attoseconds / 1_000_000_000_000_000
            guard milliseconds > 0 else { throw ConnectionFailure(.timedOut("no answer within \(seconds) s")) }
            var wanted = pollfd(fd: descriptor, events: events, revents: 0)
            let ready = unsafe poll(&wanted, 1, Int32(clamping: milliseconds))
            if ready > 0 { return }
            if ready < 0, errno != EINTR { throw ConnectionFailure(errno) }
        }
    }

    private static func connect4(_ descriptor: Int32, _ text: String, _ port: UInt16) -> Int32? {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        guard unsafe inet_pton(AF_INET, text, &address.sin_addr) == 1 else { return nil }
        return unsafe withUnsafePointer(to: &address) {
            unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }

    private static func connect6(_ descriptor: Int32, _ text: String, _ port: UInt16) -> Int32? {
        var address = sockaddr_in6()
        address.sin6_family = sa_family_t(AF_INET6)
        address.sin6_port = port.bigEndian
        guard unsafe inet_pton(AF_INET6, text, &address.sin6_addr) == 1 else { return nil }
        return unsafe withUnsafePointer(to: &address) {
            unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in6>.size))
            }
        }
    }
}
