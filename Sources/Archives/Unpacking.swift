/// What is done with what lies in an archive.
public protocol ArchiveVisitor: AnyObject {
    /// Something begins that is no archive; `path` is empty for the whole, and else leads into it, archive by archive.
    func begin(_ path: [String])
    func take(_ bytes: RawSpan)
    func end()
    /// So many zeros, which nobody read: a hole of a file.
    func skip(_ zeros: Int)
    /// What was not looked into, and why.
    func leaveOut(_ path: [String], _ why: String)
}

extension ArchiveVisitor {
    public func skip(_ zeros: Int) {
        let piece = [UInt8](repeating: 0, count: min(zeros, 1 << 16))
        var left = zeros
        while left > 0 {
            take(piece.span.bytes.extracting(0..<min(left, piece.count)))
            left -= piece.count
        }
    }
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
        /// Whether an archive is also looked for behind other bytes.
        public var searches = true
        public init() {}
    }

    private let opening: Opening

    /// `goesOn` is asked again and again; where it says no, nothing more is handed on.
    public init(_ visitor: any ArchiveVisitor, limits: Limits = Limits(), goesOn: @escaping () -> Bool = { true }) {
        opening = Opening(Spending(visitor, limits, goesOn), [])
    }

    public func take(_ bytes: RawSpan) {
        opening.spending.given += bytes.byteCount
        opening.take(bytes)
    }

    /// So many zeros, which need not be read.
    public func skip(_ zeros: Int) { opening.skip(zeros) }

    public func finish() { opening.finish() }
}
