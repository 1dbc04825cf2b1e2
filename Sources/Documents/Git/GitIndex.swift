/// The paths that a Git working tree tracks, from the file `.git/index`.
///
/// Versions 2 to 4 of the format in Git's `gitformat-index(5)`; extensions after the entries are passed over.
public struct GitIndex: Sendable {
    public let paths: [String]

    /// - Throws: `SyntaxError`, whose column is the offset in the file.
    public init(_ bytes: [UInt8], limit: Int = 200_000) throws(SyntaxError) {
        var reader = Reader(bytes: bytes)
        guard bytes.starts(with: "DIRC".utf8) else { throw reader.error("not a Git index") }
        reader.offset = 4
        let version = try reader.number(4)
        guard (2...4).contains(version) else { throw reader.error("version \(version) is not known") }
        let count = try reader.number(4)
        guard count <= limit else { throw reader.error("more than \(limit) entries") }
        var paths: [String] = []
        var previous: [UInt8] = []
        for _ in 0..<count {
            let start = reader.offset
            // Times, device, inode, mode, owner, size (40 bytes), then the object's SHA-1 (20).
            try reader.skip(60)
            let flags = try reader.number(2)
            if version >= 3, flags & 0x4000 != 0 { try reader.skip(2) }
            if version == 4 {
                let dropped = try reader.variableNumber()
                guard dropped <= previous.count else { throw reader.error("a path drops more than there is") }
                previous = try previous.dropLast(dropped) + reader.string()
            } else {
                previous = try reader.string()
                // Entries are padded with NULs to a multiple of 8 bytes; one of them has been read.
                let length = reader.offset - start
                try reader.skip((8 - length % 8) % 8)
            }
            guard previous.count <= 4096 else { throw reader.error("a path is longer than 4096 bytes") }
            paths.append(String(decoding: previous, as: UTF8.self))
        }
        self.paths = paths
    }

    private struct Reader {
        let bytes: [UInt8]
        var offset = 0

        func error(_ message: String) -> SyntaxError {
            SyntaxError(message, at: SourcePosition(line: 1, column: offset + 1))
        }

        mutating func skip(_ count: Int) throws(SyntaxError) {
            guard offset + count <= bytes.count else { throw error("the index ends too early") }
            offset += count
        }

        mutating func number(_ width: Int) throws(SyntaxError) -> Int {
            let start = offset
            try skip(width)
            return bytes[start..<offset].reduce(0) { $0 << 8 | Int($1) }
        }

        /// Up to a NUL, which is taken too.
        mutating func string() throws(SyntaxError) -> [UInt8] {
            guard let end = bytes[offset...].firstIndex(of: 0) else { throw error("a path has no end") }
            defer { offset = end + 1 }
            return Array(bytes[offset..<end])
        }

        /// The offset encoding of pack files: seven bits a byte, one added for each that continues.
        mutating func variableNumber() throws(SyntaxError) -> Int {
            var byte = try number(1)
            var value = byte & 0x7f
            while byte & 0x80 != 0 {
                guard value < 1 << 24 else { throw error("a number is too large") }
                byte = try number(1)
                value = (value + 1) << 7 | byte & 0x7f
            }
            return value
        }
    }
}
