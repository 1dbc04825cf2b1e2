/// Reads a zip archive from its beginning, member by member, as it comes.
///
/// PKWARE's APPNOTE 6.3.9. What the list at the end of the archive says is not asked: what is not in it is there all the same.
final class ZipStage: ByteStage {
    var behind: String { "behind the zip archive" }
    private enum Step {
        case header
        case names(ZipHeader)
        case stored(left: Int)
        case packed(Decompressor, left: Int?)
        /// What is not understood, or lies between a member's end and where it should end.
        case passing(left: Int)
        /// What tells sizes behind a member that did not say them before.
        case descriptor
        /// The list of members: the beginning of an entry, what is left of it, and the end of all.
        case entry
        case fields(left: Int, parts: [Int], isLast: Bool)
        case over
    }

    private let spending: Spending
    private let path: [String]
    private var step = Step.header
    private var kept: [UInt8] = []
    private var member: Opening?
    private var current: [String] = []
    /// Names and comments, a line each.
    private var words: [UInt8] = []
    private(set) var leftOver: [UInt8] = []

    init(_ spending: Spending, _ path: [String]) { (self.spending, self.path) = (spending, path) }

    static func begins(_ head: [UInt8]) -> Bool { head.starts(with: ZipHeader.mark) && ZipHeader(head) != nil }

    func take(_ bytes: RawSpan) throws(ArchiveFailure) -> Int {
        var place = 0
        while place < bytes.byteCount {
            let rest = bytes.extracting(place..<bytes.byteCount)
            let taken: Int
            switch step {
            case .header:
                taken = keep(rest, upTo: kept.count < 4 ? 4 : ZipHeader.length)
                if kept.count == 4, ZipEntry.begins(kept) { step = .entry }
                if kept.count == ZipHeader.length { try begin() }
            case .names(let header):
                taken = keep(rest, upTo: header.words)
                if kept.count == header.words { try enter(header) }
            case .stored(let left):
                taken = min(rest.byteCount, left)
                member?.take(rest.extracting(0..<taken))
                step = .stored(left: left - taken)
                if left == taken { end(described: false) }
            case .packed(let decompressor, let left):
                taken = try unpack(rest, decompressor, left)
            case .passing(let left):
                taken = min(rest.byteCount, left)
                member?.take(rest.extracting(0..<taken))
                step = .passing(left: left - taken)
                if left == taken { end(described: false) }
            case .descriptor:
                taken = keep(rest, upTo: 28)
                if kept.count == 28 { try describe() }
            case .entry:
                taken = keep(rest, upTo: ZipEntry.length(kept))
                if kept.count == ZipEntry.length(kept) { list() }
            case .fields(let left, let parts, let isLast):
                taken = keep(rest, upTo: left)
                if kept.count == left { note(parts, isLast) }
            case .over: return place
            }
            place += taken
        }
        return place
    }

    private func keep(_ bytes: RawSpan, upTo count: Int) -> Int {
        let taken = min(bytes.byteCount, count - kept.count)
        kept.append(copying: bytes.extracting(0..<taken))
        return taken
    }

    private func begin() throws(ArchiveFailure) {
        guard let header = ZipHeader(kept) else { throw .malformed("the zip archive is damaged") }
        kept = []
        try spending.member()
        step = .names(header)
        if header.words == 0 { try enter(header) }
    }

