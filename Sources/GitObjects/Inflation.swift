import CCompression

/// Unpacks the zlib stream that begins at a place of a file; one after the other.
@safe final class Inflation {
    private let stream: UnsafeMutablePointer<z_stream>
    private var output = [UInt8](repeating: 0, count: 64 << 10)

    init() throws(GitFailure) {
        unsafe stream = .allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
        guard unsafe nacre_inflate_begin(stream, 15) == Z_OK else {
            unsafe stream.deallocate()
            throw .unreadable("zlib does not begin")
        }
    }

    deinit {
        unsafe inflateEnd(stream)
        unsafe stream.deallocate()
    }

    /// Hands over what comes out, piece by piece.
    ///
    /// - Returns: where the stream ends; nothing where the taker wants no more.
    @discardableResult
    func run(
        _ source: PagedBytes,
        at start: Int,
        _ take: (RawSpan) throws(GitFailure) -> Bool
    ) throws(GitFailure) -> Int? {
        unsafe inflateReset(stream)
        var place = start
        while true {
            guard let (page, first) = try source.page(at: place) else {
                throw .malformed("it is cut off at byte \(place)")
            }
            let (status, taken, made) = step(page, first)
            place += taken
            if made > 0 {
                let output = output
                if try !take(output.span.bytes.extracting(0..<made)) { return nil }
            }
            if status == Z_STREAM_END { return place }
            guard status == Z_OK || status == Z_BUF_ERROR, taken > 0 || made > 0 else {
                throw .malformed("the compressed data at byte \(start) is damaged")
            }
        }
    }

    private func step(_ page: [UInt8], _ first: Int) -> (status: Int32, taken: Int, made: Int) {
        let given = UInt32(page.count - first)
        let room = UInt32(output.count)
        let status = unsafe page.withUnsafeBufferPointer { input in
            unsafe output.withUnsafeMutableBufferPointer { output in
                unsafe stream.pointee.next_in = UnsafeMutablePointer(
                    mutating: UnsafeBufferPointer(rebasing: input[first...]).baseAddress
                )
                unsafe stream.pointee.avail_in = given
                unsafe stream.pointee.next_out = output.baseAddress
                unsafe stream.pointee.avail_out = room
                return unsafe inflate(stream, Z_NO_FLUSH)
            }
        }
        return unsafe (status, Int(given - stream.pointee.avail_in), Int(room - stream.pointee.avail_out))
    }
}
