/// What names of files say of their content.
enum SecretFileNames {
    /// `.env`, `.env.production` and their copies, but not the examples that repositories ship.
    static func isEnvironment(_ name: String) -> Bool {
        let name = name.hasSuffix("~") ? String(name.dropLast()) : name
        guard name == ".env" || name.hasPrefix(".env.") || name.hasSuffix(".env") else { return false }
        return !["example", "sample", "template", "dist", "defaults"].contains {
            name.hasSuffix($0) || name.contains($0 + ".")
        }
    }

    static func isCompose(_ name: String) -> Bool {
        (name.hasPrefix("docker-compose") || name.hasPrefix("compose"))
            && (name.hasSuffix(".yml") || name.hasSuffix(".yaml"))
    }

    /// Copies of configuration and environment files that editors, programs and people leave.
    static func isCopy(_ name: String) -> Bool {
        let isCopy =
            name.hasSuffix("~") || name.hasSuffix(".swp")
            || [".bak", ".old", ".orig", ".save", ".backup", ".rejected", ".last-good", ".clobbered."].contains {
                name.contains($0)
            }
        return isCopy
            && ["env", "json", "yml", "yaml", "conf", "toml", "caddyfile"].contains {
                name.lowercased().contains($0)
            }
    }

    /// Copies of a configuration file beside it, as OpenClaw itself makes them at starts, updates and refusals.
    static func isCopy(_ name: String, of original: String) -> Bool {
        guard name != original else { return false }
        return name.hasPrefix(original + ".") || name.hasPrefix(original + "~") || name.hasPrefix(".\(original).")
            || name.contains(".last-good") || name.contains(".clobbered.")
    }

    /// Texts that are logged into, line by line, and not yet packed away.
    static func isLog(_ name: String) -> Bool {
        guard ![".gz", ".xz", ".zst", ".bz2"].contains(where: name.hasSuffix) else { return false }
        return name.contains(".log")
            || [".jsonl", ".json", ".txt", ".ndjson", ".out", ".err"].contains(where: name.hasSuffix)
    }

    /// What an agent's directory holds beside its conversations: keys of models as the gateway wrote them down.
    static func isAgentFile(_ name: String) -> Bool {
        ["models.json", "auth-profiles.json", "auth.json"].contains { name == $0 || name.hasPrefix($0 + ".") }
    }

    /// A copy of a database that an update left beside it.
    static func isMigrationCopy(_ name: String) -> Bool {
        name.contains(".pre-startup-migration-") && name.hasSuffix(".bak")
    }

    /// Archives that by their names hold a copy of OpenClaw's state or of a home; they are not opened.
    static func isArchive(_ name: String) -> Bool {
        let name = name.lowercased()
        guard
            [".tar", ".tar.gz", ".tgz", ".tar.xz", ".txz", ".tar.zst", ".tar.bz2", ".zip", ".7z"]
                .contains(where: name.hasSuffix)
        else { return false }
        return ["openclaw", "clawdbot", "moltbot", "backup", "secret", "credentials", "dotenv"]
            .contains { name.contains($0) }
    }

    private static let otherDirectories: Set = [
        "test", "tests", "__tests__", "testdata", "spec", "fixtures", "mocks", "examples", "example", "samples", "docs",
        "node_modules", "vendor", "third_party", "locales", "i18n",
    ]

    /// Whether a tracked path holds settings; code, tests and examples hold made-up keys.
    static func mayHoldSettings(_ path: String) -> Bool {
        let parts = path.lowercased().split(separator: "/").map(String.init)
        guard let name = parts.last, parts.count <= 4 else { return false }
        guard !parts.dropLast().contains(where: otherDirectories.contains),
            !["example", "sample", "template", "schema", "test", "-lock", ".lock"].contains(where: name.contains)
        else { return false }
        if isEnvironment(name) || isCompose(name) || name.hasPrefix("id_") && !name.hasSuffix(".pub") { return true }
        if ["caddyfile", "dockerfile", ".npmrc", ".netrc", ".pypirc", "credentials"].contains(name) { return true }
        return [
            ".json", ".json5", ".yml", ".yaml", ".toml", ".ini", ".conf", ".cfg", ".properties", ".tfvars", ".pem",
            ".key", ".sh", ".service",
        ].contains { name.hasSuffix($0) }
    }
}
