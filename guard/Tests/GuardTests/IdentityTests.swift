@testable import Guard
import Glibc
import Testing

@Suite struct IdentityTests {
    private static let key = "real-key-of-the-guard-0123456789"
    private static let other = "value-of-the-vault-which-stays-42"

    /// What the upstream is asked.
    private func asked(_ query: String, _ headers: String, _ body: String = #"{"model":"m","messages":[]}"#)
        async throws
        -> (head: String?, answer: String, journal: [String])
    {
        let upstream = try StandIn { _ in StandIn.said("fine") }
        let directory = "/tmp/nacre-identity-\(UInt64.random(in: 0...UInt64.max))"
        try Descriptors.write(Self.key, to: directory, "key")
        try Descriptors.write(Self.other, to: directory, "other")
        let live = try await LiveGuard(upstream.port, key: "key: key", credentials: directory)
        let client = try Descriptors.connected(to: live.port)
        defer { close(client) }
        let lines = "content-type: application/json\r\nconnection: close\r\ncontent-length: \(body.utf8.count)\r\n"
        Descriptors.send(
            Array("POST /v1/messages\(query) HTTP/1.1\r\nhost: guard\r\n\(lines)\(headers)\r\n\(body)".utf8),
            to: client
        )
        let (head, bytes) = Descriptors.message(client)
        let journal = live.lines
        try await live.end()
        return (upstream.requests.first?.head, head + String(decoding: bytes, as: UTF8.self), journal)
    }

    @Test(
        "another account's key stays here, however it is called",
        arguments: [
            "key", "%6bey", "KEY", "%6B%65%79", "api_key", "api-key", "apiKey", "access_token", "token",
            "x-goog-api-key",
            "authorization",
        ]
    )
    func query(name: String) async throws {
        let head = try await asked("?beta=true&\(name)=abc123xyz", "x-api-key: \(LiveGuard.placeholder)\r\n").head
        #expect(try #require(head).hasPrefix("POST /v1/messages?beta=true HTTP/1.1"))
    }

    @Test(
        "another account's header stays here",
        arguments: [
            "authorization", "X-Goog-Api-Key", "api-key", "apikey", "x-auth-token", "Ocp-Apim-Subscription-Key",
        ]
    )
    func header(name: String) async throws {
        let head = try await asked("", "x-api-key: \(LiveGuard.placeholder)\r\n\(name): abc123xyz\r\n").head
        #expect(try !#require(head).contains("abc123xyz"))
        #expect(head?.contains("x-api-key: \(Self.key)\r\n") == true)
    }

    @Test(
        "the key stands where the placeholder stood",
        arguments: ["authorization: Bearer ", "api-key: ", "x-own: a "]
    )
    func placeholder(header: String) async throws {
        let head = try await asked("", header + LiveGuard.placeholder + "\r\n").head
        #expect(head?.contains("\(header)\(Self.key)\r\n") == true)
    }

    @Test("no secret goes out in a header", arguments: [other, key, "dmFsdWUtb2YtdGhlLXZhdWx0LXdoaWNoLXN0YXlzLTQy"])
    func secret(value: String) async throws {
        let (head, _, journal) = try await asked(
            "",
            "x-api-key: \(LiveGuard.placeholder)\r\nx-note: a \(value)\r\nx-fine: yes\r\n"
        )
        #expect(try !#require(head).contains("x-note"))
        #expect(head?.contains("x-fine: yes") == true)
        #expect(journal.contains { $0.contains("redacted") })
    }

    @Test("a body with two readings is refused")
    func readings() async throws {
        let (head, answer, _) = try await asked(
            "",
            "x-api-key: \(LiveGuard.placeholder)\r\n",
            #"{"model":"m","Model":"n","messages":[]}"#
        )
        #expect(head == nil)
        #expect(answer.hasPrefix("HTTP/1.1 400"))
        #expect(answer.contains("a key that some read as another one: Model"))
    }
}
