public import Catalog

/// The lines of a file, read a piece at a time, so that memory stays small whatever the file holds.
///
/// They end where the file ended when it was opened; what is appended meanwhile is for the next look, from the `end` of
/// the last whole line. A file that became shorter meanwhile is `changedMeanwhile`, not at its end.
public struct Lines: AsyncSequence, Sendable {
    public typealias Element = Line
    public typealias Failure = Unknown

    private let source: any PositionedBytes
    private let offset: Int
    private let limit: Int

    /// - Parameters:
    ///   - source: where the bytes come from.
    ///   - offset: where in the file the first line begins.
    ///   - limit: bytes that are kept of each line, at least 1.
    /// - Throws: `changedMeanwhile` where the file does not reach to the offset any more.
    public init(_ source: any PositionedBytes, from offset: Int, limit: Int) throws(Unknown) {
        self.source = source
        self.offset = Swift.max(offset, 0)
        self.limit = Swift.max(limit, 1)
        guard self.offset <= source.size || source.hasUnknownSize else {
            throw .changedMeanwhile("\(source.name) has \(source.size) bytes, and \(offset) of it were read before")
        }
    }

    public func makeAsyncIterator() -> Iterator { Iterator(source, offset, limit) }

    /// Reads on from line to line.
    public struct Iterator: AsyncIteratorProtocol {
        /// Bytes that are read at once.
        private static let chunk = 65_536

        private let source: any PositionedBytes
        private let limit: Int
        /// Where the next piece is read.
        private var position: Int
        private var piece: ArraySlice<UInt8> = []

        fileprivate init(_ source: any PositionedBytes, _ offset: Int, _ limit: Int) {
            (self.source, position, self.limit) = (source, offset, limit)
        }

        public mutating func next(isolation actor: isolated (any Actor)?) async throws(Unknown) -> Line? {
            let start = position - piece.count
            var bytes: [UInt8] = []
            var isCut = false
            while true {
                if piece.isEmpty { try readOn() }
                guard !piece.isEmpty else {
                    guard position > start else { return nil }
                    return Line(bytes, start: start, end: position, isCut: isCut, isWhole: false)
                }
                let part = piece.prefix { $0 != UInt8(ascii: "\n") }
                let kept = part.prefix(limit - bytes.count)
                bytes += kept
                isCut = isCut || kept.count < part.count
                piece = piece[part.endIndex...]
                guard piece.popFirst() != nil else { continue }
                return Line(bytes, start: start, end: position - piece.count, isCut: isCut)
            }
        }

        /// Takes the next piece; none at the end.
        private mutating func readOn() throws(Unknown) {
            let left = source.hasUnknownSize ? Self.chunk : Swift.min(Self.chunk, source.size - position)
            guard left > 0 else { return }
            let read = try source.read(at: position, count: left)
            if read.isEmpty, !source.hasUnknownSize {
                throw .changedMeanwhile("\(source.name) became shorter while it was read")
            }
            position += read.count
            piece = read[...]
        }
    }
}

/// Bytes at places of a file that is held open.
public protocol PositionedBytes: Sendable {
    /// For messages.
    var name: String { get }
    /// Bytes that it had when it was opened.
    var size: Int { get }
    /// Whether the size says nothing, as in files that the kernel makes up when they are read.
    var hasUnknownSize: Bool { get }
    /// At most `count` bytes from a place; none at the end.
    func read(at position: Int, count: Int) throws(Unknown) -> [UInt8]
}

/// Bytes that are in memory.
public struct StoredBytes: PositionedBytes {
    public let name: String
    public var size: Int { bytes.count }
    public let hasUnknownSize = false
    private let bytes: [UInt8]

    public init(_ bytes: [UInt8], name: String) { (self.bytes, self.name) = (bytes, name) }

    public func read(at position: Int, count: Int) -> [UInt8] { Array(bytes.dropFirst(position).prefix(count)) }
}
