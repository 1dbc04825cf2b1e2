// Fields of the secrets layer's subjects.
extension Field {
    // secretFiles, one record for each file or directory that holds secrets by its nature
    /// `environment file`, `archive`, `SSH directory`, `SSH key`, `registry login`, `stored login`,
    /// `cloud credentials`, `history`, `TLS directory` or `TLS key`.
    public static let secretFileKind = Field("kind of secret file")
    /// Permission bits of the file or directory.
    public static let secretFileMode = Field("permissions")
    /// Whether root, or the account whose home or directory it is in, owns it.
    public static let secretFileOwnerFits = Field("belongs to root or the account it is for")
    /// Where the file lies, where the path is a link to it; unknown where the links were not followed to an end.
    public static let secretFileTarget = Field("leads to")
    /// The account it should belong to, where that is certain and giving it away gives nothing else away.
    public static let secretFileRightfulOwner = Field("should belong to")

    // secretFindings, one record for each kind of secret on a line of a file
    /// `configuration`, `compose file`, `container`, `unit`, `service configuration`, `command line`, `history`,
    /// `shell profile`, `cron`, `backup`, `agent file`, `log` or `git`.
    public static let findingPlace = Field("found in")
    /// What the secret is, such as `Telegram bot token`; unknown where the place could not be looked through.
    public static let findingKind = Field("kind of secret")
    /// Whether accounts other than the owner and its group can read it.
    public static let findingIsWorldReadable = Field("readable by every account")
    /// Where the same secret stands too; not set where it stands once.
    public static let findingTwins = Field("the same secret also in")
}
