import Foundation
import Glibc
import Surface
import Testing

@testable import LinuxMachine

/// Whom secrets are told to: servers that prove who they are, and in the clear this machine alone.
@Suite(.serialized) struct EndpointTests {
    @Test(arguments: [
        ("https://bao.example.org", "bao.example.org", 443, "bao.example.org"),
        ("https://bao.example.org:8200/", "bao.example.org", 8200, "bao.example.org:8200"),
        ("https://[2001:db8::1]:8200", "2001:db8::1", 8200, "[2001:db8::1]:8200"),
        ("http://127.0.0.1:8200", "127.0.0.1", 8200, "127.0.0.1:8200"),
        ("http://[::1]", "::1", 80, "[::1]"),
        ("http://localhost:443", "localhost", 443, "localhost:443"),
    ])
    func `reads addresses`(_ address: String, _ host: String, _ port: Int, _ authority: String) throws {
        let endpoint = try Endpoint(address)
        #expect((endpoint.host, endpoint.port, endpoint.authority) == (host, port, authority))
    }

    @Test(arguments: [
        "", "bao:8200", "https://", "https://:8200", "https://u:p@h", "https://h:0", "https://h:65536", "https://h:+1",
        "https://h/v1", "https://h?x", "https://h#x", "https://-h", "https://[::1", "https://[h]", "https://h\r\nX: y",
        "ftp://h", "http://h", "http://127.example.org", "http://10.0.0.1", "http://[::2]", "http://0.0.0.0",
        "http://169.254.169.254", "http://localhost.example.org", "HTTP://127.0.0.1",
    ])
    func `refuses what is none, and the clear elsewhere`(_ address: String) {
        #expect(throws: ConnectionFailure.self) { try Endpoint(address) }
    }

    @Test func `a metadata service is asked in the clear at its own address alone`() throws {
        #expect(try Endpoint(metadata: "http://169.254.169.254").port == 80)
        #expect(throws: ConnectionFailure.self) { try Endpoint(metadata: "http://169.254.169.253") }
    }

    @Test func `a server that nobody vouches for, or that has another name, is told nothing`() async throws {
        let server = try SecureServer(name: "gateway.test", days: 30)
        defer { server.stop() }
        let looked = try LiveSurface()
        let visit = Visit(address: "127.0.0.1", port: server.port, name: "gateway.test", usesTLS: true)
        _ = try #require(await server.visited { await looked.visit(visit) })
        let address = "https://127.0.0.1:\(server.port)"
        let request = Request(method: "GET", path: "/")
        for (authorities, why) in [(nil, "self-signed"), (server.certificate, "IP address mismatch")] {
            do {
                _ = try await Client.ask(try Endpoint(address, authorities: authorities), request, seconds: 5)
                Issue.record("it was told all the same")
            } catch { #expect("\(error)".contains(why), "\(error)") }
        }
        for (file, why) in [("/nowhere.pem", "not there"), ("/etc/passwd", "no certificate")] {
            await expectFailure(why) {
                _ = try await Client.ask(try Endpoint(address, authorities: file), request, seconds: 5)
            }
        }
    }

    @Test func `nobody vouches by a file that others can change`() async throws {
        let server = try SecureServer(name: "localhost", days: 30)
        defer { server.stop() }
        let endpoint = try Endpoint("https://localhost:\(server.port)", authorities: server.certificate)
        let looked = try LiveSurface()
        let visit = Visit(address: "127.0.0.1", port: server.port, name: "localhost", usesTLS: true)
        _ = try #require(await server.visited { await looked.visit(visit) })
        let request = Request(method: "GET", path: "/")
        #expect(try await Client.ask(endpoint, request, seconds: 5).status == 200)
        #expect(unsafe chmod(server.certificate, 0o664) == 0)
        await expectFailure("changed by others") { _ = try await Client.ask(endpoint, request, seconds: 5) }
        #expect(unsafe chmod(server.certificate, 0o644) == 0)
        if getuid() == 0 {
            #expect(unsafe chown(server.certificate, 65534, 65534) == 0)
            await expectFailure("belongs to the account 65534") {
                _ = try await Client.ask(endpoint, request, seconds: 5)
            }
        }
    }

    private func expectFailure(_ named: String, _ work: () async throws -> Void) async {
        do {
            try await work()
            Issue.record("nothing failed where \(named) was expected")
        } catch { #expect("\(error)".contains(named), "\(error)") }
    }

    @Test func `a server that proves its name is asked`() async throws {
        let server = try SecureServer(name: "localhost", days: 30)
        defer { server.stop() }
        let endpoint = try Endpoint("https://localhost:\(server.port)", authorities: server.certificate)
        let request = Request(method: "GET", path: "/")
        var answer: Response?
        for _ in 0..<200 where answer == nil {
            answer = try? await Client.ask(endpoint, request, seconds: 5)
            usleep(20_000)
        }
        #expect(answer?.status == 200)
    }

    @Test(arguments: ["a\r\nX: y", "a\n", "a\u{0}", "ä"])
    func `no header begins a line of its own`(_ value: String) async throws {
        let server = try StandInServer { _ in .whole(200, "{}") }
        let request = Request(method: "GET", path: "/", headers: [("X-Token", value)])
        await #expect(throws: ConnectionFailure.self) {
            try await Client.ask(try Endpoint("http://127.0.0.1:\(server.port)"), request, seconds: 2)
        }
        #expect(server.asked.isEmpty)
    }

    @Test func `a redirect is handed back and not followed`() async throws {
        let other = try StandInServer { _ in .whole(200, "{}") }
        let location = "http://127.0.0.1:\(other.port)/"
        let server = try StandInServer { _ in
            .raw("HTTP/1.1 307 Go\r\nLocation: \(location)\r\nContent-Length: 0\r\n\r\n")
        }
        let answer = try await Client.ask(
            try Endpoint("http://127.0.0.1:\(server.port)"),
            Request(method: "PUT", path: "/", headers: [("X-Token", "t")], body: [1, 2]),
            seconds: 2
        )
        #expect(answer.status == 307)
        #expect(other.asked.isEmpty)
        #expect(server.asked.first?.method == "PUT" && server.asked.first?.body == Data([1, 2]))
    }

    @Test func `a name that stands for nothing is an error in words`() async {
        await #expect(throws: ConnectionFailure.self) {
            // Too long a label: no resolver is asked for it.
            let address = "https://\(String(repeating: "a", count: 64)).test"
            return try await Client.ask(try Endpoint(address), Request(method: "GET", path: "/"), seconds: 5)
        }
    }
}
