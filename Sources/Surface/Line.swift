/// One line of a file, without its newline.
public struct Line: Hashable, Sendable {
    /// At most as many as were asked for; any bytes, NULs too.
    public let bytes: [UInt8]
    /// Where in the file it begins.
    public let start: Int
    /// Where in the file the next one begins.
    public let end: Int
    /// Whether more bytes belong to it than `bytes` holds.
    public let isCut: Bool
    /// Whether a newline ends it.
    ///
    /// The last line of a log may have been written by half: read it again from `start`.
    public let isWhole: Bool

    public init(_ bytes: [UInt8], start: Int, end: Int, isCut: Bool = false, isWhole: Bool = true) {
        self.bytes = bytes
        self.start = start
        self.end = end
        self.isCut = isCut
        self.isWhole = isWhole
    }

    /// The bytes as text; what is not UTF-8 is replaced.
    public var text: String { String(decoding: bytes, as: UTF8.self) }
}
