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
        for secret in secrets where Self.isNoWord(secret) { coverElsewhere(secret, in: &rest) }
        return secrets.isEmpty ? nil : Redacted(bytes: rest, secrets: secrets)
    }

    /// Whether nobody writes it without meaning the secret: a password may be a word that stands everywhere.
    private static func isNoWord(_ secret: [UInt8]) -> Bool {
        let digits = secret.contains { (0x30...0x39).contains($0) }
        let letters = secret.contains { (0x41...0x5A).contains($0 & 0xDF) }
        return secret.count >= 10 && digits && letters
    }

    /// The same bytes where nothing says that they are a secret.
    private func coverElsewhere(_ secret: [UInt8], in bytes: inout [UInt8]) {
        var place = 0
        while place + secret.count <= bytes.count {
            guard let first = bytes[place...].firstIndex(of: secret[0]), first + secret.count <= bytes.count else {
                return
            }
            if bytes[first...].starts(with: secret) {
                SecretCover.cover(&bytes, first..<first + secret.count)
                place = first + secret.count
            } else {
                place = first + 1
            }
        }
    }

    /// Where they are, and whether each stands there with nothing escaped, so that a backslash is one of its own.
    private func ranges(in bytes: [UInt8]) -> [(range: Range<Int>, isAsItIs: Bool)] {
        let detected = scanner.scan(bytes, limit: .max).map(\.range).filter { !Masking.isMasked(Array(bytes[$0])) }
        let values = unsafe bytes.withUnsafeBytes { unsafe known?.scan($0) ?? [] }
        return detected.map { ($0, false) } + values.map { ($0.range, $0.form == .plain) }
    }
}