    private func enter(_ header: ZipHeader) throws(ArchiveFailure) {
        let name = path + [String(decoding: kept.prefix(header.nameLength), as: UTF8.self)]
        let extra = kept.dropFirst(header.nameLength)
        let size = header.packedSize(extra: extra)
        if extra.count >= 8 { spending.say(name + ["extra field"], Array(extra)) }
        kept = []
        let isDescribed = header.isDescribed && size == 0
        guard !header.isEncrypted else {
            spending.visitor.leaveOut(name, "it is encrypted")
            guard !isDescribed else { throw .unsupported("an encrypted member does not say its size") }
            return pass(size, name)
        }
        switch header.method {
        case 0:
            guard !isDescribed || name.last?.hasSuffix("/") == true else {
                throw .unsupported("a stored member does not say its size")
            }
            member = Opening(spending, name)
            step = .stored(left: size)
            if size == 0 { end(described: isDescribed) }
        case let method:
            guard let compression = Self.compressions[method] else {
                spending.visitor.leaveOut(name, "it is compressed in a way that is not known (\(method))")
                guard !isDescribed else { throw .unsupported("a member does not say its size") }
                return pass(size, name)
            }
            member = Opening(spending, name)
            current = name
            step = .packed(try spending.decompressor(compression), left: isDescribed ? nil : size)
        }
    }

    /// Bytes that are looked at as they are.
    private func pass(_ size: Int, _ name: [String]) {
        guard size > 0 else { return step = .header }
        member = Opening(spending, name)
        step = .passing(left: size)
    }

    private static let compressions: [Int: Compression] = [8: .deflate, 12: .bzip2, 93: .zstd, 95: .xz]

    private func unpack(
        _ bytes: RawSpan,
        _ decompressor: Decompressor,
        _ left: Int?
    ) throws(ArchiveFailure) -> Int {
        let input = bytes.extracting(0..<min(bytes.byteCount, left ?? bytes.byteCount))
        let (taken, isDone) = try decompressor.unpack(input) { (piece) throws(ArchiveFailure) in
            try spending.unpacked(piece.byteCount)
            member?.take(piece)
        }
        guard isDone else {
            if left == taken { throw .malformed("a member of the zip archive is cut off") }
            step = .packed(decompressor, left: left.map { $0 - taken })
            return taken
        }
        end(described: left == nil)
        if let left, left > taken { pass(left - taken, current + ["behind its content"]) }
        return taken
    }

    private func end(described: Bool) {
        member?.finish()
        member = nil
        step = described ? .descriptor : .header
    }

    /// A checksum and two sizes of four or eight bytes each, with or without a mark before; then the next header.
    private func describe() throws(ArchiveFailure) {
        let ends = [12, 16, 20, 24].filter { kept.count >= $0 + 4 && kept[$0] == 0x50 && kept[$0 + 1] == 0x4B }
        guard let end = ends.first(where: { kept[$0 + 2] < 9 }) else {
            throw .malformed("the zip archive is damaged")
        }
        let rest = Array(kept[end...])
        (kept, step) = ([], .header)
        leftOver = Array(rest[try take(rest.span.bytes)...])
    }

    /// An entry of the list, whose fields follow, or what stands behind the list.
    private func list() {
        guard let entry = ZipEntry(kept) else {
            // What is none of the archive's any more.
            leftOver = kept
            kept = []
            return over()
        }
        kept = []
        step =
            entry.fields == 0 && !entry.isLast
            ? .entry : .fields(left: entry.fields, parts: entry.parts, isLast: entry.isLast)
        if entry.fields == 0, entry.isLast { over() }
    }

    private func note(_ parts: [Int], _ isLast: Bool) {
        var rest = kept[...]
        for part in parts {
            words += rest.prefix(part) + [0x0A]
            rest = rest.dropFirst(part)
        }
        kept = []
        step = .entry
        if isLast { over() } else if words.count > 1 << 16 { tell() }
    }

    private func over() {
        tell()
        step = .over
    }

    private func tell() {
        spending.say(path + ["its list of members"], words)
        words = []
    }

    func abandon() {
        member?.finish()
        member = nil
        if !kept.isEmpty { spending.say(path + ["its last bytes"], kept) }
        kept = []
        tell()
    }

    func finish() throws(ArchiveFailure) {
        let isWhole =
            switch step {
            case .entry, .over: true
            case .header: kept.isEmpty
            default: false
            }
        abandon()
        guard isWhole else { throw .malformed("the zip archive is cut off") }
    }
}
