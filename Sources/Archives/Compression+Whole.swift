import CCompression

/// One stream as a whole, unpacked and packed again.
extension Compression {
    /// Unpacks it; it may hold `most` bytes.
    ///
    /// - Throws: where it is damaged, cut off, more than one stream, or holds more.
    public func unpacked(_ bytes: [UInt8], most: Int) throws(ArchiveFailure) -> [UInt8] {
        let decompressor = try Decompressor(self)
        var whole: [UInt8] = []
        let end = try decompressor.unpack(bytes.span.bytes) { piece throws(ArchiveFailure) in
            guard whole.count + piece.byteCount <= most else {
                throw .excessive("it holds more than \(most >> 20) MiB")
            }
            unsafe piece.withUnsafeBytes { unsafe whole.append(contentsOf: $0) }
        }
        guard end.isDone else { throw .malformed("it is cut off") }
        guard end.taken == bytes.count else { throw .unsupported("something follows what is compressed") }
        return whole
    }

    /// Packs bytes as one stream.
    ///
    /// - Throws: where nothing here packs in that way.
    public func packed(_ bytes: [UInt8]) throws(ArchiveFailure) -> [UInt8] {
        switch self {
        case .zstd: try Self.zstd(bytes)
        case .gzip: try Self.gzip(bytes)
        case .zlib, .deflate, .xz, .bzip2, .lzma: throw .unsupported("nothing here packs \(rawValue)")
        }
    }

    private static func zstd(_ bytes: [UInt8]) throws(ArchiveFailure) -> [UInt8] {
        var packed = [UInt8](repeating: 0, count: ZSTD_compressBound(bytes.count))
        let count = unsafe ZSTD_compress(&packed, packed.count, bytes, bytes.count, ZSTD_CLEVEL_DEFAULT)
        guard ZSTD_isError(count) == 0 else { throw .unsupported("zstd does not pack it") }
        return Array(packed[..<count])
    }

    private static func gzip(_ bytes: [UInt8]) throws(ArchiveFailure) -> [UInt8] {
        var stream = unsafe z_stream()
        guard unsafe nacre_gzip_begin(&stream) == Z_OK else { throw .unsupported("zlib does not begin") }
        defer { unsafe deflateEnd(&stream) }
        let bound = unsafe deflateBound(&stream, UInt(bytes.count))
        guard bytes.count <= Int(UInt32.max), bound <= UInt(UInt32.max) else {
            throw .excessive("it is too long to be packed at once")
        }
        var packed = [UInt8](repeating: 0, count: Int(bound))
        let status = unsafe bytes.withUnsafeBufferPointer { input in
            unsafe packed.withUnsafeMutableBufferPointer { output in
                unsafe stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
                unsafe stream.avail_in = UInt32(input.count)
                unsafe stream.next_out = output.baseAddress
                unsafe stream.avail_out = UInt32(output.count)
                return unsafe CCompression.deflate(&stream, Z_FINISH)
            }
        }
        guard status == Z_STREAM_END else { throw .unsupported("zlib does not pack it") }
        return unsafe Array(packed[..<Int(stream.total_out)])
    }
}
