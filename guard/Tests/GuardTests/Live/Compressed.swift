import CCompression

/// Bytes as servers compress them.
enum Compressed {
    /// One that is not whole is flushed, as servers do in the middle of an answer that streams.
    static func gzip(_ bytes: [UInt8], isWhole: Bool = true) -> [UInt8] {
        var stream = unsafe z_stream()
        guard unsafe nacre_gzip_begin(&stream) == Z_OK else { return [] }
        defer { unsafe deflateEnd(&stream) }
        var input = bytes
        return unsafe [UInt8](unsafeUninitializedCapacity: bytes.count + bytes.count / 100 + 100) { room, count in
            unsafe input.withUnsafeMutableBufferPointer { input in
                unsafe stream.next_in = input.baseAddress
                unsafe stream.avail_in = UInt32(input.count)
                unsafe stream.next_out = room.baseAddress
                unsafe stream.avail_out = UInt32(room.count)
                unsafe deflate(&stream, isWhole ? Z_FINISH : Z_SYNC_FLUSH)
                count = unsafe room.count - Int(stream.avail_out)
            }
        }
    }

    /// With zlib's header.
    static func zlib(_ bytes: [UInt8]) -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: bytes.count + bytes.count / 100 + 100) { room, count in
            var length = UInt(room.count)
            unsafe compress2(room.baseAddress, &length, bytes, UInt(bytes.count), 9)
            count = Int(length)
        }
    }

    /// Without any.
    static func raw(_ bytes: [UInt8]) -> [UInt8] { Array(zlib(bytes).dropFirst(2).dropLast(4)) }
}
