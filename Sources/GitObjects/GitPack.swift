/// The objects of a pack (gitformat-pack(5), version 2 or 3), one after the other, in bounded memory.
///
/// `next` tells what comes, `read` hands it over. What is damaged is told, and where an index says how it goes on, it does.
public final class GitPack {
    /// What hostile packs may not go beyond.
    public struct Limits: Sendable {
        /// Differences to differences; Git itself makes at most 4095.
        public var depth = 4096
        /// Bytes of an object that others are differences to.
        public var base = 20 << 20
        /// Bytes of objects that are kept for those that are differences to them.
        public var kept = 12 << 20
        /// Objects that are known by name where there is no index.
        public var named = 400_000
        /// Bytes that come out for each of the pack's, once more than `free` came out.
        public var ratio = 2000
        public var free = 1 << 30
        public init() {}
    }

    /// What comes next.
    public struct Entry {
        public let kind: GitObjectKind
        /// Where it begins in the pack.
        public let offset: Int
        let header: PackEntry
        let base: GitObject?
    }

    /// How many objects it says that it has, and how many came.
    public let count: Int
    public private(set) var came = 0
    /// What could not be read, and why.
    public private(set) var failures: [(offset: Int, why: GitFailure)] = []
    public private(set) var failureCount = 0
    /// Bytes that were unpacked.
    private(set) var spent = 0

    let bytes: PagedBytes
    let hash: GitHash
    private let index: PackIndex?
    let limits: Limits
    let elsewhere: (GitObjectID) throws(GitFailure) -> GitObject?
    let inflation: Inflation
    var cache: ObjectCache
    private var place = 12
    private var damages = 0
    private var isOver = false
    /// Where objects begin, where no index says so.
    private var offsets: [GitObjectID: Int] = [:]
    /// Differences to objects that have not come yet.
    private var waiting: [Int] = []
    private var later: [Int] = []
    private var isSecondRound = false
    private var progressed = false

    /// - Parameters:
    ///   - bytes: the pack.
    ///   - index: where its objects begin; a pack can be read without.
    ///   - hash: what its objects are named by.
    ///   - limits: what it may not go beyond.
    ///   - elsewhere: gives objects of other packs, to which this one may have differences.
    /// - Throws: where it does not begin as a pack does.
    public init(
        _ bytes: any GitBytes,
        index: PackIndex? = nil,
        hash: GitHash = .sha1,
        limits: Limits = Limits(),
        elsewhere: @escaping (GitObjectID) throws(GitFailure) -> GitObject? = { _ in nil }
    ) throws(GitFailure) {
        self.bytes = PagedBytes(bytes)
        (self.index, self.hash, self.limits, self.elsewhere) = (index, hash, limits, elsewhere)
        inflation = try Inflation()
        cache = ObjectCache(most: limits.kept)
        let head = try self.bytes.bytes(at: 0, count: 12)
        guard head[..<4].elementsEqual("PACK".utf8) else { throw .malformed("it is no pack") }
        guard head[4..<7].allSatisfy({ $0 == 0 }), head[7] == 2 || head[7] == 3 else {
            throw .malformed("a pack of a version that is not known")
        }
        count = head[8...].reduce(0) { $0 << 8 | Int($1) }
    }

    /// What comes next; nothing at the end.
    public func next() -> Entry? {
        while !isOver {
            guard let offset = advance() else { break }
            let header: PackEntry
            do throws(GitFailure) { header = try PackEntry(bytes, at: offset, hash: hash) } catch {
                fail(offset, error)
                resume(behind: offset)
                continue
            }
            do throws(GitFailure) {
                let (kind, base) = try base(of: header)
                return Entry(kind: kind, offset: offset, header: header, base: base)
            } catch {
                if case .missing = error, index == nil, waiting.count + later.count < limits.named {
                    waiting.append(offset)
                } else {
                    fail(offset, error)
                }
                pass(header)
            }
        }
        return nil
    }

