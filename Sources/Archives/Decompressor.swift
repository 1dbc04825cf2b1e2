import CCompression

/// Unpacks one compressed stream piece by piece, in bounded memory.
///
/// The libraries are zlib, zstd, liblzma and libbz2; none of them may take much more than `memory` bytes.
public final class Decompressor {
    /// Bytes that a stream may have its reader use: enough for `xz -9`; `zstd --ultra -22` and `--long` may ask for more.
    public static let memory = 72 << 20
    private let codec: any Codec
    private var output = [UInt8](repeating: 0, count: 128 << 10)

    /// It may use so many bytes of memory.
    public init(_ compression: Compression, memory: Int = Decompressor.memory) throws(ArchiveFailure) {
        codec =
            switch compression {
            case .gzip: try Inflater(bits: 31)
            case .zlib: try Inflater(bits: 15)
            case .deflate: try Inflater(bits: -15)
            case .zstd: try ZstdCodec(memory)
            case .xz: try XZCodec(memory, isAlone: false)
            case .lzma: try XZCodec(memory, isAlone: true)
            case .bzip2: try Bzip2Codec()
            }
    }

    /// Bytes that it uses, as far as its library says.
    var memory: Int { codec.memory }

    /// Unpacks a piece, and has `body` take what comes out.
    ///
    /// - Returns: how many of the bytes were the stream's, and whether it ended with them.
    /// - Throws: where they are no such stream, or what `body` throws.
    public func unpack(
        _ input: RawSpan,
        into body: (RawSpan) throws(ArchiveFailure) -> Void
    ) throws(ArchiveFailure) -> (taken: Int, isDone: Bool) {
        var taken = 0
        while true {
            let step = try codec.step(input.extracting(taken..<input.byteCount), &output)
            taken += step.taken
            if step.made > 0 {
                let made = output
                try body(made.span.bytes.extracting(0..<step.made))
            }
            if step.isDone { return (taken, true) }
            // What is left inside comes out before more goes in.
            if taken == input.byteCount, step.made < output.count { return (taken, false) }
            guard step.taken > 0 || step.made > 0 else { throw .malformed("the compressed data makes no sense") }
        }
    }
}

/// One library's reader.
protocol Codec: AnyObject {
    var memory: Int { get }
    /// Takes some of the input, and makes some of the output.
    func step(
        _ input: RawSpan,
        _ output: inout [UInt8]
    ) throws(ArchiveFailure) -> CodecStep
}

struct CodecStep {
    var taken: Int
    var made: Int
    var isDone: Bool
}
