import CCompression

/// Decodes an answer that came compressed although nobody asked for that: gzip and deflate, as it comes, by zlib.
///
/// What grows beyond all measure is no answer: a small one could otherwise fill the memory.
@safe final class BodyDecoder {
    /// Why an answer cannot be decoded.
    enum Fault: Error, Hashable {
        case damaged
        case cut
        /// It grew beyond what is taken.
        case tooLarge

        /// For people and for the client.
        var words: String {
            switch self {
            case .damaged: "its compressed answer is damaged"
            case .cut: "its compressed answer ended in the middle"
            case .tooLarge: "its compressed answer grows beyond all measure"
            }
        }
    }

    /// Bytes that may come out whatever went in.
    static let spared = 1 << 20
    /// How many bytes may come out for one that went in, beyond those: ten times what JSON comes to.
    static let mostGrowth = 100
    private static let piece = 1 << 16

    private let isGzip: Bool
    private let longest: Int
    private var stream = unsafe z_stream()
    private var isBegun = false
    /// Whether what was begun came to its end.
    private var isWhole = true
    /// What came before it could be told what it is.
    private var head: [UInt8] = []
    private var files = 0
    private var taken = 0
    private var made = 0

    /// One for a coding by its name; nothing where that is not decoded.
    ///
    /// - Parameters:
    ///   - coding: as the header `content-encoding` has it.
    ///   - longest: bytes that may come out at most.
    init?(_ coding: String, longest: Int) {
        guard ["gzip", "x-gzip", "deflate"].contains(coding) else { return nil }
        (isGzip, self.longest) = (coding != "deflate", longest)
    }

    deinit { if isBegun { unsafe inflateEnd(&stream) } }

    /// Gives what comes out of the next bytes, piece by piece.
    func decode(_ bytes: [UInt8], _ take: ([UInt8]) -> Void) throws(Fault) {
        taken += bytes.count
        head += bytes
        if !isBegun {
            guard head.count >= 2 else { return }
            try begin()
        }
        let input = head
        head = []
        var place = 0
        var isFull = false
        // A full piece of output may have more behind it that needs no more input.
        while place < input.count || isFull {
            if isWhole {
                // Files of gzip may follow one another; behind deflate is nothing.
                guard isGzip || files == 0, unsafe inflateReset(&stream) == Z_OK else { throw .damaged }
                files += 1
                isWhole = false
            }
            let (used, output) = try step(input[place...])
            place += used
            isFull = output.count == Self.piece && !isWhole
            if !output.isEmpty { take(output) }
        }
    }

    /// Whether it came to its end.
    func finish() throws(Fault) {
        guard head.isEmpty, isWhole, isBegun || taken == 0 else { throw .cut }
    }

    private func begin() throws(Fault) {
        // What is called deflate has zlib's header or none (RFC 9110, 8.4.1.2); both are sent.
        let isZlib = head[0] & 0x0F == 8 && (Int(head[0]) << 8 | Int(head[1])) % 31 == 0
        guard unsafe nacre_inflate_begin(&stream, isGzip ? 31 : isZlib ? 15 : -15) == Z_OK else { throw .damaged }
        isBegun = true
    }

    private func step(_ input: ArraySlice<UInt8>) throws(Fault) -> (used: Int, output: [UInt8]) {
        var status: Int32 = Z_OK
        var used = 0
        let output = unsafe [UInt8](unsafeUninitializedCapacity: Self.piece) { room, count in
            unsafe input.withUnsafeBufferPointer { bytes in
                unsafe stream.next_in = UnsafeMutablePointer(mutating: bytes.baseAddress)
                unsafe stream.avail_in = UInt32(bytes.count)
                unsafe stream.next_out = room.baseAddress
                unsafe stream.avail_out = UInt32(room.count)
                status = unsafe inflate(&stream, Z_NO_FLUSH)
                used = unsafe bytes.count - Int(stream.avail_in)
                count = unsafe room.count - Int(stream.avail_out)
            }
        }
        guard [Z_OK, Z_STREAM_END, Z_BUF_ERROR].contains(status) else { throw .damaged }
        isWhole = status == Z_STREAM_END
        made += output.count
        // One of nothing at all would go on for ever.
        guard used > 0 || !output.isEmpty || input.isEmpty else { throw .damaged }
        guard made <= longest, made <= Self.spared + Self.mostGrowth * taken else { throw .tooLarge }
        return (used, output)
    }
}
