/// What may be done about secrets in a file, by what the file is.
enum RedactionPlace: Equatable {
    /// A text that nobody reads as a setting: a log, a transcript, a history, a note.
    case text
    case database
    /// It stays as it is, and why.
    case stays(String)

    init(_ path: String, isDatabase: Bool) {
        let parts = path.split(separator: "/").map(String.init)
        let name = parts.last ?? ""
        if parts.contains(".git") {
            self = .stays(
                "what Git keeps is not rewritten: revoke the key, then take it out of the history (git filter-repo "
                    + "--replace-text), and have everybody clone anew"
            )
        } else if isDatabase {
            self = .database
        } else if Self.isConfiguration(name, parts) {
            self = .stays(Self.words(forConfiguration: name, parts))
        } else if Self.isText(name) {
            self = .text
        } else {
            self = .stays(Self.words(for: name))
        }
    }

    /// Why a file whose name says that it is neither a log nor a note stays as it is, and what to do instead.
    private static func words(for name: String) -> String {
        let suffixes = name.split(separator: ".", omittingEmptySubsequences: false).dropFirst().map { $0.lowercased() }
        let suffix = suffixes.last { !["bak", "old", "orig", "save"].contains($0) } ?? ""
        if archives.contains(suffix) {
            return "an archive is not rewritten; make it anew without the secret, or remove it"
        }
        if programs.contains(suffix) {
            return "a program is not rewritten, for it would fail with marks in place of the key; take it out by hand"
        }
        if settings.contains(suffix) || name == ".netrc" || name.hasPrefix(".env") {
            return
                "settings are not rewritten, for what reads them would get marks in place of the key; take it out by hand"
        }
        let told = suffix.isEmpty ? "it has no suffix that says what reads it" : "what reads a .\(suffix) is not known"
        return "\(told), so that it is not rewritten; take the key out by hand, or remove the file"
    }

    private static let archives: Set = [
        "tar", "tgz", "tbz2", "txz", "zip", "gz", "bz2", "xz", "zst", "deb", "rpm", "apk", "jar", "whl", "7z",
    ]
    private static let programs: Set = [
        "sh", "bash", "zsh", "fish", "py", "js", "mjs", "cjs", "ts", "tsx", "jsx", "rb", "pl", "php", "go", "rs",
        "java",
        "c", "h", "cc", "cpp", "swift", "lua", "ps1", "service",
    ]
    private static let settings: Set = [
        "json", "json5", "yaml", "yml", "toml", "ini", "conf", "cfg", "env", "properties", "xml", "plist", "tf",
        "tfvars",
        "pgpass", "npmrc", "pem", "key",
    ]

    /// OpenClaw's own are those that its migration knows.
    private static func words(forConfiguration name: String, _ parts: [String]) -> String {
        if name.hasPrefix(".env"), !parts.contains(where: { [".openclaw", ".clawdbot", ".moltbot"].contains($0) }) {
            return words(for: name)
        }
        if parts.first == "etc" { return "what lies in /etc is not rewritten; take it out by hand" }
        return "a configuration is not rewritten: sudo nacre secrets migrate takes keys out of it, or you do"
    }

    /// Besides these OpenClaw's own copies of its configuration, which only it may rewrite.
    private static func isConfiguration(_ name: String, _ parts: [String]) -> Bool {
        let settings = [".env", "openclaw.json", "auth-profiles.json", "models.json", "clawdbot.json", "moltbot.json"]
        return settings.contains { name == $0 || name.hasPrefix($0 + ".") } || parts.dropLast().contains("credentials")
            || parts.first == "etc"
    }

    private static func isText(_ name: String) -> Bool {
        if histories.contains(name) { return true }
        var words = name.split(separator: ".").dropFirst().map { $0.lowercased() }
        if let deleted = words.firstIndex(of: "deleted"), deleted > 0, words[deleted - 1] == "jsonl" { return true }
        // app.log.2.gz and app.log-2026-11-30 are old ones of app.log.
        while let last = words.last,
            ["gz", "zst", "old"].contains(last) || last.allSatisfy({ $0.isNumber || $0 == "-" })
        {
            words.removeLast()
        }
        guard let last = words.last else { return false }
        return texts.contains(String(last.prefix { $0 != "-" }))
    }

    private static let texts: Set = ["log", "jsonl", "md", "txt", "out", "err"]
    private static let histories: Set = [
        ".bash_history", ".zsh_history", ".sh_history", ".history", "fish_history", ".python_history", ".psql_history",
        ".mysql_history", ".node_repl_history", ".sqlite_history", ".rediscli_history", ".lesshst", ".viminfo",
        ".mongosh_history", "syslog", "messages",
    ]
}
