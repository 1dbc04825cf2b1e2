import Catalog
import Hardening
import Surface
import Synchronization

@testable import LinuxMachine

/// A system that is a table: what is asked of it, and what it answers, from a moment or an event on.
///
/// Questions are words: `systemctl is-active --quiet -- ssh.service`, `file /run/sshd.pid`, `entries /proc/7/fd`,
/// `link /proc/7/fd/3`, `directory /run/sshd`, `GET /_ping`, `visit 443`. What is not in the table is not there. Everything
/// that is run or written is in `done`, in order.
final class ScriptedHost: MutableSurface {
    private struct Answer {
        let text: String
        let status: Int
        /// What must have been done before.
        let event: String?
        /// Milliseconds, of the clock or since the event.
        let from: Int
    }

    private struct Content {
        var answers: [String: [Answer]] = [:]
        var done: [(words: String, at: Int)] = []
        /// What programs were given besides their arguments.
        var environments: [(words: String, variables: [String: String])] = []
        /// Answers that no longer hold, because something was written or removed.
        var written: [String: State.File?] = [:]
    }

    private let content = Mutex(Content())
    private let ticker = ScriptedClock()

    let isLive = true
    var now: Int { ticker.wall }
    var clock: any Timekeeper { ticker }
    /// Milliseconds that were slept.
    var elapsed: Int { ticker.milliseconds }

    init() {}

    /// Has the system answer so: always, from a moment on, or since something was done; what was set last counts.
    func set(_ question: String, _ text: String = "", status: Int = 0, after event: String? = nil, from: Int = 0) {
        content.withLock {
            $0.answers[question, default: []].append(Answer(text: text, status: status, event: event, from: from))
        }
    }

    /// What was run and written.
    var done: [String] { content.withLock { $0.done.map(\.words) } }

    /// What was run that begins so.
    func done(_ prefix: String) -> [String] { done.filter { $0.hasPrefix(prefix) } }

    /// The variables of what was run that begins so.
    func environments(_ prefix: String) -> [[String: String]] {
        content.withLock { $0.environments.filter { $0.words.hasPrefix(prefix) }.map(\.variables) }
    }

    private func answer(_ question: String) -> Answer? {
        let now = ticker.milliseconds
        return content.withLock { content in
            content.answers[question]?.last { answer in
                guard let event = answer.event else { return now >= answer.from }
                return content.done.contains { $0.words == event && now >= $0.at + answer.from }
            }
        }
    }

    private func note(_ words: String) {
        let now = ticker.milliseconds
        content.withLock { $0.done.append((words, now)) }
    }

    // What it shows.

    func file(_ path: String, limit: Int) -> Reading<FileContent> {
        if let written = content.withLock({ $0.written[path] }) {
            return written.map { file in
                .found(FileContent(bytes: file.bytes, status: FileStatus(mode: file.mode, size: file.bytes.count)))
            } ?? .absent
        }
        guard let answer = answer("file \(path)") else { return .absent }
        let bytes = Array(answer.text.utf8)
        return .found(FileContent(bytes: bytes, status: FileStatus(mode: 0o644, size: bytes.count)))
    }

    func lines(of path: String, from offset: Int, limit: Int) throws(Unknown) -> Lines? {
        guard let file = try file(path, limit: .max).get() else { return nil }
        return try Lines(StoredBytes(file.bytes, name: path), from: offset, limit: limit)
    }

    func status(_ path: String) -> Reading<FileStatus> {
        if answer("directory \(path)") != nil { return .found(FileStatus(kind: .directory, mode: 0o755)) }
        return file(path, limit: .max).map(\.status)
    }

    func node(_ path: String) -> Reading<FileStatus> { status(path) }
    func accessList(_ path: String) -> Reading<AccessList> { .absent }
    func isImmutable(_ path: String) -> Reading<Bool> { .found(false) }

    func entries(_ directory: String) -> Reading<[String]> {
        answer("entries \(directory)").map { .found($0.text.split(separator: " ").map(String.init)) } ?? .absent
    }

    func link(_ path: String) -> Reading<String> { answer("link \(path)").map { .found($0.text) } ?? .absent }

    func run(_ command: Command) -> Reading<Output> {
        let words = ([command.program] + command.arguments).joined(separator: " ")
        let answer = answer(words)
        note(words)
        content.withLock { $0.environments.append((words, command.environment)) }
        return answer.map {
            .found(Output(status: $0.status, standardOutput: Array($0.text.utf8)))
        } ?? .absent
    }

    func get(_ target: String, socket: String) -> Reading<Response> { get(target, socket: socket, seconds: 5) }

    func get(_ target: String, socket: String, seconds: Int) -> Reading<Response> {
        answer("GET \(target)").map {
            .found(Response(status: $0.status == 0 ? 200 : $0.status, body: Array($0.text.utf8)))
        } ?? .absent
    }

    func exchange(_ request: [UInt8], socket: String, until marker: [UInt8]) -> Reading<[UInt8]> {
        exchange(request, socket: socket, seconds: 5)
    }

    func exchange(_ request: [UInt8], socket: String, seconds: Int) -> Reading<[UInt8]> {
        let line = String(decoding: request.prefix { $0 != UInt8(ascii: "\r") }, as: UTF8.self)
        let words = line.split(separator: " ").prefix(2).joined(separator: " ")
        let answer = answer(words)
        if !words.hasPrefix("GET ") { note(words) }
        return answer.map {
            .found(Array("HTTP/1.0 \($0.status == 0 ? 200 : $0.status) OK\r\n\r\n\($0.text)".utf8))
        } ?? .absent
    }

    func visit(_ visit: Visit) -> Reading<Visited> {
        guard let answer = answer("visit \(visit.port)") else { return .unreadable(.notRunning("nobody listens")) }
        let response = Response(status: answer.status == 0 ? 200 : answer.status)
        return .found(Visited(certificate: nil, response: response))
    }

    func look() -> any Surface { self }
    func linkTarget(_ path: String) -> LinkTarget { .none }

    // What it is told.

    func replace(_ path: String, with file: State.File, expecting expected: Expected?) {
        content.withLock { $0.written[path] = .some(file) }
        note("put \(path)")
    }

    func remove(_ path: String, expecting expected: Expected?) {
        content.withLock { $0.written[path] = .some(nil) }
        note("remove \(path)")
    }

    func makeDirectory(_ path: String, _ permissions: State.Permissions, expecting expected: Expected?) {
        set("directory \(path)")
        note("directory \(path)")
    }

    func makeDirectoryUnlessThere(_ path: String, _ permissions: State.Permissions) {
        makeDirectory(path, permissions, expecting: nil)
    }

    func removeDirectory(_ path: String) { note("remove \(path)") }
    func removeEmptyDirectory(_ path: String) { note("remove \(path)") }
    func link(_ path: String, to target: String) { note("link \(path) to \(target)") }
    func permit(_ path: String, _ permissions: State.Permissions, expecting expected: Expected?) {
        note("permit \(path)")
    }
    func write(_ text: String, into path: String) { note("write \(path) \(text)") }
    func put(_ content: RowContent?, in row: Row, expecting expected: Expected?) { note("put \(row)") }
    func hangUp(_ process: Int32) { note("hang up \(process)") }
}

/// Why something failed; none where it did not.
func cause(_ work: () async throws -> Void) async -> RunningMachine.Failure.Cause? {
    do {
        try await work()
        return nil
    } catch let failure as RunningMachine.Failure {
        return failure.cause
    } catch {
        return nil
    }
}
