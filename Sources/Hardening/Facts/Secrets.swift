// Fields of the secrets layer's subjects.
extension Field {
    // secretFiles, one record for each file or directory that holds secrets by its nature
    /// `environment file`, `SSH directory`, `SSH key`, `registry login`, `stored login`, `cloud credentials`, `history`
    /// or `TLS key`.
    public static let secretFileKind = Field("kind of secret file")
    /// Permission bits of the file or directory.
    public static let secretFileMode = Field("permissions")
    /// Whether root, or the account whose home it is in, owns it.
    public static let secretFileOwnerFits = Field("belongs to root or the account it is for")

    // secretFindings, one record for each kind of secret on a line of a file
    /// `configuration`, `compose file`, `unit`, `history`, `shell profile`, `cron`, `backup`, `log` or `git`.
    public static let findingPlace = Field("found in")
    /// What the secret is, such as `Telegram bot token`; unknown where the file could not be looked through.
    public static let findingKind = Field("kind of secret")
    /// Whether accounts other than the owner and its group can read the file.
    public static let findingIsWorldReadable = Field("readable by every account")
}
