import Archives
public import Detection
import Documents
import Glibc
public import Hardening
public import Leaks
public import SystemPackage

/// Looks through files for secrets that lie about: texts, archives, databases.
public final class LeakHunt {
    /// What it may take.
    public struct Bounds: Sendable {
        /// Seconds after which nothing more is begun; none for no end.
        public var seconds: Int?
        /// What is not wanted of the paths that are named.
        public var exclusion: LeakExclusion
        /// What was written before is passed over; none to look at everything.
        public var period: LeakPeriod?
        /// Whether nothing is looked for but values that are known.
        public var isKnownOnly = false
        public init(seconds: Int? = nil, exclusion: LeakExclusion? = nil) {
            self.seconds = seconds
            // No pattern is none that could be refused.
            self.exclusion = exclusion ?? .none
        }
    }

    /// What was looked at.
    public private(set) var files = 0
    public private(set) var bytes = 0
    /// What was not looked at, and why.
    public var leftOut: [Omission] { list.leftOut }
    public var leaks: [Leak] { list.leaks }
    /// What was met on the way and holds no bytes to look at, such as links and FIFOs, by what it is.
    public internal(set) var passedOver: [String: Int] = [:]

    /// Files that were looked at as they are staged, by their paths in the repository.
    public private(set) var staged: Set<String> = []
    /// How much was looked at of what is no file, by what one of it is called.
    public private(set) var others: [String: Int] = [:]
    /// What was not looked at because it was not wanted.
    public private(set) var exclusion: LeakExclusion

    /// Files that were not written since, and were passed over.
    public private(set) var unchanged = 0
    /// What the search began at, and what that was.
    public internal(set) var beginnings: [String: Inode] = [:]
    /// Whether all of the journal is looked at.
    var isJournalWhole = false
    let period: LeakPeriod?
    var written: WrittenSince?
    private let isKnownOnly: Bool

    private var list = LeakList()
    /// The tables of the database that is looked at as it lies, and what was found in them.
    private var rows: LeakRows?
    /// The database that was looked at last, and whether something was not reached in time.
    private var lastDatabase = ""
    private var wasCut = false
    private var excludes = false
    /// Secrets of this hunt by their fingerprints; not more of them than are kept.
    private var told: Set<String> = []
    private static let mostTold = 100_000
    /// What was named to look at.
    private(set) var roots: [FilePath] = []
    let known: KnownValues?
    private let secrets: [String: KnownSecret]
    private let fingerprint: LeakScan.Fingerprint
    private let progress: (String, Int) -> Void
    private let end: Int?
    private var buffer = [UInt8](repeating: 0, count: 256 << 10)
    private(set) lazy var scan = scan({ [unowned self] in leaveOut($0) }, { [unowned self] in note($0) })
    private lazy var git = GitHunt(
        scan,
        while: { [unowned self] in goesOn },
        leaveOut: { [unowned self] in leaveOut($0) },
        tell: { [unowned self] in list.add($0) }
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
        exclusion = bounds.exclusion
        (period, isKnownOnly) = (bounds.period, bounds.isKnownOnly)
        written = bounds.period.map { WrittenSince($0) }
        end = bounds.seconds.map { Self.now + $0 }
    }

    /// Whether there is anything under that name, be it a link that leads nowhere.
    public static func exists(_ path: String) -> Bool {
        var about = stat()
        return unsafe lstat(path, &about) == 0
    }

    /// Looks through a file or a tree.
    public func look(at path: String) {
        let base = Self.here(for: path)
        roots.append(FilePath(base + path).lexicallyNormalized())
        let before = files
        (wasCut, lastDatabase, excludes) = (false, "", !exclusion.isEmpty)
        begin(at: path)
        TreeReader(visitor: self).read(path)
        git.finish()
        excludes = false
        if wasCut {
            let count = files - before
            leaveOut(
                path,
                "\(Self.late) after \(count == 1 ? "1 file" : "\(count) files") of it; what else lies there was not looked at"
            )
        }
        if lastDatabase == path { lookBeside(path) }
    }

    /// What SQLite writes beside a database belongs to it.
    private func lookBeside(_ path: String) {
        for suffix in ["-wal", "-journal"] {
            let name = FilePath(Self.here(for: path) + path + suffix).lexicallyNormalized()
            guard !roots.contains(name) else { continue }
            TreeReader(visitor: self).read(beside: path, suffix)
        }
    }

