// Fields of `trustedPlaces`, one record for each place that somebody decides about, and one for each reader's others.
extension Field {
    /// What reads it or runs it: `sshd`, `logins and sudo`, `systemd and cron`, `root's shells and programs`, `apt`,
    /// `Docker`, `fail2ban` or `the proxy`.
    public static let trustedReader = Field("read by")
    /// Who can change it or put something else in its place; `root alone`, or names.
    public static let trustedWriter = Field("can be written by")
    /// What else is read through it, where it is a directory: the first paths.
    public static let trustedContent = Field("decides about")
    /// The bits of the mode that let somebody else in.
    public static let trustedExcess = Field("rights to take away")
    /// The account that should not own it; not set where root does.
    public static let trustedWrongOwner = Field("wrong owner")
    /// Whether Nacre can close it: a place of the system's that no package gave to somebody else.
    public static let trustedIsRepairable = Field("can be given back to root")
    /// How many files and directories root alone decides about.
    public static let trustedCount = Field("files looked at")
}
