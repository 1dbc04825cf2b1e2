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

    // vaultSecrets, one record a secret; one for all of them where only that of the vault itself is known
    /// Days since the value in force was put in.
    public static let secretAge = Field("days in force")
    /// Days since anything in the vault was changed: no value in it is newer.
    public static let vaultAge = Field("days since the vault was changed")

    // secretPrograms, one record a client
    /// `as installed`, `changed` or `gone`.
    public static let programContent = Field("content")
    public static let programMode = Field("permissions of the program")
    /// Whether it belongs to the account that starts it, as OpenClaw wants it.
    public static let programOwnerFits = Field("belongs to the account that was enrolled")
    /// Whether that account cannot change it although it is its own: it is immutable, or nobody but root comes there.
    public static let programIsKept = Field("its own account cannot change it")
    /// `root alone`, or the first directory on the way that others write to.
    public static let programWay = Field("who exchanges it")

    // secretProviders, one record a provider
    public static let providerCommand = Field("program that is asked")
    /// Whether it asks the vault: by its name, its program or its socket.
    public static let providerAsksVault = Field("asks the vault")
    /// Whether the program and the socket are those that were enrolled.
    public static let providerFits = Field("program and socket are the enrolled ones")
}
