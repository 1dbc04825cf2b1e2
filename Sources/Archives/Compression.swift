/// A way to compress one stream of bytes.
public enum Compression: String, Sendable, CaseIterable {
    case gzip
    case zlib
    case deflate
    case zstd
    case xz
    case bzip2

    /// What a stream begins with, where that tells it; zlib and deflate are known by what is around them alone.
    static let magics: [(Compression, [UInt8])] = [
        (.gzip, [0x1F, 0x8B, 0x08]),
        (.zstd, [0x28, 0xB5, 0x2F, 0xFD]),
        (.xz, [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]),
        (.bzip2, [0x42, 0x5A, 0x68]),
    ]

    /// What compressed the stream that begins so.
    public init?(beginning head: some Collection<UInt8>) {
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
}
