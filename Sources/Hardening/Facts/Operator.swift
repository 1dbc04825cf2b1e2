// Fields of the subjects about who changes a machine, and whether it has room for it.
extension Field {
    // operatorSession: one record, of the SSH login this program was started from; also `user`, `uid` and `fromAddress`
    /// The port of this server that the client connected to, as the server sees it.
    public static let serverPort = Field("server port")
    /// The address of this server that the client connected to.
    public static let serverAddress = Field("server address")
    /// The process of sshd that serves the connection.
    public static let sessionProcess = Field("session process")
    /// Milliseconds from the boot until the client connected, by a clock that nobody sets.
    ///
    /// Later logins over the same connection, as a client's `ControlMaster` makes them, count as the first.
    public static let beganAfterBoot = Field("began, in milliseconds after boot")
    /// Tells one boot from another, as times after boot mean nothing across them.
    public static let bootIdentifier = Field("boot identifier")

    // bans: one record for each address and jail, with `fromAddress` and `jailName`

    // fileSystems: one record for each directory that changes are written to
    /// Bytes that root can still write.
    public static let freeBytes = Field("free bytes")
    /// Files that can still be made; not set where the file system has no limit.
    public static let freeFiles = Field("free files")
    public static let isReadOnly = Field("read-only")
}
