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

    /// - Returns: nothing where there is no secret.
    /// - Throws: where what is compressed cannot be unpacked, or not be packed again as it was.
    public func redact(_ bytes: [UInt8]) throws(ArchiveFailure) -> Redacted? {
        guard let compression = Compression(beginning: bytes) else {
            return text.redact(bytes).map {
                Redacted(bytes: $0.bytes, secrets: $0.secrets, plain: (bytes, $0.bytes))
            }
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
