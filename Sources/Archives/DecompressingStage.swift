/// One compressed stream, or several one behind the other, as `gzip` and `zstd` append them.
final class DecompressingStage: ByteStage {
    private let compression: Compression
    private let spending: Spending
    private let inside: Opening
    private var decompressor: Decompressor?
    private let path: [String]
    /// What follows the stream, and is none itself.
    private var rest: Opening?
    /// The first bytes behind a stream, until there are enough to know.
    private var behind: [UInt8] = []
    private var isBehind = false
    private var isEnded = false

    init(_ compression: Compression, _ spending: Spending, _ path: [String]) throws(ArchiveFailure) {
        self.compression = compression
        self.spending = spending
        self.path = path
        inside = Opening(spending, path + [compression.rawValue])
        decompressor = try Decompressor(compression)
    }

    func take(_ bytes: RawSpan) throws(ArchiveFailure) {
        var place = 0
        while place < bytes.byteCount {
            let left = bytes.extracting(place..<bytes.byteCount)
            if let rest { return rest.take(left) }
            if isBehind {
                let taken = min(left.byteCount, 10 - behind.count)
                behind.append(copying: left.extracting(0..<taken))
                place += taken
                if behind.count == 10 { try goOn() }
            } else if let decompressor {
                let (taken, isDone) = try decompressor.unpack(left) { (piece) throws(ArchiveFailure) in
                    try spending.unpacked(piece.byteCount)
                    inside.take(piece)
                }
                place += taken
                if isDone { (isBehind, behind) = (true, []) }
            }
        }
    }

    /// Another stream of the kind, or what only lies behind it; zeros are padding.
    private func goOn() throws(ArchiveFailure) {
        let head = behind
        if Compression(beginning: head) == compression {
            (isBehind, behind) = (false, [])
            decompressor = try Decompressor(compression)
            try take(head.span.bytes)
        } else {
            decompressor = nil
            inside.finish()
            isEnded = true
            let rest = Opening(spending, path + ["behind the \(compression.rawValue) stream"])
            self.rest = rest
            rest.take(head.span.bytes)
        }
    }

    func abandon() {
        if !isEnded { inside.finish() }
        rest?.finish()
        isEnded = true
    }

    func finish() throws(ArchiveFailure) {
        if isBehind, rest == nil, behind.contains(where: { $0 != 0 }) {
            inside.finish()
            isEnded = true
            let rest = Opening(spending, path + ["behind the \(compression.rawValue) stream"])
            self.rest = rest
            let head = behind
            rest.take(head.span.bytes)
        }
        abandon()
        guard isBehind else { throw .malformed("the compressed data is cut off") }
    }
}
