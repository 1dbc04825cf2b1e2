import CCompression

/// zlib: gzip, zlib and deflate (RFC 1950 to 1952).
@safe final class Inflater: Codec {
    private var stream = unsafe z_stream()
    var memory: Int { 64 << 10 }

    /// `bits` as in `inflateInit2`.
    init(bits: Int32) throws(ArchiveFailure) {
        guard unsafe nacre_inflate_begin(&stream, bits) == Z_OK else { throw .unsupported("zlib does not begin") }
    }

    deinit { unsafe inflateEnd(&stream) }

    func step(
        _ input: RawSpan,
        _ output: inout [UInt8]
    ) throws(ArchiveFailure) -> CodecStep {
        let given = UInt32(min(input.byteCount, 1 << 30))
        let room = UInt32(min(output.count, 1 << 30))
        let status = unsafe input.withUnsafeBytes { input in
            unsafe output.withUnsafeMutableBufferPointer { output in
                unsafe stream.next_in = UnsafeMutablePointer(
                    mutating: input.assumingMemoryBound(to: UInt8.self).baseAddress
                )
                unsafe stream.avail_in = given
                unsafe stream.next_out = output.baseAddress
                unsafe stream.avail_out = room
                return unsafe inflate(&stream, Z_NO_FLUSH)
            }
        }
        let step = unsafe CodecStep(
            taken: Int(given - stream.avail_in),
            made: Int(room - stream.avail_out),
            isDone: status == Z_STREAM_END
        )
        guard status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR else {
            throw .malformed("the compressed data is damaged")
        }
        return step
    }
}

/// zstd (RFC 8878).
@safe final class ZstdCodec: Codec {
    private let stream: OpaquePointer
    private let windowBits: Int32
    var memory: Int { unsafe ZSTD_sizeof_DStream(stream) }

    init(_ memory: Int) throws(ArchiveFailure) {
        windowBits = Int32(max(10, Int.bitWidth - 1 - memory.leadingZeroBitCount))
        guard let stream = unsafe ZSTD_createDStream() else { throw .unsupported("zstd does not begin") }
        unsafe self.stream = unsafe stream
        unsafe ZSTD_DCtx_setParameter(stream, ZSTD_d_windowLogMax, windowBits)
    }

    deinit { unsafe ZSTD_freeDStream(stream) }

    func step(
        _ input: RawSpan,
        _ output: inout [UInt8]
    ) throws(ArchiveFailure) -> CodecStep {
        let (rest, step) = unsafe input.withUnsafeBytes { input in
            unsafe output.withUnsafeMutableBufferPointer { output in
                var given = unsafe ZSTD_inBuffer(src: input.baseAddress, size: input.count, pos: 0)
                var room = unsafe ZSTD_outBuffer(dst: output.baseAddress, size: output.count, pos: 0)
                let rest = unsafe ZSTD_decompressStream(stream, &room, &given)
                return unsafe (rest, CodecStep(taken: given.pos, made: room.pos, isDone: rest == 0))
            }
        }
        guard ZSTD_isError(rest) == 0 else {
            throw .malformed("the compressed data is damaged, or needs more than \((1 << windowBits) >> 10) KiB")
        }
        return step
    }
}

/// liblzma: .xz and .lzma.
@safe final class XZCodec: Codec {
    private var stream = unsafe lzma_stream()
    private let most: Int
    var memory: Int { Int(unsafe lzma_memusage(&stream)) }

    init(_ memory: Int, isAlone: Bool) throws(ArchiveFailure) {
        most = memory
        guard unsafe nacre_xz_begin(&stream, UInt64(memory), isAlone ? 1 : 0) == LZMA_OK else {
            throw .unsupported("liblzma does not begin")
        }
    }

    deinit { unsafe lzma_end(&stream) }

    func step(
        _ input: RawSpan,
        _ output: inout [UInt8]
    ) throws(ArchiveFailure) -> CodecStep {
        let room = output.count
        let status = unsafe input.withUnsafeBytes { input in
            unsafe output.withUnsafeMutableBufferPointer { output in
                unsafe stream.next_in = input.assumingMemoryBound(to: UInt8.self).baseAddress
                unsafe stream.avail_in = input.count
                unsafe stream.next_out = output.baseAddress
                unsafe stream.avail_out = room
                return unsafe lzma_code(&stream, LZMA_RUN)
            }
        }
        guard [LZMA_OK, LZMA_STREAM_END, LZMA_BUF_ERROR].contains(status) else {
            throw status == LZMA_MEMLIMIT_ERROR
                ? .excessive("the compressed data needs more than \(most >> 20) MiB")
                : .malformed("the compressed data is damaged")
        }
        return unsafe CodecStep(
            taken: input.byteCount - stream.avail_in,
            made: room - stream.avail_out,
            isDone: status == LZMA_STREAM_END
        )
    }
}

/// libbz2.
@safe final class Bzip2Codec: Codec {
    private var stream = unsafe bz_stream()
    var memory: Int { 4 << 20 }

    init() throws(ArchiveFailure) {
        guard unsafe BZ2_bzDecompressInit(&stream, 0, 0) == BZ_OK else { throw .unsupported("libbz2 does not begin") }
    }

    deinit { unsafe BZ2_bzDecompressEnd(&stream) }

    func step(
        _ input: RawSpan,
        _ output: inout [UInt8]
    ) throws(ArchiveFailure) -> CodecStep {
        let given = UInt32(min(input.byteCount, 1 << 30))
        let room = UInt32(min(output.count, 1 << 30))
        let status = unsafe input.withUnsafeBytes { input in
            unsafe output.withUnsafeMutableBytes { output in
                unsafe stream.next_in = UnsafeMutablePointer(
                    mutating: input.assumingMemoryBound(to: CChar.self).baseAddress
                )
                unsafe stream.avail_in = given
                unsafe stream.next_out = output.assumingMemoryBound(to: CChar.self).baseAddress
                unsafe stream.avail_out = room
                return unsafe BZ2_bzDecompress(&stream)
            }
        }
        guard status == BZ_OK || status == BZ_STREAM_END else { throw .malformed("the compressed data is damaged") }
        return unsafe CodecStep(
            taken: Int(given - stream.avail_in),
            made: Int(room - stream.avail_out),
            isDone: status == BZ_STREAM_END
        )
    }
}
