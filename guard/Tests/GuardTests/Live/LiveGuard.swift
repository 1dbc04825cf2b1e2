import SampleStreams
@testable import Guard
import Exchanges
import Glibc
import NIOConcurrencyHelpers
import NIOCore
import Testing

/// A guard that runs in this process, in front of a stand-in, with one agent.
final class LiveGuard: Sendable {
    static let placeholder = Placeholder.mint()

    let server: GuardServer
    let port: Int
    let journal: String
    /// Whether something else is under way besides.
    let isBusy = NIOLockedValueBox(false)
    private let text: NIOLockedValueBox<String>

    /// - Parameters:
    ///   - upstream: the port of the stand-in.
    ///   - key: what the configuration says of the upstream's key, a line each.
    ///   - more: of the agent.
    ///   - top: lines that stand at the left.
    ///   - state: the directory that keeps what was used.
    ///   - dialect: what the stand-in speaks.
    ///   - credentials: the directory of the guard's own secrets.
    ///   - edit: changes the configuration.
    /// - Throws: where the guard does not start.
    init(
        _ upstream: Int,
        key: String,
        more: String = "",
        top: String = "",
        state: String? = nil,
        dialect: Dialect = .anthropic,
        credentials: String? = nil,
        editing edit: (String) -> String = { $0 }
    ) async throws {
        let text = NIOLockedValueBox(
            edit(
                Self.configuration(upstream, key: key, more: more, top: top).replacing(
                    Dialect.anthropic.rawValue,
                    with: dialect.rawValue
                )
            )
        )
        self.text = text
        journal = "/tmp/nacre-live-\(UInt64.random(in: 0...UInt64.max))"
        server = try GuardServer(
            Self.read(text.withLockedValue { $0 }),
            SecretSources(directory: credentials),
            Journal(path: journal),
            state: state,
            threads: 1
        ) { try Self.read(text.withLockedValue { $0 }) }
        port = try await server.listen().first?.port ?? 0
    }

    static func configuration(_ upstream: Int, key: String, more: String = "", top: String = "") -> String {
        let digits = Placeholder.digest(of: placeholder.utf8).map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
        return """
            listen: ["127.0.0.1:1"]
            admin: ""
            upstreams:
              one:
                dialect: anthropic-messages
                url: http://127.0.0.1:\(upstream)
            \(key.split(separator: "\n").map { "    \($0)" }.joined(separator: "\n"))
            agents:
              main:
                placeholder: sha256:\(digits.joined())
                upstream: one
            \(more.split(separator: "\n").map { "    \($0)" }.joined(separator: "\n"))
            \(top.contains("limits:") ? "" : "limits: {drain: 1}")
            \(top)
            """
    }

    private static func read(_ text: String) throws -> GuardConfiguration {
        var configuration = try GuardConfiguration(reading: text)
        // Any that is free.
        configuration.listeners = [.init(host: "127.0.0.1", port: 0)]
        return configuration
    }

    /// Reads another configuration.
    func reload(_ other: String) async -> ReloadOutcome {
        text.withLockedValue { $0 = other }
        return await server.reload()
    }

    struct Answer {
        let status: Int
        let head: String
        let text: String
    }

    /// What an agent is answered.
    func ask(_ words: String = "Hi", model: String = "m", stream: Bool = false, on open: Int32? = nil) throws -> Answer
    {
        let descriptor = try open ?? Descriptors.connected(to: port)
        defer { if open == nil { close(descriptor) } }
        send(words, model: model, stream: stream, keepsOpen: open != nil, to: descriptor)
        let (head, bytes) = Descriptors.message(descriptor)
        // What was used is counted once all is said.
        while server.service.snapshot.open > 0, !isBusy.withLockedValue({ $0 }) { usleep(1000) }
        let status = head.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        return Answer(status: status, head: head, text: String(decoding: bytes, as: UTF8.self))
    }

    /// Asks something else; what comes is read only where it is waited for.
    func post(_ path: String, _ body: String, waits: Bool = true) throws -> Answer {
        let descriptor = try Descriptors.connected(to: port)
        defer { close(descriptor) }
        Descriptors.send(
            Array(
                """
                POST \(path) HTTP/1.1\r\nhost: guard\r\nauthorization: Bearer \(Self.placeholder)\r\n\
                content-type: application/json\r\nconnection: close\r\ncontent-length: \(body.utf8.count)\r\n\r\n\(body)
                """.utf8
            ),
            to: descriptor
        )
        guard waits else {
            return Answer(status: 0, head: "", text: String(decoding: Descriptors.receive(descriptor), as: UTF8.self))
        }
        let (head, bytes) = Descriptors.message(descriptor)
        settle()
        let status = head.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        return Answer(status: status, head: head, text: String(decoding: bytes, as: UTF8.self))
    }

    /// Waits until nothing is under way.
    func settle() {
        for _ in 0..<20_000 where server.service.snapshot.open > 0 { usleep(1000) }
    }

    /// Asks, and leaves the answer to whoever reads it.
    func send(_ words: String, model: String = "m", stream: Bool, keepsOpen: Bool, to descriptor: Int32) {
        let body =
            """
            {"model":"\(model)","max_tokens":9,"stream":\(stream),"messages":[{"role":"user","content":\(Streams.quoted(words))}]}
            """
        Descriptors.send(
            Array(
                """
                POST /v1/messages HTTP/1.1\r\nhost: guard\r\nx-api-key: \(Self.placeholder)\r\n\
                content-type: application/json\r\nconnection: \(keepsOpen ? "keep-alive" : "close")\r\ncontent-length: \(body.utf8.count)\r\n\r\n\(body)
                """.utf8
            ),
            to: descriptor
        )
    }

    /// What an answer is called to the one who asked.
    static func reference(in text: String) -> ExchangeID? {
        text.firstRange(of: "(reference ").flatMap { ExchangeID(String(text[$0.upperBound...].prefix(12))) }
    }

    /// How an exchange went.
    func event(_ id: ExchangeID) async -> ExchangeEvent? {
        await withCheckedContinuation { continuation in
            server.service.find(id) { continuation.resume(returning: $0) }
        }
    }

    /// The journal's lines.
    var lines: [String] {
        guard let file = unsafe fopen(journal, "re") else { return [] }
        defer { unsafe fclose(file) }
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: 1 << 20) { buffer, count in
            count = unsafe fread(buffer.baseAddress, 1, buffer.count, file)
        }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    /// Ends it.
    func end() async throws {
        try await server.stop()
        _ = unsafe unlink(journal)
    }
}
