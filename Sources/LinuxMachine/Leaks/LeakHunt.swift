import Archives
public import Detection
import Documents
import Glibc
public import Leaks
public import SystemPackage

/// Looks through files for secrets that lie about: texts, archives, databases.
public final class LeakHunt {
    /// What it may take.
    public struct Bounds: Sendable {
        /// Seconds after which nothing more is begun; none for no end.
        public var seconds: Int?
        public init() {}
    }

    /// What was looked at.
    public private(set) var files = 0
    public private(set) var bytes = 0
    /// What was not looked at, and why.
    public private(set) var leftOut: [(place: String, why: String)] = []
    public private(set) var leaks: [Leak] = []

    /// What was named to look at.
    private(set) var roots: [FilePath] = []
    private let known: KnownValues?
    private let secrets: [String: KnownSecret]
    private let fingerprint: LeakScan.Fingerprint
    private let progress: (String, Int) -> Void
    private let end: Int?
    private var buffer = [UInt8](repeating: 0, count: 256 << 10)
    private(set) lazy var scan = scan({ [unowned self] in leaveOut($0, $1) }, { [unowned self] in leaks.append($0) })
    private lazy var git = GitHunt(
        scan,
        while: { [unowned self] in goesOn },
        leaveOut: { [unowned self] in leaveOut($0, $1) },
        tell: { [unowned self] in leaks.append($0) }
    )

    /// - Parameters:
    ///   - bounds: what it may take.
    ///   - known: values that are looked for besides.
    ///   - secrets: what those are, by the names that they were added under.
    ///   - fingerprint: how secrets are told apart.
    ///   - progress: told of each file before it is looked at, and how many bytes were read up to then.
    public init(
        bounds: Bounds = Bounds(),
        known: KnownValues? = nil,
        secrets: [String: KnownSecret] = [:],
        fingerprint: @escaping LeakScan.Fingerprint,
        progress: @escaping (String, Int) -> Void = { _, _ in }
    ) {
        (self.known, self.secrets) = (known, secrets)
        (self.fingerprint, self.progress) = (fingerprint, progress)
        end = bounds.seconds.map { Self.now + $0 }
    }

    /// Whether there is anything under that name.
    public static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

    /// Looks through a file or a tree.
    public func look(at path: String) {
        let base = path.hasPrefix("/") ? "" : Self.here
        roots.append(FilePath(base + path).lexicallyNormalized())
        TreeReader(visitor: self).read(path)
        git.finish()
    }

    /// Looks through what lies below somebody's directory by that name, if it does.
    func look(at name: String, below directory: String) {
        TreeReader(visitor: self).read(name, below: directory)
        git.finish()
    }

    /// Counts what was looked at and is no file.
    func add(bytes count: Int) { bytes += count }

    /// Says better where what was told from a number on lies, where that is known.
    func place(from first: Int, _ better: (Leak) -> LeakPlace?) {
        for number in leaks.indices.dropFirst(first) {
            let leak = leaks[number]
            guard let place = better(leak) else { continue }
            leaks[number] = Leak(
                kind: leak.kind,
                place: place,
                masked: leak.masked,
                fingerprint: leak.fingerprint,
                form: leak.form,
                known: leak.known
            )
        }
    }

    private func scan(
        _ leftOut: @escaping (String, String) -> Void,
        _ tell: @escaping (Leak) -> Void
    ) -> LeakScan {
        LeakScan(known: known, secrets: secrets, fingerprint: fingerprint, leftOut: leftOut, tell: tell)
    }

    /// Looks through what a descriptor gives, up to its end.
    public func look(at file: FileDescriptor, called name: String) {
        files += 1
        scan.look(at: name) { take in read(file, name, most: nil, take) }
    }

    /// The directory that names without a slash before them are looked up in.
    private static var here: String {
        guard let path = unsafe getcwd(nil, 0) else { return "" }
        defer { unsafe free(path) }
        return unsafe String(cString: path) + "/"
    }

