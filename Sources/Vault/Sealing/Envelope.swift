/// One sealed value: a random key of its own seals it, and a key that is derived of the master key seals that one.
///
/// The salt is random and 32 bytes long, so that the derived key is used once.
struct Envelope: Sendable, Equatable {
    static let saltLength = 32
    static let wrappedLength = 32 + AuthenticatedCipher.tagLength

    let salt: [UInt8]
    let wrappedKey: [UInt8]
    let sealed: [UInt8]

    /// The context is what the value is, without which it does not open.
    init(
        sealing value: SecretBytes,
        under master: SecretBytes,
        context: [UInt8],
        by randomness: Randomness
    ) throws(VaultFailure) {
        let key = try randomness.secret(32)
        sealed = try AuthenticatedCipher.seal(value, key: key, context: context)
        (salt, wrappedKey) = try Self.wrap(key, under: master, context: context, by: randomness)
    }

    init(salt: [UInt8], wrappedKey: [UInt8], sealed: [UInt8]) {
        (self.salt, self.wrappedKey, self.sealed) = (salt, wrappedKey, sealed)
    }

    /// - Throws: `damaged`
    func open(under master: SecretBytes, context: [UInt8]) throws(VaultFailure) -> SecretBytes {
        try AuthenticatedCipher.open(sealed[...], key: try key(under: master, context: context), context: context)
    }

    /// The same value, whose key is sealed under another master key.
    func rewrapped(
        from old: SecretBytes,
        to new: SecretBytes,
        context: [UInt8],
        by randomness: Randomness
    ) throws(VaultFailure) -> Envelope {
        let key = try key(under: old, context: context)
        let (salt, wrapped) = try Self.wrap(key, under: new, context: context, by: randomness)
        return Envelope(salt: salt, wrappedKey: wrapped, sealed: sealed)
    }

    private func key(under master: SecretBytes, context: [UInt8]) throws(VaultFailure) -> SecretBytes {
        let wrapping = try KeyDerivation.key(of: master, salt: salt, use: Self.use)
        return try AuthenticatedCipher.open(wrappedKey[...], key: wrapping, context: context)
    }

    private static func wrap(
        _ key: SecretBytes,
        under master: SecretBytes,
        context: [UInt8],
        by randomness: Randomness
    ) throws(VaultFailure) -> ([UInt8], [UInt8]) {
        let salt = try randomness.bytes(saltLength)
        let wrapping = try KeyDerivation.key(of: master, salt: salt, use: use)
        return (salt, try AuthenticatedCipher.seal(key, key: wrapping, context: context))
    }

    private static let use = "nacre vault 1 wrap"
}
