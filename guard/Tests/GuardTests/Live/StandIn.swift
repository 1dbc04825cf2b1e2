import SampleStreams
import Dispatch
import Glibc
import NIOConcurrencyHelpers

/// A model API on loopback that answers as a test has it, a connection for each request.
final class StandIn: Sendable {
    struct Request: Sendable {
        let head: String
        let body: String

        /// What a header says.
        func header(_ name: String) -> String? {
            head.split(separator: "\r\n").first { $0.lowercased().hasPrefix(name + ":") }.map {
                String($0.dropFirst(name.count + 2))
            }
        }
    }

    let port: Int
    private let seen = NIOLockedValueBox<[Request]>([])

    /// - Parameters:
    ///   - gate: keeps connections open until it is opened.
    ///   - answer: what each request is answered.
    /// - Throws: where there is no port.
    init(until gate: Gate? = nil, _ answer: @escaping @Sendable (Request) -> [UInt8]) throws {
        let descriptor: Int32
        (descriptor, port) = try Descriptors.listening()
        let seen = seen
        DispatchQueue(label: "stand-in").async {
            while true {
                let connection = accept(descriptor, nil, nil)
                guard connection >= 0 else { return }
                DispatchQueue.global().async {
                    let (head, body) = Descriptors.message(connection)
                    let request = Request(head: head, body: String(decoding: body, as: UTF8.self))
                    seen.withLockedValue { $0.append(request) }
                    Descriptors.send(answer(request), to: connection)
                    gate?.wait()
                    close(connection)
                }
            }
        }
    }

    /// What was asked.
    var requests: [Request] { seen.withLockedValue { $0 } }

    /// An answer as bytes.
    static func answer(
        _ status: Int = 200,
        type: String = "application/json",
        headers: String = "",
        body: [UInt8] = Array("{}".utf8)
    ) -> [UInt8] {
        Array(
            "HTTP/1.1 \(status) X\r\ncontent-type: \(type)\r\n\(headers)content-length: \(body.count)\r\nconnection: close\r\n\r\n"
                .utf8
        ) + body
    }

    /// What Anthropic answers as a whole.
    static func said(_ text: String, _ usage: String = #"{"input_tokens":10,"output_tokens":5}"#) -> [UInt8] {
        answer(
            body: Array(
                """
                {"id":"m","type":"message","role":"assistant","model":"m","content":[{"type":"text","text":\(Streams.quoted(text))}],\
                "stop_reason":"end_turn","usage":\(usage)}
                """.utf8
            )
        )
    }
}
