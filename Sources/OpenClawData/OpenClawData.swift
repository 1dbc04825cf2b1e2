/// Facts about OpenClaw's versions, as tables.
public enum OpenClawData {
    /// Known advisories: one a line, tab-separated.
    public static let advisories = String(decoding: PackageResources.advisories_tsv, as: UTF8.self)
    /// What `openclaw.json` may hold, by version; its first lines say how it is written.
    public static let configurationSchema = String(decoding: PackageResources.configuration_schema_txt, as: UTF8.self)
    /// Models by vendor: what an entry of `models.providers` needs of them; its first lines say how it is written.
    public static let models = String(decoding: PackageResources.models_tsv, as: UTF8.self)
}
