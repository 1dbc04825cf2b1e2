/// Facts about OpenClaw's versions, as tables.
public enum OpenClawData {
    /// Known advisories: one a line, tab-separated.
    public static let advisories = String(decoding: PackageResources.advisories_tsv, as: UTF8.self)
    /// Keys of `openclaw.json` and the versions that accept them: one a line, nested by blanks.
    public static let configurationKeys = String(decoding: PackageResources.configuration_keys_txt, as: UTF8.self)
}
