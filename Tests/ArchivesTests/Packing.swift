import CCompression

/// Archives as other programs write them.
enum Packing {
    static func gzip(_ bytes: [UInt8]) -> [UInt8] { deflated(bytes, bits: 31) }
    static func deflate(_ bytes: [UInt8]) -> [UInt8] { deflated(bytes, bits: -15) }

    private static func deflated(_ bytes: [UInt8], bits: Int32) -> [UInt8] {
        var stream = unsafe z_stream()
        unsafe deflateInit2_(&stream, 6, Z_DEFLATED, bits, 8, 0, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        defer { unsafe deflateEnd(&stream) }
        var input = bytes
        var output = [UInt8](repeating: 0, count: bytes.count + 4096)
        let count = unsafe input.withUnsafeMutableBufferPointer { input in
            unsafe output.withUnsafeMutableBufferPointer { output in
                unsafe stream.next_in = input.baseAddress
                unsafe stream.avail_in = UInt32(input.count)
                unsafe stream.next_out = output.baseAddress
                unsafe stream.avail_out = UInt32(output.count)
                unsafe CCompression.deflate(&stream, Z_FINISH)
                return unsafe Int(stream.total_out)
            }
        }
        return Array(output[..<count])
    }

    static func zstd(_ bytes: [UInt8]) -> [UInt8] {
        var output = [UInt8](repeating: 0, count: ZSTD_compressBound(bytes.count))
        let count = unsafe ZSTD_compress(&output, output.count, bytes, bytes.count, 3)
        return Array(output[..<count])
    }

    static func xz(_ bytes: [UInt8], level: UInt32 = 6) -> [UInt8] {
        var output = [UInt8](repeating: 0, count: lzma_stream_buffer_bound(bytes.count))
        var count = 0
        let status = unsafe lzma_easy_buffer_encode(
            level,
            LZMA_CHECK_CRC64,
            nil,
            bytes,
            bytes.count,
            &output,
            &count,
            output.count
        )
        precondition(status == LZMA_OK)
        return Array(output[..<count])
    }

    static func lzma(_ bytes: [UInt8]) -> [UInt8] {
        var options = unsafe lzma_options_lzma()
        precondition(unsafe lzma_lzma_preset(&options, 6) == 0)
        var stream = unsafe lzma_stream()
        precondition(unsafe lzma_alone_encoder(&stream, &options) == LZMA_OK)
        defer { unsafe lzma_end(&stream) }
        var output = [UInt8](repeating: 0, count: bytes.count * 2 + 4096)
        let count = unsafe bytes.withUnsafeBufferPointer { input in
            unsafe output.withUnsafeMutableBufferPointer { output in
                unsafe stream.next_in = input.baseAddress
                unsafe stream.avail_in = input.count
                unsafe stream.next_out = output.baseAddress
                unsafe stream.avail_out = output.count
                precondition(unsafe lzma_code(&stream, LZMA_FINISH) == LZMA_STREAM_END)
                return unsafe Int(stream.total_out)
            }
        }
        return Array(output[..<count])
    }

    static func bzip2(_ bytes: [UInt8]) -> [UInt8] {
        var input = bytes.map { CChar(bitPattern: $0) }
        var output = [CChar](repeating: 0, count: bytes.count * 2 + 4096)
        var count = UInt32(output.count)
        let status = unsafe BZ2_bzBuffToBuffCompress(&output, &count, &input, UInt32(input.count), 9, 0, 0)
        precondition(status == BZ_OK)
        return output[..<Int(count)].map { UInt8(bitPattern: $0) }
    }

    static func tar(_ members: [(String, [UInt8])], kind: Character = "0", link: String = "") -> [UInt8] {
        members.flatMap { name, bytes -> [UInt8] in
            var block = [UInt8](repeating: 0, count: 512)
            func put(_ text: String, at place: Int) {
                block.replaceSubrange(place..<(place + text.utf8.count), with: text.utf8)
            }
            put(name, at: 0)
            put("0000644", at: 100)
            let size = String(bytes.count, radix: 8)
            put(String(repeating: "0", count: 11 - size.count) + size, at: 124)
            put("ustar", at: 257)
            put("00", at: 263)
            block[156] = kind.asciiValue ?? 0
            put(link, at: 157)
            put("        ", at: 148)
            let sum = String(block.reduce(0) { $0 + Int($1) }, radix: 8)
            put(String(repeating: "0", count: 6 - sum.count) + sum + "\0 ", at: 148)
            return block + bytes + [UInt8](repeating: 0, count: (512 - bytes.count % 512) % 512)
        } + [UInt8](repeating: 0, count: 1024)
    }

    /// `described`: sizes stand behind the content, as a program writes that does not know them before.
    static func zip(_ members: [(String, [UInt8])], described: Bool = false) -> [UInt8] {
        func little(_ value: Int, _ count: Int) -> [UInt8] {
            (0..<count).map { UInt8(value >> ($0 * 8) & 255) }
        }
        var archive: [UInt8] = []
        for (name, bytes) in members {
            let packed = deflate(bytes)
            let sizes = little(0, 4) + little(packed.count, 4) + little(bytes.count, 4)
            archive += [0x50, 0x4B, 3, 4]
            for field in [20, described ? 8 : 0, 8] { archive += little(field, 2) }
            archive += little(0, 4)
            archive += described ? [UInt8](repeating: 0, count: 12) : sizes
            archive += little(name.utf8.count, 2)
            archive += little(0, 2)
            archive += Array(name.utf8)
            archive += packed
            if described { archive += [0x50, 0x4B, 7, 8] + sizes }
        }
        return archive + [0x50, 0x4B, 1, 2] + [UInt8](repeating: 0, count: 60)
    }
}
