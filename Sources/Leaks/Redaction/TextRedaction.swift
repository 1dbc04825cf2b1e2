public import Detection

/// Takes secrets out of bytes, and leaves all else where it stands.
public struct TextRedaction: Sendable {
    /// What became of bytes that held secrets.
    public struct Redacted: Sendable {
        /// As many as before.
        public let bytes: [UInt8]
        /// Each secret as it was written; it is never to be shown.
        public let secrets: Set<[UInt8]>
    }

    /// Where one secret was found in another, the rest of it is looked for again; so often at most.
    private static let rounds = 4

    private let scanner = SecretScanner()
    private let known: KnownValues?

    /// - Parameter known: values that are taken out besides, however they are written.
    public init(known: KnownValues? = nil) { self.known = known }

    /// - Returns: nothing where there is no secret.
    public func redact(_ bytes: [UInt8]) -> Redacted? {
        var rest = bytes
        var secrets: Set<[UInt8]> = []
        for _ in 0..<Self.rounds {
            let found = ranges(in: rest)
            guard !found.isEmpty else { break }
            for (range, isAsItIs) in found {
                secrets.insert(Array(bytes[range]))
                SecretCover.cover(&rest, range, isAsItIs: isAsItIs)
            }
        }
        return secrets.isEmpty ? nil : Redacted(bytes: rest, secrets: secrets)
    }

    /// Where they are, and whether each stands there with nothing escaped, so that a backslash is one of its own.
    private func ranges(in bytes: [UInt8]) -> [(range: Range<Int>, isAsItIs: Bool)] {
        let detected = scanner.scan(bytes, limit: .max).map(\.range).filter { !Masking.isMasked(Array(bytes[$0])) }
        let values = unsafe bytes.withUnsafeBytes { unsafe known?.scan($0) ?? [] }
        return detected.map { ($0, false) } + values.map { ($0.range, $0.form == .plain) }
    }
}
