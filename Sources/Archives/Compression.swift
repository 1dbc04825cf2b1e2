/// A way to compress one stream of bytes.
public enum Compression: String, Sendable, CaseIterable {
    case gzip
    case zlib
    case deflate
    case zstd
    case xz
    /// What .xz followed: `lzma -k`, `xz --format=lzma`.
    case lzma
    case bzip2

    /// What a stream begins with, where that tells it; zlib and deflate are known by what is around them alone.
    static let magics: [(Compression, [UInt8])] = [
        (.gzip, [0x1F, 0x8B, 0x08]),
        (.zstd, [0x28, 0xB5, 0x2F, 0xFD]),
        (.xz, [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]),
        (.bzip2, [0x42, 0x5A, 0x68]),
    ]

    /// With so many bytes it is certain.
    static let longestMark = 14

    /// What compressed the stream that begins so.
    public init?(beginning head: some Collection<UInt8>) {
        if Self.isLZMA(Array(head.prefix(14))) {
            self = .lzma
            return
        }
        // Frames that are to be skipped may stand first, as pzstd writes them (RFC 8878, 3.1.2).
        let start = Array(head.prefix(4))
        if start.count == 4, start[0] & 0xF0 == 0x50, start[1...].elementsEqual([0x2A, 0x4D, 0x18]) {
            self = .zstd
            return
        }
        guard let found = Self.magics.first(where: { head.starts(with: $0.1) })?.0 else { return nil }
        // `BZh` alone could be a text: a digit follows, and the first block's mark or that of an empty stream.
        if found == .bzip2 {
            let rest = Array(head.prefix(10).dropFirst(3))
            guard rest.count == 7, (0x31...0x39).contains(rest[0]),
                rest[1...].elementsEqual([0x31, 0x41, 0x59, 0x26, 0x53, 0x59])
                    || rest[1...].elementsEqual([0x17, 0x72, 0x45, 0x38, 0x50, 0x90])
            else { return nil }
        }
        self = found
    }

    /// There is no mark: the usual properties, a size of the dictionary that is a power of two or half more, a size or none,
    /// and the first byte of the coder, which is always zero. (`lzma-file-format.txt` of XZ Utils)
    private static func isLZMA(_ head: [UInt8]) -> Bool {
        guard head.count == 14, head[0] == 0x5D, head[13] == 0 else { return false }
        func little(_ range: Range<Int>) -> UInt64 { head[range].reversed().reduce(0) { $0 << 8 | UInt64($1) } }
        let dictionary = little(1..<5)
        let isRound = (12...31).contains { dictionary == 1 << $0 || dictionary == 3 << ($0 - 1) }
        let size = little(5..<13)
        return (isRound || dictionary == 0xFFFF_FFFF) && (size == .max || size < 1 << 38)
    }

    /// Who packed the stream that begins so, where that is nobody whose streams are unpacked.
    static func unread(beginning head: [UInt8]) -> String? { others.first { head.starts(with: $0.1) }?.0 }

    private static let others: [(String, [UInt8])] = [
        ("7-Zip", [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C]), ("RAR", [0x52, 0x61, 0x72, 0x21, 0x1A, 0x07]),
        ("LZ4", [0x04, 0x22, 0x4D, 0x18]), ("LZ4", [0x02, 0x21, 0x4C, 0x18]), ("compress", [0x1F, 0x9D]),
        ("lzip", [0x4C, 0x5A, 0x49, 0x50, 0x01]), ("lzop", [0x89, 0x4C, 0x5A, 0x4F, 0x00]),
        ("Snappy", [0xFF, 0x06, 0x00, 0x00, 0x73, 0x4E, 0x61, 0x50]),
        ("a cabinet", [0x4D, 0x53, 0x43, 0x46, 0, 0, 0, 0]),
        ("dpkg (ar)", Array("!<arch>\ndebian-binary".utf8)), ("SquashFS", [0x68, 0x73, 0x71, 0x73]),
    ]
}