    /// Looks through what settings of an account name: its links are followed to what is that account's own, and to nothing else.
    public func look(at path: String, of account: UInt32) {
        guard let real = unsafe realpath(path, nil) else {
            if errno != ENOENT { leaveOut(path, reason()) }
            return
        }
        defer { unsafe free(real) }
        let whole = unsafe String(cString: real)
        var info = stat()
        guard unsafe stat(whole, &info) == 0 else { return leaveOut(path, reason()) }
        guard whole == path || info.st_uid == account else {
            return leaveOut(path, "it is a link to \(whole), which belongs to another account")
        }
        roots.append(FilePath(whole))
        begin(at: whole)
        wasCut = false
        // No link is followed any more, whatever becomes of it meanwhile.
        TreeReader(visitor: self).read(String(whole.dropFirst()), below: "/")
        git.finish()
        if wasCut { leaveOut(path, "\(Self.late); not all that lies there was looked at") }
    }

    /// Tells what is kept back until a repository was looked through.
    func finishRepository() { git.finish() }

    /// Counts a file that is looked at as it is staged.
    func begin(staged path: String, bytes count: Int) {
        progress(path, bytes)
        files += 1
        bytes += count
        staged.insert(path)
    }

    /// Counts what was looked at and is no file.
    func add(bytes count: Int) { bytes += count }

    func count(_ noun: String, _ number: Int = 1) { others[noun, default: 0] += number }

    /// Whether a file that no directory leads to is not wanted; it is counted.
    func excludes(file path: String) -> Bool { exclusion.takes(file: path) }

    /// Says that something lies somewhere which was not found by looking through bytes.
    public func add(_ leak: Leak) {
        told.insert(leak.fingerprint)
        list.add(leak)
    }

    public func fingerprint(of secret: [UInt8]) -> String { fingerprint(secret) }

    /// Says better where what was told from a number on lies, where that is known.
    func place(from first: Int, _ better: (Leak) -> LeakPlace?) { list.place(from: first, better) }

    private func scan(
        _ leftOut: @escaping (Omission) -> Void,
        _ tell: @escaping (Leak) -> Void
    ) -> LeakScan {
        LeakScan(
            known: known,
            isKnownOnly: isKnownOnly,
            secrets: secrets,
            fingerprint: fingerprint,
            isTold: { [unowned self] in told.contains($0) },
            goesOn: { [unowned self] in goesOn },
            leftOut: leftOut,
            tell: tell
        )
    }

    /// Looks through what a descriptor gives, up to its end.
    public func look(at file: FileDescriptor, called name: String) {
        files += 1
        scan.look(at: name) { take in read(file, name, most: nil, take) }
    }

    /// The directory that names without a slash before them are looked up in, with one behind it.
    private static func here(for path: String) -> String {
        if path.hasPrefix("/") { return "" }
        guard let path = unsafe getcwd(nil, 0) else { return "" }
        defer { unsafe free(path) }
        return unsafe String(cString: path) + "/"
    }

    private static var now: Int {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec
    }

    /// A file whose size nobody says, such as those of /proc, is read so far.
    private static let mostUnsized = 64 << 20

    private func read(_ file: FileDescriptor, _ name: String, most: Int?, _ take: (RawSpan) -> Void) {
        var left = most ?? .max
        while left > 0 {
            guard goesOn else { return leaveOut(name, Self.late) }
            let count: Int
            do { count = try unsafe buffer.withUnsafeMutableBytes { try unsafe file.read(into: $0) } } catch {
                return leaveOut(name, "\(error)")
            }
            if count == 0 { return }
            let used = min(count, left)
            left -= used
            bytes += used
            take(buffer.span.bytes.extracting(0..<used))
        }
        if !goesOn { leaveOut(name, Self.late) }
    }

    /// lseek(2), `<linux/fs.h>`; Swift's Glibc has them not.
    private static let (seekData, seekHole): (Int32, Int32) = (3, 4)
    private static let late = "the time was over"

