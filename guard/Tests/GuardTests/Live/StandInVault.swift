import SampleStreams
import Dispatch
import Glibc
import NIOConcurrencyHelpers

/// The broker's side of the vault's socket, as `nacre vault serve` has it.
final class StandInVault: Sendable {
    let path: String
    private let descriptor: Int32
    private let state: NIOLockedValueBox<(values: [String: String], questions: [String], raw: [UInt8]?)>

    init(_ values: [String: String]) throws {
        path = "/tmp/nacre-vault-\(UInt64.random(in: 0...UInt64.max))"
        state = NIOLockedValueBox((values, [], nil))
        descriptor = try Descriptors.listening(at: path)
        let (descriptor, state) = (descriptor, state)
        DispatchQueue(label: "vault").async {
            while true {
                let connection = accept(descriptor, nil, nil)
                guard connection >= 0 else { return }
                var question: [UInt8] = []
                while true {
                    let more = Descriptors.receive(connection)
                    if more.isEmpty { break }
                    question += more
                }
                Descriptors.send(Self.answer(String(decoding: question, as: UTF8.self), state), to: connection)
                close(connection)
            }
        }
    }

    var questions: [String] { state.withLockedValue { $0.questions } }

    func rotate(_ name: String, to value: String) { state.withLockedValue { $0.values[name] = value } }

    /// Answers with these bytes from now on.
    func answer(with raw: [UInt8]?) { state.withLockedValue { $0.raw = raw } }

    /// Nobody answers any more.
    func end() {
        shutdown(descriptor, Int32(SHUT_RDWR))
        _ = unsafe unlink(path)
    }

    static func framed(_ text: String) -> [UInt8] {
        let bytes = Array(text.utf8)
        return (0..<4).reversed().map { UInt8(truncatingIfNeeded: bytes.count >> (8 * $0)) } + bytes
    }

    private static func answer(
        _ question: String,
        _ state: NIOLockedValueBox<(values: [String: String], questions: [String], raw: [UInt8]?)>
    ) -> [UInt8] {
        state.withLockedValue { state in
            state.questions.append(question)
            if let raw = state.raw { return raw }
            let asked = state.values.keys.filter { question.contains("\"\($0)\"") }
            let values = asked.map { "\"\($0)\":\(Streams.quoted(state.values[$0] ?? ""))" }.joined(separator: ",")
            return framed("{\"protocolVersion\":1,\"values\":{\(values)},\"errors\":{}}")
        }
    }
}
