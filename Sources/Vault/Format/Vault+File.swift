extension Vault {
    private static let codeLength = 32

    /// Opens a vault's file with what each source in its head gave: every byte is proven before any is believed.
    ///
    /// `seen` is the highest epoch that was seen of it, where one is known. It fails with `wrongKey`, `damaged`, `older`,
    /// `malformed` or `newerFormat`.
    public init(
        _ bytes: [UInt8],
        parts: [SecretBytes],
        seen: UInt64? = nil,
        by randomness: Randomness = .system
    ) throws(VaultFailure) {
        var reader = ByteReader(bytes[...])
        let head = try VaultHead(&reader)
        let headEnd = reader.position
        let master = try KeySource.masterKey(of: parts, vault: head.id)
        guard try Self.keyCheck(master, head.id) == head.keyCheck else { throw .wrongKey }
        let body = bytes.dropLast(Self.codeLength)
        guard body.count >= headEnd else { throw .malformed("it is cut short", at: bytes.count) }
        let code = SecretBytes(bytes.suffix(Self.codeLength))
        guard try Self.code(Array(body), master, head.salt).equals(code) else { throw .damaged }
        if let seen, head.epoch < seen { throw .older(epoch: head.epoch, seen: seen) }

        reader = ByteReader(bytes[headEnd..<body.endIndex])
        let sealedIndex = try reader.block("its index")
        let key = try KeyDerivation.key(of: master, salt: head.salt, use: Self.indexUse)
        let context = Array(bytes[..<headEnd])
        let index = try AuthenticatedCipher.open(sealedIndex, key: key, context: context)
        var envelopes: [Envelope] = []
        for _ in 0..<(try reader.count("values", each: 4)) {
            var parts = ByteReader(try reader.block("a value"))
            envelopes.append(
                Envelope(
                    salt: Array(try parts.raw(Envelope.saltLength, "a salt")),
                    wrappedKey: Array(try parts.raw(Envelope.wrappedLength, "a key")),
                    sealed: Array(try parts.block("a sealed value"))
                )
            )
            guard parts.isAtEnd else { throw .malformed("a value goes on", at: parts.position) }
        }
        guard reader.isAtEnd else { throw .malformed("it goes on", at: reader.position) }
        let (secrets, seed) = try VaultIndex.secrets(in: index.exposed, envelopes)
        self.init(head, master: master, seed: seed, secrets: secrets, by: randomness)
    }

    /// The file of this vault as its next epoch, which it has from then on; `now` is in seconds since 1970.
    public mutating func write(now: UInt64) throws(VaultFailure) -> [UInt8] {
        let head = VaultHead(
            id: id,
            epoch: epoch + 1,
            written: now,
            sources: sources,
            keyCheck: try Self.keyCheck(master, id),
            salt: try randomness.bytes(32)
        )
        try Self.check(sources)
        var writer = ByteWriter()
        head.write(to: &writer)
        let (index, envelopes) = VaultIndex.bytes(of: secrets, seed: seed)
        let key = try KeyDerivation.key(of: master, salt: head.salt, use: Self.indexUse)
        writer.block(try AuthenticatedCipher.seal(SecretBytes(index), key: key, context: writer.bytes))
        writer.number(UInt32(envelopes.count))
        for envelope in envelopes {
            var one = ByteWriter()
            one.raw(envelope.salt)
            one.raw(envelope.wrappedKey)
            one.block(envelope.sealed)
            writer.block(one.bytes)
        }
        writer.raw(try Self.code(writer.bytes, master, head.salt).exposed)
        (epoch, written) = (head.epoch, now)
        return writer.bytes
    }

    private static let indexUse = "nacre vault 1 index"

    private static func keyCheck(_ master: SecretBytes, _ id: [UInt8]) throws(VaultFailure) -> [UInt8] {
        Array(try KeyDerivation.key(of: master, salt: id, use: "nacre vault 1 check").exposed.prefix(16))
    }

    private static func code(
        _ bytes: [UInt8],
        _ master: SecretBytes,
        _ salt: [UInt8]
    ) throws(VaultFailure) -> SecretBytes {
        try KeyDerivation.code(bytes, key: KeyDerivation.key(of: master, salt: salt, use: "nacre vault 1 file"))
    }

    /// Texts of a head have their length before them in 16 bits, and there are few of them.
    private static func check(_ sources: [KeySource]) throws(VaultFailure) {
        guard (1...KeySource.most).contains(sources.count) else {
            throw .tooLarge(what: "the list of sources", limit: KeySource.most)
        }
        for source in sources {
            let texts = [source.kind] + source.parameters.flatMap { [$0.key, $0.value] }
            guard source.parameters.count <= 32, texts.allSatisfy({ $0.utf8.count <= KeySource.longestText }) else {
                throw .tooLarge(what: "what a source needs", limit: KeySource.longestText)
            }
        }
    }
}
