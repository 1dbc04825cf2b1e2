import Exchanges
import Glibc
import NIOConcurrencyHelpers

/// What was decided, a JSON value a line, each with the hash of the one before: what is changed or taken out later is seen.
///
/// It holds no secret and nothing of a conversation.
public final class Journal: Sendable {
    private struct State {
        var last: String
        var number: Int
        /// Why the last line could not be written.
        var failure: String?
    }

    private let file: Int32?
    private let state: NIOLockedValueBox<State>

    /// Where nothing is kept.
    init() {
        file = nil
        state = NIOLockedValueBox(State(last: JournalLine.beginning, number: 0, failure: nil))
    }

    /// Goes on with a file; one that is not whole is left, and what follows begins a new chain that says so.
    public init(path: String) throws(JournalFault) {
        let last = try JournalLine.last(of: path)
        let file = unsafe open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o640)
        guard file >= 0 else { throw JournalFault(line: nil, "\(path): \(unsafe String(cString: strerror(errno)))") }
        self.file = file
        state = NIOLockedValueBox(State(last: last.hash, number: last.number, failure: nil))
    }

    deinit { if let file { close(file) } }

    /// Why what was decided last is not written, if it is not.
    var failure: String? { state.withLockedValue { $0.failure } }

    /// Writes what was decided about an agent's exchange.
    func write(_ event: String, agent: String, _ details: KeyValuePairs<String, String> = [:]) {
        guard let file else { return }
        var now = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &now)
        let time = now.tv_sec
        state.withLockedValue { state in
            let line = JournalLine(
                number: state.number + 1,
                before: state.last,
                time: time,
                event: event,
                agent: agent,
                details: details.map { ($0.key, $0.value) }
            )
            let bytes = line.bytes + [0x0A]
            let written = unsafe bytes.withUnsafeBytes { unsafe Glibc.write(file, $0.baseAddress, $0.count) }
            guard written == bytes.count else {
                state.failure = unsafe written < 0 ? String(cString: strerror(errno)) : "the disk is full"
                return
            }
            state = State(last: line.hash, number: line.number, failure: nil)
        }
    }
}