    /// A file that grows while it is read is read to where it ended when it was opened; its holes are not read.
    private func read(
        _ file: FileDescriptor,
        _ name: String,
        size: Int,
        _ taker: Unpacking
    ) {
        guard size > 0 else {
            read(file, name, most: Self.mostUnsized) { taker.take($0) }
            var next: UInt8 = 0
            let more = unsafe withUnsafeMutableBytes(of: &next) { try? unsafe file.read(into: $0) }
            if more ?? 0 > 0, goesOn { leaveOut(name, "it does not say how large it is, and was read for 64 MiB") }
            return
        }
        // A hole is as long as a block, and worth asking for where much is read.
        guard size > buffer.count else {
            let before = bytes
            read(file, name, most: size) { taker.take($0) }
            if goesOn, bytes - before < size { leaveOut(name, "it was cut short while it was read") }
            return
        }
        var place = 0
        while place < size {
            // Where a file system knows no holes, all is data.
            let data = lseek(file.rawValue, place, Self.seekData)
            let start = data >= 0 ? min(data, size) : errno == ENXIO ? size : place
            if start > place { taker.skip(start - place) }
            guard start < size else { return }
            let hole = data >= 0 ? lseek(file.rawValue, start, Self.seekHole) : size
            let end = hole > start ? min(hole, size) : size
            guard lseek(file.rawValue, start, SEEK_SET) == start else { return leaveOut(name, reason()) }
            let before = bytes
            read(file, name, most: end - start) { taker.take($0) }
            guard goesOn else { return }
            if bytes - before < end - start { return leaveOut(name, "it was cut short while it was read") }
            place = end
        }
    }
}

extension LeakHunt: TreeVisitor {
    var goesOn: Bool { end.map { Self.now < $0 } ?? true }

    public func leaveOut(_ path: String, _ why: String) { leaveOut(Omission(path, why: why)) }

    func leaveOut(_ omission: Omission) { list.leaveOut(omission) }

    func cut() { wasCut = true }

    func isUnwanted(_ path: Substring, isDirectory: Bool) -> Bool {
        excludes && exclusion.takes(path, isDirectory: isDirectory)
    }

    private func note(_ leak: Leak) {
        if told.count < Self.mostTold { told.insert(leak.fingerprint) }
        if let rows {
            if let leak = rows.told(leak) { list.add(leak) }
        } else {
            list.add(leak)
        }
    }

    func enter(_ path: String, _ info: Held.Node) {
        written?.enter(path, info)
        lookAtName(of: path)
    }
    func leave() { written?.leave() }

    func visit(_ path: String, _ file: FileDescriptor, _ info: Held.Node, _ beside: (String) -> FileDescriptor?) {
        if let written, !written.includes(path, info, beside) {
            unchanged += 1
            return
        }
        progress(path, bytes)
        files += 1
        lookAtName(of: path)
        noteElsewhere(path, file)
        let head = FileSQLiteBytes.head(of: file)
        if case .read = git.look(at: path, file, beginning: head) {
            bytes += info.size
            return
        }
        let isDatabase = FileSQLiteBytes.isDatabase(head)
        if isDatabase {
            lastDatabase = path
            database(path, file, beside("-wal"))
        }
        // An archive in a row was looked into there, and lies in pieces in the file.
        var limits = Unpacking.Limits()
        limits.searches = !isDatabase
        scan.lookIntoHoles(at: path, limits: limits) { taker in read(file, path, size: info.size, taker) }
        rows = nil
    }

    /// What the tables hold; the file as it lies is looked at besides.
    private func database(_ path: String, _ file: FileDescriptor, _ log: FileDescriptor?) {
        defer { try? log?.close() }
        do throws(SQLiteError) {
            let bytes: any SQLiteBytes = try log.map { (log) throws(SQLiteError) in try FileSQLiteBytes(log) } ?? []
            var sweep = try SQLiteSweep(try FileSQLiteBytes(file), log: bytes, goesOn: { [unowned self] in goesOn })
            rows = LeakRows()
            sweep.run { cell in
                guard cell.bytes.count >= 8 else { return }
                let place = "table \(cell.table)" + (cell.row.map { ", row \($0)" } ?? "") + ", \(cell.column)"
                scan.look(at: path, inside: [place]) { take in take(cell.bytes.span.bytes) }
            }
            for why in sweep.leftOut { leaveOut(path, "its tables: \(why)") }
            rows?.sweep = sweep
        } catch {
            leaveOut(path, "its tables: \(error.message)")
        }
    }
}
