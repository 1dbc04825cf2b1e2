/// One compressed stream, or several one behind the other, as `gzip` and `zstd` append them.
final class DecompressingStage: ByteStage {
    var behind: String { "behind the \(compression.rawValue) stream" }
    private let compression: Compression
    private let spending: Spending
    private let inside: Opening
    private var decompressor: Decompressor?
    private let path: [String]
    /// The name and comment of a gzip stream.
    private var header: GzipHeader?
    private var words: [UInt8] = []
    /// The first bytes behind a stream, until there are enough to know.
    private var next: [UInt8] = []
    private var isBehind = false
    private var isEnded = false
    private(set) var leftOver: [UInt8] = []

    init(_ compression: Compression, _ spending: Spending, _ path: [String]) throws(ArchiveFailure) {
        self.compression = compression
        self.spending = spending
        self.path = path
        inside = Opening(spending, path + [compression.rawValue])
        try begin()
    }

    private func begin() throws(ArchiveFailure) {
        decompressor = nil
        decompressor = try spending.decompressor(compression)
        header = compression == .gzip ? GzipHeader() : nil
    }

    func take(_ bytes: RawSpan) throws(ArchiveFailure) -> Int {
        var place = 0
        while place < bytes.byteCount {
            let left = bytes.extracting(place..<bytes.byteCount)
            if isBehind {
                place += skipPadding(left)
                if next.count == Compression.longestMark, try !goesOn() { return place }
            } else if let decompressor {
                header?.take(left)
                let (taken, isDone) = try decompressor.unpack(left) { (piece) throws(ArchiveFailure) in
                    try spending.unpacked(piece.byteCount)
                    inside.take(piece)
                }
                place += taken
                if isDone {
                    keepWords()
                    (isBehind, next) = (true, [])
                }
            }
        }
        return place
    }

    private func keepWords() {
        guard let text = header?.words, !text.isEmpty, words.count < 1 << 16 else { return }
        words += text + [0x0A]
    }

    /// Zeros fill up what is written to tapes and disks.
    private func skipPadding(_ bytes: RawSpan) -> Int {
        var place = 0
        if next.isEmpty {
            unsafe bytes.withUnsafeBytes { bytes in
                while place < bytes.count, unsafe bytes[place] == 0 { place += 1 }
            }
        }
        let taken = min(bytes.byteCount - place, Compression.longestMark - next.count)
        next.append(copying: bytes.extracting(place..<(place + taken)))
        return place + taken
    }

    /// Another stream of the kind, or what only lies behind it.
    private func goesOn() throws(ArchiveFailure) -> Bool {
        let head = next
        guard Compression(beginning: head) == compression else {
            leftOver = head
            return false
        }
        (isBehind, next) = (false, [])
        try begin()
        _ = try take(head.span.bytes)
        return true
    }

    func abandon() {
        if !isEnded {
            isEnded = true
            inside.finish()
            if !isBehind { keepWords() }
            spending.say(path + ["name and comment"], words)
        }
        decompressor = nil
    }

    func finish() throws(ArchiveFailure) {
        if isBehind, leftOver.isEmpty { leftOver = next }
        let isWhole = isBehind
        abandon()
        guard isWhole else { throw .malformed("the compressed data is cut off") }
    }
}
