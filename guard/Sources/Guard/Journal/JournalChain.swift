import Exchanges
import Glibc

/// The lines of a journal, each with the hash of the one before, and the file that they are in.
struct JournalChain {
    /// What happened to it since it was opened.
    struct Mishaps: Sendable {
        /// Lines that could not be written.
        var lost = 0
        /// How often what was written lay no longer in the file, so that another one begins.
        var begunAnew = 0
    }

    private let path: String
    private var file: JournalFile?
    private var size: off_t = 0
    private var last = JournalLine.beginning
    private var number = 0
    /// What a new file begins with.
    private var announcement: [(String, String)] = []
    /// Lines that were lost, and that nothing was said of yet.
    private var unsaid = 0
    private(set) var mishaps = Mishaps()
    /// Why the last line could not be written, or the next one cannot.
    private(set) var failure: String?

    /// Goes on with a file; one that is not whole, or that others could have written, is put aside.
    init(path: String) throws(JournalFault) {
        self.path = path
        do throws(JournalFile.Fault) {
            do throws(JournalFile.Fault) {
                let found = try JournalFile(path)
                let line: (number: Int, hash: String)
                do { line = try JournalLine.last(of: path) } catch { throw .foreign("\(error)") }
                (file, size, last, number) = (found, found.size, line.hash, line.number)
            } catch { try replace(error) }
            try mend()
        } catch { throw JournalFault(line: nil, "\(path): \(error.words)") }
    }

    /// Writes a line, or counts it as lost.
    mutating func write(_ event: String, agent: String, _ details: [(String, String)]) {
        do throws(JournalFile.Fault) {
            try mend()
            try add(event, agent: agent, details)
            failure = nil
        } catch {
            failure = error.words
            mishaps.lost += 1
            unsaid += 1
        }
    }

    /// Looks whether its file is as it was, and whether what is to be said of it can be.
    mutating func tend() {
        do throws(JournalFile.Fault) {
            try mend()
            failure = nil
        } catch { failure = error.words }
    }

    private mutating func mend() throws(JournalFile.Fault) {
        let why = file.map { $0.fault(at: path, size) } ?? "it could not be opened"
        if let why { try goOn(why) }
        if !announcement.isEmpty {
            try add("began-anew", agent: "", announcement)
            announcement = []
        }
        if unsaid > 0 {
            try add("lines-lost", agent: "", [("count", String(unsaid)), ("why", failure ?? "")])
            unsaid = 0
        }
    }

    /// Goes on with what lies at the path now, where that is what was written; with a new file where it is not.
    private mutating func goOn(_ why: String) throws(JournalFile.Fault) {
        file = nil
        let found: JournalFile
        do throws(JournalFile.Fault) { found = try JournalFile(path) } catch { return try replace(error) }
        if found.size == size, let line = try? JournalLine.last(of: path), line == (number, last) {
            file = found
        } else if found.size == 0 {
            begin(found, [("why", why)])
        } else {
            try replace(.foreign(why))
        }
    }

    /// Puts aside what others could have written, and begins a new one.
    private mutating func replace(_ fault: JournalFile.Fault) throws(JournalFile.Fault) {
        guard case .foreign(let why) = fault else { throw fault }
        guard let kept = OwnFile.putAside(path) else {
            throw .other("\(why), and it cannot be put aside: \(unsafe String(cString: strerror(errno)))")
        }
        begin(try JournalFile(path), [("file", kept), ("why", why)])
    }

    private mutating func begin(_ new: JournalFile, _ details: [(String, String)]) {
        announcement = details + (number > 0 ? [("lines", String(number)), ("hash", last)] : [])
        (file, size, last, number) = (new, new.size, JournalLine.beginning, 0)
        mishaps.begunAnew += 1
    }

    private mutating func add(
        _ event: String,
        agent: String,
        _ details: [(String, String)]
    ) throws(JournalFile.Fault) {
        guard let file else { return }
        var now = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &now)
        let line = JournalLine(
            number: number + 1,
            before: last,
            time: now.tv_sec,
            event: event,
            agent: agent,
            details: details.map { ($0.0, Shown.plain($0.1, longest: 500)) }
        )
        let bytes = line.bytes + [0x0A]
        try file.append(bytes, to: size)
        (last, number, size) = (line.hash, line.number, size + off_t(bytes.count))
    }
}
