import Catalog
import Foundation
import Glibc
import LinuxMachine
import Surface
import TestPrograms
import Testing

/// The client against real servers: OpenSSL's own, and sockets that misbehave.
@Suite(.serialized) struct ClientTests {
    private let surface: LiveSurface

    init() throws { surface = try LiveSurface() }

    private func visit(_ port: Int, tls: Bool = false, timeout: Int = 2) -> Visit {
        Visit(address: "127.0.0.1", port: port, name: "gateway.test", usesTLS: tls, timeout: timeout)
    }

    @Test func `describes a certificate that a browser refuses, and still reads the answer`() async throws {
        for (name, days, distrust) in [
            ("gateway.test", 30, "self-signed"), ("other.test", 1, "self-signed"),
        ] {
            let server = try SecureServer(name: name, days: days)
            defer { server.stop() }
            let seen = try #require(
                await server.visited { await surface.visit(visit(server.port, tls: true, timeout: 5)) }
            )
            let certificate = try #require(seen.certificate)
            #expect(certificate.distrust?.contains(distrust) == true)
            #expect(certificate.version == "TLSv1.3")
            #expect(certificate.issuer.contains("CN=\(name)"))
            #expect(abs(certificate.notAfter - Int(Date.now.timeIntervalSince1970) - days * 86400) < 120)
            #expect(seen.response?.status == 200)
        }
    }

    @Test func `says that a server takes no legacy TLS`() async throws {
        let server = try SecureServer(name: "gateway.test", days: 30)
        defer { server.stop() }
        _ = await server.visited { await surface.visit(visit(server.port, tls: true)) }
        let old = Visit(
            address: "127.0.0.1",
            port: server.port,
            name: "gateway.test",
            usesTLS: true,
            offersOnlyLegacyTLS: true
        )
        guard case .unreadable(let why) = await surface.visit(old) else {
            Issue.record("legacy TLS was taken")
            return
        }
        #expect(why.why.contains("handshake"))
    }

    @Test(arguments: [false, true])
    func `ends where a server accepts and says nothing`(_ tls: Bool) async throws {
        let server = try PlainServer(answer: nil)
        let start = ContinuousClock.now
        guard case .unreadable(let why) = await surface.visit(visit(server.port, tls: tls, timeout: 1)) else {
            Issue.record("silence was taken for an answer")
            return
        }
        #expect(why.why.contains("no answer within 1 s"))
        #expect(ContinuousClock.now - start < .seconds(60), "a busy machine is slow, and no server waits for ever")
    }

    @Test func `ends where the header does not`() async throws {
        let server = try PlainServer(
            answer: "HTTP/1.1 200 OK\r\n" + String(repeating: "X-Filler: more\r\n", count: 9000)
        )
        guard case .unreadable = await surface.visit(visit(server.port)) else {
            Issue.record("an endless header was accepted")
            return
        }
    }

    @Test(arguments: ["\u{0}\u{1}garbage\r\n\r\n", "220 mail ESMTP\r\n", "HTTP/1.1 \r\n\r\n"])
    func `does not take garbage for HTTP`(_ answer: String) async throws {
        for tls in [false, true] {
            let server = try PlainServer(answer: answer)
            guard case .unreadable = await surface.visit(visit(server.port, tls: tls)) else {
                Issue.record("garbage was accepted")
                return
            }
        }
    }

    @Test func `reads a plain answer, and says that nobody listens`() async throws {
        let server = try PlainServer(answer: "HTTP/1.1 301 Moved\r\nLocation: https://gateway.test/\r\n\r\nbody")
        let seen = await surface.visit(visit(server.port)).content
        #expect(seen?.certificate == nil)
        #expect(seen?.response?.status == 301)
        #expect(seen?.response?.headers["location"] == ["https://gateway.test/"])
        #expect(await surface.visit(visit(1)) == .unreadable(.notRunning("127.0.0.1:1: Connection refused")))
        #expect(await surface.visit(visit(70000)) == .unreadable(.malformed("127.0.0.1:70000: there is no port 70000")))
    }
}

/// `openssl s_server` with a certificate of its own.
struct SecureServer {
    let port: Int
    private let process: RunningProgram
    private let directory: URL
    /// The file with the certificate, which vouches for itself.
    var certificate: String { directory.path + "/c.pem" }

    init(name: String, days: Int) throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "nacre-\(UUID())")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        port = try PlainServer.freePort()
        let (key, certificate) = (directory.path + "/k.pem", directory.path + "/c.pem")
        let words =
            "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days \(days) -subj /CN=\(name)"
            .split(separator: " ").map(String.init)
        let made = try Program.wait(
            for: "/usr/bin/openssl",
            words + ["-addext", "subjectAltName=DNS:\(name)", "-keyout", key, "-out", certificate]
        )
        try #require(made.status == 0, "\(made.errors)")
        process = try RunningProgram(
            "/usr/bin/openssl",
            ["s_server", "-accept", "127.0.0.1:\(port)", "-key", key, "-cert", certificate, "-www", "-quiet"]
        )
    }

    /// Asks until the server is up.
    func visited(_ ask: () async -> Reading<Visited>) async -> Visited? {
        for _ in 0..<200 {
            if let seen = await ask().content { return seen }
            usleep(20_000)
        }
        return nil
    }

    func stop() {
        process.kill()
        try? FileManager.default.removeItem(at: directory)
    }
}

/// Takes one connection, sends the answer, and hangs up; keeps silent without an answer.
private final class PlainServer: Sendable {
    let port: Int
    private let descriptor: Int32

    init(answer: String?) throws {
        (descriptor, port) = try Self.listen()
        let listener = descriptor
        Thread.detachNewThread {
            let client = accept(listener, nil, nil)
            guard client >= 0 else { return }
            if let answer {
                _ = unsafe Array(answer.utf8).withUnsafeBytes {
                    unsafe send(client, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                }
                shutdown(client, Int32(SHUT_WR))
            }
            var sink = [UInt8](repeating: 0, count: 4096)
            while unsafe recv(client, &sink, sink.count, 0) > 0 {}
            close(client)
        }
    }

    deinit {
        shutdown(descriptor, Int32(SHUT_RDWR))
        close(descriptor)
    }

    static func freePort() throws -> Int {
        let (descriptor, port) = try listen()
        close(descriptor)
        return port
    }

    private struct NoSocket: Error {}

    private static func listen() throws -> (Int32, Int) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = unsafe withUnsafeMutablePointer(to: &address) {
            unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe bind(descriptor, $0, size) == 0 && Glibc.listen(descriptor, 4) == 0
                    && getsockname(descriptor, $0, &size) == 0
            }
        }
        guard isBound else { throw NoSocket() }
        return (descriptor, Int(UInt16(bigEndian: address.sin_port)))
    }
}
