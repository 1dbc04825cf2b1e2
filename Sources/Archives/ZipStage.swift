/// Reads a zip archive from its beginning, member by member, as it comes.
///
/// PKWARE's APPNOTE 6.3.9. What the list at the end of the archive says is not asked: what is not in it is there all the same.
final class ZipStage: ByteStage {
    private enum Step {
        case header
        case names(ZipHeader)
        case stored(left: Int)
        case packed(Decompressor, left: Int?)
        case passing(left: Int)
        /// What tells sizes behind a member that did not say them before.
        case descriptor
        /// The list of members, and what is behind it.
        case behind
    }

    private let spending: Spending
    private let path: [String]
    private var step = Step.header
    private var kept: [UInt8] = []
    private var member: Opening?

    init(_ spending: Spending, _ path: [String]) { (self.spending, self.path) = (spending, path) }

    static func begins(_ head: [UInt8]) -> Bool { head.starts(with: ZipHeader.mark) && ZipHeader(head) != nil }

    func take(_ bytes: RawSpan) throws(ArchiveFailure) {
        var place = 0
        while place < bytes.byteCount {
            let rest = bytes.extracting(place..<bytes.byteCount)
            let taken: Int
            switch step {
            case .header:
                taken = keep(rest, upTo: ZipHeader.length)
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
                step = left == taken ? .header : .passing(left: left - taken)
            case .descriptor:
                taken = keep(rest, upTo: 28)
                if kept.count == 28 { try describe() }
            case .behind:
                taken = rest.byteCount
                member?.take(rest)
            }
            place += taken
        }
    }

    private func keep(_ bytes: RawSpan, upTo count: Int) -> Int {
        let taken = min(bytes.byteCount, count - kept.count)
        kept.append(copying: bytes.extracting(0..<taken))
        return taken
    }

    private func begin() throws(ArchiveFailure) {
        guard let header = ZipHeader(kept) else {
            let head = kept
            kept = []
            guard head.starts(with: [0x50, 0x4B]) else { throw .malformed("the zip archive is damaged") }
            let behind = Opening(spending, path + ["its list of members"])
            (member, step) = (behind, .behind)
            return behind.take(head.span.bytes)
        }
        kept = []
        try spending.member()
        step = .names(header)
        if header.words == 0 { try enter(header) }
    }

    private func enter(_ header: ZipHeader) throws(ArchiveFailure) {
        let name = path + [String(decoding: kept.prefix(header.nameLength), as: UTF8.self)]
        let size = header.packedSize(extra: kept.dropFirst(header.nameLength))
        kept = []
        let isDescribed = header.isDescribed && size == 0
        guard !header.isEncrypted else {
            spending.visitor.leaveOut(name, "it is encrypted")
            guard !isDescribed else { throw .unsupported("an encrypted member does not say its size") }
            step = size == 0 ? .header : .passing(left: size)
            return
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
                step = size == 0 ? .header : .passing(left: size)
                return
            }
            member = Opening(spending, name)
            step = .packed(try Decompressor(compression), left: isDescribed ? nil : size)
        }
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
        if let left, left > taken { step = .passing(left: left - taken) }
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
        try take(rest.span.bytes)
    }

    func abandon() {
        member?.finish()
        member = nil
    }

    func finish() throws(ArchiveFailure) {
        let isWhole =
            switch step {
            case .behind: true
            case .header: kept.isEmpty
            default: false
            }
        abandon()
        guard isWhole else { throw .malformed("the zip archive is cut off") }
    }
}
