import Glibc
import NIOCore

/// The socket at which the vault's broker answers this account.
///
/// It blocks for up to five seconds, so that no event loop may ask.
struct VaultSocket: Sendable {
    let path: String
    var patience = TimeAmount.seconds(5)

    /// Asks for values by their names.
    func ask(_ names: [String]) throws(VaultFault) -> VaultExchange.Answer {
        let end = NIODeadline.now() + patience
        let connection = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard connection >= 0 else { throw fault(Self.words()) }
        defer { close(connection) }
        try limit(connection, end)
        try connect(connection)
        var rest = VaultExchange.question(names)[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes {
                unsafe send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw fault("the question was not taken: \(Self.words())") }
            rest = rest.dropFirst(count)
        }
        guard shutdown(connection, Int32(SHUT_WR)) == 0 else { throw fault(Self.words()) }
        let head = try read(connection, 4, end)
        let length = head.reduce(0) { $0 << 8 | Int($1) }
        guard (1...VaultExchange.longestAnswer).contains(length) else {
            throw fault("it promises an answer of \(length) bytes")
        }
        var bytes = try read(connection, length, end)
        defer {
            unsafe bytes.withUnsafeMutableBytes { room in
                if let start = room.baseAddress { unsafe explicit_bzero(start, room.count) }
            }
        }
        do { return try VaultExchange.answer(bytes, to: names) } catch { throw fault(error.description) }
    }

    private func connect(_ connection: Int32) throws(VaultFault) {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        guard path.utf8.count < 108 else { throw fault("the path is too long for a socket") }
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { room in unsafe room.copyBytes(from: path.utf8) }
        let status = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe Glibc.connect(connection, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard status == 0 else { throw fault("\(Self.words()); is nacre-vault running, and is nacre-guard enrolled?") }
    }

    /// Exactly as many bytes.
    private func read(_ connection: Int32, _ count: Int, _ end: NIODeadline) throws(VaultFault) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var taken = 0
        while taken < count {
            try limit(connection, end)
            let more = unsafe bytes.withUnsafeMutableBytes { room in
                unsafe recv(connection, room.baseAddress?.advanced(by: taken), count - taken, 0)
            }
            if more < 0, errno == EINTR { continue }
            guard more != 0 else { throw fault("it hung up; why: journalctl -u nacre-vault") }
            guard more > 0 else { throw fault(errno == EAGAIN ? "it did not answer in time" : Self.words()) }
            taken += more
        }
        return bytes
    }

    /// No call takes longer than what is left.
    private func limit(_ connection: Int32, _ end: NIODeadline) throws(VaultFault) {
        let left = (end - NIODeadline.now()).nanoseconds / 1000
        guard left > 0 else { throw fault("it did not answer in time") }
        var span = timeval(tv_sec: Int(left / 1_000_000), tv_usec: Int(left % 1_000_000))
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            unsafe setsockopt(connection, SOL_SOCKET, option, &span, socklen_t(MemoryLayout<timeval>.size))
        }
    }

    private func fault(_ words: String) -> VaultFault { VaultFault(description: "\(path): \(words)") }
    private static func words() -> String { unsafe String(cString: strerror(errno)) }
}
