/// What stands in the list at the end of a zip archive, and behind it (APPNOTE, 4.3.11 to 4.3.16).
struct ZipEntry {
    /// Bytes that follow.
    let fields: Int
    /// What they are made of: a name, fields, a comment.
    let parts: [Int]
    /// Whether the archive ends with it.
    let isLast: Bool

    /// Bytes up to where the lengths of the others stand, of what begins so.
    static func length(_ head: [UInt8]) -> Int { head.count < 4 ? 4 : lengths[head[2]] ?? 4 }

    private static let lengths: [UInt8: Int] = [1: 46, 5: 22, 6: 12, 7: 20]

    static func begins(_ head: [UInt8]) -> Bool {
        head.count >= 4 && head[0] == 0x50 && head[1] == 0x4B && (marks.contains { head[2] == $0.0 && head[3] == $0.1 })
    }

    private static let marks: [(UInt8, UInt8)] = [(1, 2), (5, 6), (6, 6), (6, 7), (5, 5), (6, 8)]

    /// Nothing where it is none of the archive's any more.
    init?(_ bytes: [UInt8]) {
        guard Self.begins(bytes) else { return nil }
        func little(_ place: Int, _ count: Int) -> Int {
            guard place + count <= bytes.count else { return 0 }
            return bytes[place..<(place + count)].reversed().reduce(0) { $0 << 8 | Int($1) }
        }
        switch (bytes[2], bytes[3]) {
        case (1, 2): parts = [little(28, 2), little(30, 2), little(32, 2)]
        // Its end, with the archive's comment.
        case (5, 6): parts = [little(20, 2)]
        // The same for large archives: its own size, of which 12 bytes were counted.
        case (6, 6) where little(10, 2) == 0: parts = [min(little(4, 4), 1 << 16)]
        // Where that begins.
        case (6, 7): parts = [little(4, 0)]
        default: return nil
        }
        fields = parts.reduce(0, +)
        isLast = bytes[2] == 5
    }
}
