extension Detector {
    /// Every kind of secret that is looked for.
    ///
    /// Shapes are those of the providers' own documentation and of the listings of partners for secret scanning;
    /// words and lengths of many were compared with the rules of gitleaks (MIT licence), which are facts about keys.
    static let catalogue: [Detector] = [
        models, codeHosting, packages, clouds, hosting, vaults, databases, monitoring, messaging, payments, work,
        social,
        privateKeys, tokens, logins, commandPasswords, loginFiles, assigned,
    ]
    .flatMap { $0 }
}