    private static var now: Int {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec
    }

    /// A file that grows while it is read is read to where it ended when it was opened.
    private func read(_ file: FileDescriptor, _ name: String, most: Int?, _ take: (RawSpan) -> Void) {
        var left = most ?? .max
        while left > 0 {
            let count: Int
            do { count = try unsafe buffer.withUnsafeMutableBytes { try unsafe file.read(into: $0) } } catch {
                return leaveOut(name, "\(error)")
            }
            if count == 0 { return }
            let used = min(count, left)
            left -= used
            bytes += used
            take(buffer.span.bytes.extracting(0..<used))
            guard goesOn else { return leaveOut(name, "the time was over") }
        }
    }
}

extension LeakHunt: TreeVisitor {
    var goesOn: Bool { end.map { Self.now < $0 } ?? true }

    public func leaveOut(_ path: String, _ why: String) { leftOut.append((path, why)) }

    func visit(_ path: String, _ file: FileDescriptor, _ info: Held.Node) {
        progress(path, bytes)
        files += 1
        noteElsewhere(path, file)
        if case .read = git.look(at: path, file) {
            bytes += info.size
            return
        }
        let start = leaks.count
        let sweep = FileSQLiteBytes.isDatabase(file) ? database(path, file) : nil
        let rows = leaks.count
        scan.look(at: path) { take in read(file, path, most: info.size > 0 ? info.size : nil, take) }
        if let sweep { leaveOutTwins(of: start..<rows, sweep) }
    }

    /// What stands in a row is found again where the row lies in the file.
    private func leaveOutTwins(of rows: Range<Int>, _ sweep: SQLiteSweep) {
        let known = Set(leaks[rows].map(\.fingerprint))
        let raw = leaks[rows.upperBound...].compactMap { leak -> Leak? in
            guard leak.place.inside.isEmpty else { return leak }
            let isLive = sweep.isLive(leak.place.offset)
            if isLive, known.contains(leak.fingerprint) { return nil }
            let words = "page \(leak.place.offset / sweep.pageSize + 1)" + (isLive ? "" : ", deleted")
            let place = LeakPlace(leak.place.source, inside: [words], line: nil, offset: leak.place.offset)
            return Leak(
                kind: leak.kind,
                place: place,
                masked: leak.masked,
                fingerprint: leak.fingerprint,
                form: leak.form,
                known: leak.known
            )
        }
        leaks.replaceSubrange(rows.upperBound..., with: raw)
    }

    /// What the tables hold; the file as it lies is looked at besides.
    private func database(_ path: String, _ file: FileDescriptor) -> SQLiteSweep? {
        do throws(SQLiteError) {
            var log: any SQLiteBytes = []
            if let opened = try? FileDescriptor.open(
                FilePath(path + "-wal"),
                .readOnly,
                options: [.closeOnExec, .nonBlocking, .noFollow]
            ) {
                defer { try? opened.close() }
                log = try FileSQLiteBytes(opened)
                return try sweep(path, try FileSQLiteBytes(file), log)
            }
            return try sweep(path, try FileSQLiteBytes(file), log)
        } catch {
            leaveOut(path, "its tables: \(error.message)")
            return nil
        }
    }

    private func sweep(
        _ path: String,
        _ file: any SQLiteBytes,
        _ log: any SQLiteBytes
    ) throws(SQLiteError) -> SQLiteSweep {
        var sweep = try SQLiteSweep(file, log: log)
        sweep.run { cell in
            guard cell.bytes.count >= 8 else { return }
            let place = "table \(cell.table)" + (cell.row.map { ", row \($0)" } ?? "") + ", \(cell.column)"
            scan.look(at: path, inside: [place]) { take in take(cell.bytes.span.bytes) }
        }
        for why in sweep.leftOut { leaveOut(path, "its tables: \(why)") }
        return sweep
    }
}
