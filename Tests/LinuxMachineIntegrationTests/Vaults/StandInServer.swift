import Foundation
import Glibc

/// An HTTP server on loopback that answers as a test has it: whole answers, halves, none.
final class StandInServer: Sendable {
    struct Asked: Sendable {
        let method: String
        let path: String
        let headers: [String: String]
        let body: Data
    }

    enum Answer: Sendable {
        case whole(Int, String)
        /// As it stands, and then it hangs up.
        case raw(String)
        /// Nothing, for as long as the other side waits.
        case silence
        /// Each byte after a while, without an end.
        case drip
    }

    let port: Int
    private let descriptor: Int32
    private let log = Log()

    init(_ answer: @escaping @Sendable (Asked) -> Answer) throws {
        (descriptor, port) = try Self.listen()
        let (listener, log) = (descriptor, log)
        Thread.detachNewThread {
            while true {
                let client = accept(listener, nil, nil)
                guard client >= 0 else {
                    // Whoever closed it elsewhere could take the number from under this thread, for another server.
                    close(listener)
                    return
                }
                Thread.detachNewThread {
                    defer { close(client) }
                    guard let asked = Self.read(client) else { return }
                    log.note(asked)
                    Self.send(answer(asked), client)
                }
            }
        }
    }

    deinit { stop() }

    func stop() {
        if log.end() { shutdown(descriptor, Int32(SHUT_RDWR)) }
    }

    /// What it was asked so far.
    var asked: [Asked] { log.asked }

    // Proof that it may be shared: what changes is read and written under the lock only.
    private final class Log: @unchecked Sendable {
        private let lock = NSLock()
        private var seen: [Asked] = []
        var asked: [Asked] { lock.withLock { seen } }
        func note(_ asked: Asked) { lock.withLock { seen.append(asked) } }

        private var isOver = false
        /// Whether it was not over yet.
        func end() -> Bool {
            lock.withLock {
                defer { isOver = true }
                return !isOver
            }
        }
    }

    private static func read(_ client: Int32) -> Asked? {
        var bytes = Data()
        var part = [UInt8](repeating: 0, count: 4096)
        while true {
            if let end = bytes.range(of: Data("\r\n\r\n".utf8)) {
                let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
                var headers: [String: String] = [:]
                for line in lines.dropFirst() {
                    guard let colon = line.firstIndex(of: ":") else { continue }
                    headers[line[..<colon].lowercased()] = String(line[line.index(colon, offsetBy: 2)...])
                }
                let body = bytes[end.upperBound...]
                let words = lines[0].split(separator: " ").map(String.init)
                if words.count == 3, body.count >= Int(headers["content-length"] ?? "0") ?? 0 {
                    return Asked(method: words[0], path: words[1], headers: headers, body: Data(body))
                }
            }
            let count = unsafe recv(client, &part, part.count, 0)
            guard count > 0 else { return nil }
            bytes += part[..<count]
        }
    }

    private static func send(_ answer: Answer, _ client: Int32) {
        switch answer {
        case .whole(let status, let body):
            put("HTTP/1.1 \(status) Said\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)", client)
        case .raw(let text): put(text, client)
        case .silence:
            var sink: UInt8 = 0
            while unsafe recv(client, &sink, 1, 0) > 0 {}
        case .drip:
            guard put("HTTP/1.1 200 Said\r\n\r\n", client) else { return }
            while put(" ", client) { usleep(100_000) }
        }
    }

    @discardableResult
    private static func put(_ text: String, _ client: Int32) -> Bool {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes {
                unsafe Glibc.send(client, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    /// A port on which nobody listens yet.
    static func freePort() throws -> Int {
        let (descriptor, port) = try listen()
        close(descriptor)
        return port
    }

    static func isFree(_ port: Int) -> Bool {
        guard port <= 65535, let (descriptor, _) = try? listen(on: UInt16(port)) else { return false }
        close(descriptor)
        return true
    }

    private struct NoSocket: Error {}

    private static func listen(on port: UInt16 = 0) throws -> (Int32, Int) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        address.sin_port = port.bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = unsafe withUnsafeMutablePointer(to: &address) {
            unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe bind(descriptor, $0, size) == 0 && Glibc.listen(descriptor, 16) == 0
                    && getsockname(descriptor, $0, &size) == 0
            }
        }
        guard isBound else {
            close(descriptor)
            throw NoSocket()
        }
        return (descriptor, Int(UInt16(bigEndian: address.sin_port)))
    }
}
