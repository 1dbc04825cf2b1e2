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

    private init(_ file: Int32, _ last: (number: Int, hash: String)) {
        self.file = file
        state = NIOLockedValueBox(State(last: last.hash, number: last.number, failure: nil))
    }

    /// Goes on with a file; one that is not whole is put aside, and a new chain says so.
    public convenience init(path: String) throws(JournalFault) {
        let file = try Self.open(path)
        do {
            self.init(file, try JournalLine.last(of: path))
        } catch {
            close(file)
            var now = timespec()
            unsafe clock_gettime(CLOCK_REALTIME, &now)
            let kept = "\(path).broken-\(now.tv_sec)"
            guard unsafe rename(path, kept) == 0 else {
                let why = unsafe String(cString: strerror(errno))
                throw JournalFault(line: nil, "\(path): \(error), and it cannot be put aside: \(why)")
            }
            self.init(try Self.open(path), (0, JournalLine.beginning))
            write("began-anew", agent: "", ["file": kept, "why": "\(error)"])
        }
    }

    /// Nobody else writes to it at the same time.
    private static func open(_ path: String) throws(JournalFault) -> Int32 {
        let file = unsafe Glibc.open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o640)
        guard file >= 0 else { throw JournalFault(line: nil, "\(path): \(unsafe String(cString: strerror(errno)))") }
        var about = stat()
        guard unsafe fstat(file, &about) == 0, about.st_mode & S_IFMT == S_IFREG else {
            close(file)
            throw JournalFault(line: nil, "\(path): it is no regular file")
        }
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
            close(file)
            throw JournalFault(line: nil, "\(path): another nacre-guard writes to it")
        }
        return file
    }

    deinit { if let file { close(file) } }

    /// Why what was decided last is not written, if it is not.
    var failure: String? { state.withLockedValue { $0.failure } }

    /// Writes what was decided about an agent's exchange.
    func write(
        _ event: String,
        agent: String = "",
        exchange: ExchangeID? = nil,
        _ details: KeyValuePairs<String, String> = [:]
    ) {
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
                details: [("exchange", exchange?.description ?? "")]
                    + details.map { ($0.key, Shown.plain($0.value, longest: 500)) }
            )
            let bytes = line.bytes + [0x0A]
            let written = unsafe bytes.withUnsafeBytes { unsafe Glibc.write(file, $0.baseAddress, $0.count) }
            guard written == bytes.count else {
                // Half a line would break the chain.
                var size = stat()
                if written > 0, unsafe fstat(file, &size) == 0 { ftruncate(file, size.st_size - off_t(written)) }
                state.failure = unsafe written < 0 ? String(cString: strerror(errno)) : "the disk is full"
                return
            }
            state = State(last: line.hash, number: line.number, failure: nil)
        }
    }
}
