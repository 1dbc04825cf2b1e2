/// Where the guard's secrets come from: files of a directory that systemd fills, and the vault.
public struct SecretSources: Sendable {
    private let directory: String?

    /// - Parameter directory: nothing where there is none, which will do where the vault has all keys.
    public init(directory: String?) { self.directory = directory }

    /// Secrets for a configuration, and what is wrong with the vault where older values had to do.
    ///
    /// Values that were in force before stay among those that are kept in.
    func read(
        for configuration: GuardConfiguration,
        before: Credentials? = nil
    ) throws(Credentials.Failure) -> (secrets: Credentials, trouble: String?) {
        var secrets = Credentials([:])
        if let directory {
            secrets = try Credentials(directory: directory)
        } else if let upstream = configuration.needsCredentials {
            throw Credentials.Failure(
                description:
                    "upstreams.\(upstream.name).key names a credential, and there are none: systemd did not start it, "
                    + "and --credentials names no directory"
            )
        }
        let (values, trouble) = try ask(configuration, before)
        secrets.add(vault: values)
        return (before.map(secrets.following) ?? secrets, trouble)
    }

    private func ask(
        _ configuration: GuardConfiguration,
        _ before: Credentials?
    ) throws(Credentials.Failure) -> (values: [String: [UInt8]], trouble: String?) {
        let names = Set(configuration.upstreams.compactMap(\.vaultKey)).sorted()
        guard !names.isEmpty else { return ([:], nil) }
        var answer = VaultExchange.Answer()
        var trouble: String?
        do { answer = try VaultSocket(path: configuration.vault).ask(names) } catch { trouble = error.description }
        var values = answer.values
        for name in names where !Credentials.isKey(values[name] ?? []) {
            let why = trouble ?? answer.errors[name] ?? "its value cannot stand in a header"
            guard let old = before?.value(Credentials.vaultPrefix + name) else {
                let upstream = configuration.upstreams.first { $0.vaultKey == name }?.name ?? ""
                throw Credentials.Failure(
                    description:
                        "upstreams.\(upstream).key: no value of \(name) could be had from the vault: \(why); who may have it: "
                        + "sudo nacre vault enroll guard --account nacre-guard --secret \(name)"
                )
            }
            values[name] = old
            trouble = trouble ?? "\(name): \(why)"
        }
        return (values, trouble)
    }
}
