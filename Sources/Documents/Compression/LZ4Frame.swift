/// Unpacks LZ4 frames (LZ4 Frame Format 1.6), which apt may keep its package lists in.
///
/// Checksums are skipped: what is read was verified by apt, and a damaged list shows in its text.
public enum LZ4Frame {
    /// - Throws: bytes that are not such a frame, or more than `limit` bytes of output.
    public static func decompress(_ bytes: [UInt8], limit: Int) throws(SyntaxError) -> [UInt8] {
        var reader = LZ4Reader(bytes: bytes, limit: limit)
        guard reader.little(4) == 0x184D_2204 else { throw reader.failure("not an LZ4 frame") }
        guard let flags = reader.little(1), flags >> 6 == 1, reader.little(1) != nil else {
            throw reader.failure("an LZ4 frame of another version")
        }
        if flags & 0x08 != 0 { reader.skip(8) }
        guard flags & 0x01 == 0 else { throw reader.failure("an LZ4 frame with a dictionary") }
        reader.skip(1)
        while let size = reader.little(4), size != 0 {
            try reader.block(size & 0x7FFF_FFFF, isStored: size >> 31 == 1)
            if flags & 0x10 != 0 { reader.skip(4) }
        }
        return reader.output
    }
}

private struct LZ4Reader {
    let bytes: [UInt8]
    let limit: Int
    private(set) var output: [UInt8] = []
    private var position = 0

    init(bytes: [UInt8], limit: Int) {
        self.bytes = bytes
        self.limit = limit
    }

    func failure(_ message: String) -> SyntaxError {
        SyntaxError(message, at: SourcePosition(line: 1, column: position + 1))
    }

    mutating func skip(_ count: Int) { position += count }

    mutating func little(_ count: Int) -> Int? {
        guard bytes.count - position >= count else { return nil }
        var value = 0
        for index in (0..<count).reversed() { value = value << 8 | Int(bytes[position + index]) }
        position += count
        return value
    }

    mutating func block(_ size: Int, isStored: Bool) throws(SyntaxError) {
        guard size <= bytes.count - position else { throw failure("a block that is cut off") }
        let end = position + size
        if isStored {
            try copy(size)
            return
        }
        while position < end {
            let token = Int(bytes[position])
            position += 1
            try copy(try length(token >> 4, before: end))
            guard position < end else { break }
            guard let offset = little(2), offset > 0, offset <= output.count else {
                throw failure("a match from nowhere")
            }
            let count = try length(token & 15, before: end) + 4
            guard output.count + count <= limit else { throw failure("more than \(limit) bytes") }
            // A match may overlap what it makes.
            var source = output.count - offset
            for _ in 0..<count {
                output.append(output[source])
                source += 1
            }
        }
        guard position == end else { throw failure("a block that does not end where it should") }
    }

    private mutating func length(_ start: Int, before end: Int) throws(SyntaxError) -> Int {
        guard start == 15 else { return start }
        var total = start
        while position < end {
            let byte = Int(bytes[position])
            position += 1
            total += byte
            if byte != 255 { return total }
        }
        throw failure("a length that is cut off")
    }

    private mutating func copy(_ count: Int) throws(SyntaxError) {
        guard count <= bytes.count - position else { throw failure("text that is cut off") }
        guard output.count + count <= limit else { throw failure("more than \(limit) bytes") }
        output += bytes[position..<(position + count)]
        position += count
    }
}
