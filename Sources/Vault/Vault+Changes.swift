extension Vault {
    /// Puts a value in as a new version, which is in force from then on; the one before stays to be had back.
    ///
    /// What it is for stays where nothing is said; `now` is in seconds since 1970. Where the value is the one in force,
    /// nothing is changed, and its number comes back.
    @discardableResult
    public mutating func set(
        _ name: SecretName,
        to value: SecretBytes,
        purpose: String? = nil,
        now: UInt64
    ) throws(VaultFailure) -> UInt32 {
        guard value.count > 0 else { throw .emptyValue }
        guard value.count <= Self.longestValue else { throw .tooLarge(what: "a value", limit: Self.longestValue) }
        let old = secrets[name]
        guard old != nil || secrets.count < Self.mostSecrets else {
            throw .tooLarge(what: "a vault", limit: Self.mostSecrets)
        }
        let fingerprint = try fingerprint(of: value)
        let purpose = purpose ?? old?.purpose ?? "secret"
        guard purpose.utf8.count <= SecretName.longest else {
            throw .tooLarge(what: "a purpose", limit: SecretName.longest)
        }
        if let current = old?.current, old?.purpose == purpose, try self.value(name).equals(value) {
            return current.number
        }
        let number = (old?.versions.map(\.number).max() ?? 0) + 1
        let context = Self.context(id, name, number, purpose)
        let envelope = try Envelope(sealing: value, under: master, context: context, by: randomness)
        let version = StoredSecret.Version(
            number: number,
            state: .current,
            created: now,
            fingerprint: fingerprint,
            envelope: envelope
        )
        var kept = try old.map { (old) throws(VaultFailure) in try rebound(old, name, to: purpose) } ?? []
        for index in kept.indices {
            switch kept[index].state {
            case .current: kept[index].state = .previous
            case .previous: kept[index].state = .retired
            case .retired, .compromised: break
            }
            if kept[index].state != .previous { kept[index].envelope = nil }
        }
        let values = kept.filter { $0.envelope != nil }
        let gone = kept.filter { $0.envelope == nil }.prefix(Self.rememberedVersions)
        secrets[name] = StoredSecret(
            purpose: purpose,
            versions: ([version] + values + gone).sorted { $0.number > $1.number }
        )
        return number
    }

    /// The versions of a secret, whose values are sealed for another purpose where it is another.
    private func rebound(
        _ old: StoredSecret,
        _ name: SecretName,
        to purpose: String
    ) throws(VaultFailure) -> [StoredSecret.Version] {
        guard old.purpose != purpose else { return old.versions }
        var versions = old.versions
        for index in versions.indices {
            guard let envelope = versions[index].envelope else { continue }
            let number = versions[index].number
            let value = try envelope.open(under: master, context: Self.context(id, name, number, old.purpose))
            versions[index].envelope = try Envelope(
                sealing: value,
                under: master,
                context: Self.context(id, name, number, purpose),
                by: randomness
            )
        }
        return versions
    }

    /// Takes a secret out, with all its versions.
    public mutating func remove(_ name: SecretName) throws(VaultFailure) {
        guard secrets.removeValue(forKey: name) != nil else { throw .noSuchSecret(name.text) }
    }

    /// Drops the value of the version before the one in force.
    public mutating func retirePrevious(_ name: SecretName) throws(VaultFailure) {
        guard var secret = secrets[name] else { throw .noSuchSecret(name.text) }
        for index in secret.versions.indices where secret.versions[index].state == .previous {
            secret.versions[index].state = .retired
            secret.versions[index].envelope = nil
        }
        secrets[name] = secret
    }

    /// Puts the version before into force again, and drops the one that was.
    public mutating func takeBack(_ name: SecretName) throws(VaultFailure) {
        guard var secret = secrets[name] else { throw .noSuchSecret(name.text) }
        guard let previous = secret.versions.firstIndex(where: { $0.state == .previous }) else {
            throw .noSuchVersion(name: name.text, version: 0)
        }
        for index in secret.versions.indices where secret.versions[index].state == .current {
            secret.versions[index].state = .retired
            secret.versions[index].envelope = nil
        }
        secret.versions[previous].state = .current
        secrets[name] = secret
    }

    /// Notes that somebody else may have a version.
    public mutating func markCompromised(_ name: SecretName, version: UInt32) throws(VaultFailure) {
        guard var secret = secrets[name] else { throw .noSuchSecret(name.text) }
        guard let index = secret.versions.firstIndex(where: { $0.number == version }) else {
            throw .noSuchVersion(name: name.text, version: version)
        }
        guard secret.versions[index].state != .current else { return }
        secret.versions[index].state = .compromised
        secret.versions[index].envelope = nil
        secrets[name] = secret
    }

    /// Seals all keys under another master key; the values stay sealed as they are.
    public mutating func rekey(to sources: [KeySource], parts: [SecretBytes]) throws(VaultFailure) {
        let new = try KeySource.masterKey(of: parts, vault: id)
        var changed = secrets
        for (name, secret) in secrets {
            var secret = secret
            for index in secret.versions.indices {
                let version = secret.versions[index]
                guard let envelope = version.envelope else { continue }
                secret.versions[index].envelope = try envelope.rewrapped(
                    from: master,
                    to: new,
                    context: Self.context(id, name, version.number, secret.purpose),
                    by: randomness
                )
            }
            changed[name] = secret
        }
        (master, self.sources, secrets) = (new, sources, changed)
    }
}