    /// Where the next object begins: first one behind the other, then those whose base had not come.
    private func advance() -> Int? {
        if !isSecondRound {
            if came < count {
                came += 1
                return place
            }
            isSecondRound = true
            if place != bytes.count - hash.count, failureCount == 0 {
                fail(place, .malformed("its end, byte \(place) on, is not that of a pack"))
            }
            progressed = true
        }
        if let offset = later.popLast() { return offset }
        if progressed, !waiting.isEmpty {
            progressed = false
            later = waiting.reversed()
            waiting = []
            return later.popLast()
        }
        for offset in waiting {
            fail(offset, .malformed("what the object at byte \(offset) is a difference to is not there"))
        }
        waiting = []
        isOver = true
        return nil
    }

    /// Hands over what `next` told of, last.
    ///
    /// - Parameters:
    ///   - entry: what it told.
    ///   - isNamed: whether its name is wanted; where there is no index, it is always found out.
    ///   - take: takes its bytes.
    /// - Returns: its name, if wanted; nothing where it is damaged, which `failures` tells.
    @discardableResult
    public func read(_ entry: Entry, isNamed: Bool = true, _ take: (RawSpan) -> Void = { _ in }) -> GitObjectID? {
        do throws(GitFailure) {
            let (id, end) = try contents(entry, isNamed: isNamed || index == nil, take)
            if isSecondRound { progressed = true } else { place = end }
            if index == nil, let id, offsets.count < limits.named { offsets[id] = entry.offset }
            return id
        } catch {
            fail(entry.offset, error)
            pass(entry.header)
            return nil
        }
    }

    private func contents(
        _ entry: Entry,
        isNamed: Bool,
        _ take: (RawSpan) -> Void
    ) throws(GitFailure) -> (GitObjectID?, Int) {
        var sum: ObjectHash?
        var kept: [UInt8] = []
        var whole: Int?
        var isKept = true
        let end = try make(entry.header, entry.base) { (piece, size) throws(GitFailure) in
            if whole == nil {
                whole = size
                isKept = size <= limits.kept / 2
                if isNamed { sum = ObjectHash(hash, of: entry.kind, size: size) }
            }
            sum?.take(piece)
            take(piece)
            if isKept { kept.append(copying: piece) }
        }
        if whole == nil, isNamed { sum = ObjectHash(hash, of: entry.kind, size: 0) }
        if isKept { cache.keep(GitObject(entry.kind, kept), at: entry.offset) }
        return (sum?.finish(), end)
    }

    /// Goes on behind an object that is not had.
    private func pass(_ header: PackEntry) {
        guard !isSecondRound, !isOver else { return }
        do throws(GitFailure) { place = try end(of: header) } catch { resume(behind: header.offset) }
    }

    /// Where nothing says how long an object is, an index says where the next one begins.
    private func resume(behind offset: Int) {
        guard !isSecondRound, !isOver else { return }
        damages += 1
        if damages <= 16, let next = try? index?.next(behind: offset), next >= 12, next < bytes.count {
            place = next
            return
        }
        if came < count { fail(offset, .malformed("\(count - came) objects behind byte \(offset) cannot be read")) }
        came = count
    }

    private func fail(_ offset: Int, _ why: GitFailure) {
        failureCount += 1
        if failures.count < 20 { failures.append((offset, why)) }
    }

    func located(_ id: GitObjectID) throws(GitFailure) -> Int? {
        guard let index else { return offsets[id] }
        guard let offset = try index.offset(of: id) else { return nil }
        guard offset >= 12, offset < bytes.count else { throw .malformed("its index is damaged") }
        return offset
    }

    func spend(_ count: Int) throws(GitFailure) {
        spent += count
        guard spent <= limits.free || spent / limits.ratio <= bytes.count else {
            isOver = true
            throw .excessive("it unpacks to more than \(limits.ratio) times its size; the rest was not read")
        }
    }
}
