/// What is done with what lies in an archive.
public protocol ArchiveVisitor: AnyObject {
    /// Something begins that is no archive; `path` is empty for the whole, and else leads into it, archive by archive.
    func begin(_ path: [String])
    func take(_ bytes: RawSpan)
    func end()
    /// What was not looked into, and why.
    func leaveOut(_ path: [String], _ why: String)
}

/// Takes bytes piece by piece, looks into every archive and compressed stream among them, and hands on what is none.
///
/// Nothing is lost: what cannot be unpacked is named, and its bytes are handed on as they are.
public final class Unpacking {
    /// What hostile archives may not go beyond.
    public struct Limits: Sendable {
        /// Archives in archives.
        public var depth = 8
        public var members = 200_000
        /// Bytes that come out, of all together.
        public var bytes = 16 << 30
        /// Bytes that come out for each that went in, once more than `free` came out.
        public var ratio = 2000
        public var free = 256 << 20
        public init() {}
    }

    private let opening: Opening

    public init(_ visitor: any ArchiveVisitor, limits: Limits = Limits()) {
        opening = Opening(Spending(visitor, limits), [])
    }

    public func take(_ bytes: RawSpan) {
        opening.spending.given += bytes.byteCount
        opening.take(bytes)
    }

    public func finish() { opening.finish() }
}

/// What all stages of one unpacking share.
final class Spending {
    let visitor: any ArchiveVisitor
    let limits: Unpacking.Limits
    /// Bytes that went in from outside, and that came out of compressed streams.
    var given = 0
    private var made = 0
    private var members = 0

    init(_ visitor: any ArchiveVisitor, _ limits: Unpacking.Limits) {
        self.visitor = visitor
        self.limits = limits
    }

    func unpacked(_ count: Int) throws(ArchiveFailure) {
        made += count
        guard made <= limits.bytes else { throw .excessive("it unpacks to more than \(limits.bytes >> 20) MiB") }
        guard made <= limits.free || made / limits.ratio <= given else {
            throw .excessive("it unpacks to more than \(limits.ratio) times its size")
        }
    }

    func member() throws(ArchiveFailure) {
        members += 1
        guard members <= limits.members else { throw .excessive("it has more than \(limits.members) members") }
    }
}

/// Decides by its beginning what a stream is.
final class Opening {
    /// The mark of a tar archive ends here.
    private static let headLength = 512

    let spending: Spending
    private let path: [String]
    private var head: [UInt8] = []
    private var stage: (any ByteStage)?
    private var isPlain = false
    /// Bytes that were taken, for what is said of a failure.
    private var count = 0

    init(_ spending: Spending, _ path: [String]) {
        self.spending = spending
        self.path = path
    }

    func take(_ bytes: RawSpan) {
        count += bytes.byteCount
        if isPlain { return spending.visitor.take(bytes) }
        if stage != nil { return pass(bytes) }
        let missing = min(bytes.byteCount, Self.headLength - head.count)
        head.append(copying: bytes.extracting(0..<missing))
        guard head.count == Self.headLength else { return }
        open()
        if bytes.byteCount > missing { take(again: bytes.extracting(droppingFirst: missing)) }
    }

    private func take(again bytes: RawSpan) {
        if isPlain { spending.visitor.take(bytes) } else { pass(bytes) }
    }

    func finish() {
        if stage == nil, !isPlain { open() }
        if let stage {
            do { try stage.finish() } catch {
                stage.abandon()
                spending.visitor.leaveOut(path, "\(error), at its end")
            }
        } else {
            spending.visitor.end()
        }
    }

    private func open() {
        stage = chosen()
        if stage == nil { beginPlain() }
        let head = head
        self.head = []
        take(again: head.span.bytes)
    }

    private func chosen() -> (any ByteStage)? {
        guard path.count < spending.limits.depth else {
            if isArchive { spending.visitor.leaveOut(path, "it lies \(path.count) archives deep") }
            return nil
        }
        if let compression = Compression(beginning: head) {
            return try? DecompressingStage(compression, spending, path)
        }
        if ZipStage.begins(head) { return ZipStage(spending, path) }
        if TarHeader.begins(head) { return TarStage(spending, path) }
        return nil
    }

    private var isArchive: Bool {
        Compression(beginning: head) != nil || ZipStage.begins(head) || TarHeader.begins(head)
    }

    private func beginPlain() {
        isPlain = true
        spending.visitor.begin(path)
    }

    private func pass(_ bytes: RawSpan) {
        do { try stage?.take(bytes) } catch {
            spending.visitor.leaveOut(path, "\(error), near byte \(count)")
            stage?.abandon()
            stage = nil
            beginPlain()
            spending.visitor.take(bytes)
        }
    }
}
