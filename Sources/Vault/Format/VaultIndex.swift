/// The sealed list of what is in a vault: names, purposes and versions, and which envelope each value lies in.
enum VaultIndex {
    /// The index, and the envelopes in the order that it counts them in.
    static func bytes(
        of secrets: [SecretName: StoredSecret],
        seed: SecretBytes
    ) -> (index: [UInt8], envelopes: [Envelope]) {
        var writer = ByteWriter()
        writer.raw(seed.exposed)
        var envelopes: [Envelope] = []
        writer.number(UInt32(secrets.count))
        for (name, secret) in secrets.sorted(by: { $0.key < $1.key }) {
            writer.text(name.text)
            writer.text(secret.purpose)
            writer.number(UInt32(secret.versions.count))
            for version in secret.versions {
                writer.number(version.number)
                writer.number(version.state.rawValue)
                writer.number(version.created)
                writer.raw(version.fingerprint)
                if let envelope = version.envelope {
                    envelopes.append(envelope)
                    writer.number(UInt32(envelopes.count))
                } else {
                    writer.number(UInt32(0))
                }
            }
        }
        return (writer.bytes, envelopes)
    }

    static func secrets(
        in index: [UInt8],
        _ envelopes: [Envelope]
    ) throws(VaultFailure) -> (secrets: [SecretName: StoredSecret], seed: SecretBytes) {
        var reader = ByteReader(index[...])
        let seed = SecretBytes(try reader.raw(32, "its seed"))
        let count = try reader.count("secrets", each: 8)
        var secrets: [SecretName: StoredSecret] = [:]
        secrets.reserveCapacity(count)
        for _ in 0..<count {
            let name = try SecretName(try reader.text("a name"))
            let purpose = try reader.text("a purpose")
            var versions: [StoredSecret.Version] = []
            for _ in 0..<(try reader.count("versions", each: 25)) {
                versions.append(try version(&reader, envelopes))
            }
            guard secrets.updateValue(StoredSecret(purpose: purpose, versions: versions), forKey: name) == nil else {
                throw .malformed("\(name) stands there twice", at: reader.position)
            }
        }
        guard reader.isAtEnd else { throw .malformed("its index goes on", at: reader.position) }
        return (secrets, seed)
    }

    private static func version(
        _ reader: inout ByteReader,
        _ envelopes: [Envelope]
    ) throws(VaultFailure) -> StoredSecret.Version {
        let number = try reader.number("a version", as: UInt32.self)
        guard let state = StoredSecret.State(rawValue: try reader.number("a state")) else {
            throw .malformed("a version has a state that is not known", at: reader.position)
        }
        let created = try reader.number("a time", as: UInt64.self)
        let fingerprint = Array(try reader.raw(8, "a fingerprint"))
        let place = Int(try reader.number("a place", as: UInt32.self))
        guard place <= envelopes.count else { throw .malformed("a value is not there", at: reader.position) }
        return StoredSecret.Version(
            number: number,
            state: state,
            created: created,
            fingerprint: fingerprint,
            envelope: place == 0 ? nil : envelopes[place - 1]
        )
    }
}
