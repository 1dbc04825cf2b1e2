public import Archives

/// Takes secrets out of a text, or of one that is compressed as a whole.
public struct ContentRedaction: Sendable {
    /// What became of it.
    public struct Redacted: Sendable {
        public let bytes: [UInt8]
        /// Each secret as it was written; it is never to be shown.
        public let secrets: Set<[UInt8]>
        /// What it holds unpacked, before and after; the same as the bytes where it was not compressed.
        public let plain: (before: [UInt8], after: [UInt8])
    }

    /// Bytes that something compressed may hold.
    public static let most = 256 << 20

    private let text: TextRedaction

    public init(_ text: TextRedaction) { self.text = text }

    /// Here `isText` says that it is none of what counts its own bytes, whatever it looks like.
    ///
    /// - Returns: nothing where there is no secret.
    /// - Throws: where it is no text, or what is compressed cannot be unpacked, or not be packed again as it was.
    public func redact(_ bytes: [UInt8], isText: Bool = false) throws(ArchiveFailure) -> Redacted? {
        guard !isText, let compression = Compression(beginning: bytes) else {
            guard let found = text.redact(bytes) else { return nil }
            // An archive has sums over its bytes, and so have other files that hold more than text.
            guard isText || !bytes.contains(0) else { throw .unsupported("it holds more than text") }
            return Redacted(bytes: found.bytes, secrets: found.secrets, plain: (bytes, found.bytes))
        }
        let before = try compression.unpacked(bytes, most: Self.most)
        guard let after = text.redact(before) else { return nil }
        return Redacted(
            bytes: try compression.packed(after.bytes),
            secrets: after.secrets,
            plain: (before, after.bytes)
        )
    }
}
