/// Finds secrets in a text, in one pass and in linear time.
///
/// It looks at bytes, so that a damaged file hides nothing. It finds keys by the shapes their providers give them,
/// values under a name that says what they are, passwords in addresses and commands, private keys and tokens by their
/// structure. Placeholders are not counted.
public struct SecretScanner: Sendable {
    private let engine: SecretEngine

    public init() { engine = .catalogue }

    init(engine: SecretEngine) { self.engine = engine }

    /// Every kind that can be found, by its identifier.
    public static var kinds: [SecretKind] {
        Set(Detector.catalogue.map(\.kind)).sorted { $0.id < $1.id }
    }

    /// The secrets in the order they stand, without overlaps; at most `limit`.
    public func scan(_ bytes: [UInt8], limit: Int = 1000) -> [FoundSecret] {
        unsafe bytes.withUnsafeBytes { unsafe scan($0, limit: limit) }
    }

    /// The same for bytes that lie elsewhere, such as a file that is mapped.
    public func scan(_ bytes: UnsafeRawBufferPointer, limit: Int = 1000) -> [FoundSecret] {
        var found: [FoundSecret] = []
        var settling = Settling()
        var place = 0
        var unbounded: Effort?
        while place < bytes.count, found.count < limit {
            let next = min(bytes.count, place + Self.block)
            unsafe settling.add(engine.finds(in: bytes, at: place..<next, effort: &unbounded, base: 0))
            place = next
            settling.settle(before: place < bytes.count ? place - Place.behind : .max) {
                found.append(engine.detectors[$0.detector].found(at: $0.range))
            }
        }
        return Array(found.prefix(limit))
    }

    /// Bytes that are looked through at a time, which a processor's cache holds.
    private static let block = 1 << 18
}
