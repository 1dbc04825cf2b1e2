// Fields of the subjects about who changes a machine, and whether it has room for it.
extension Field {
    // operatorSession: one record, of the login this program was started from; also `user`, `uid` and `fromAddress`. That is
    // an SSH login; where there is no SSH server, one on the console or over Tailscale SSH
    /// The port that the client connected from.
    public static let fromPort = Field("client's port")
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
    /// What of this server the connection comes from: `loopback`, an address of its own, a bridge of containers or guests.
    ///
    /// Not set where it comes from elsewhere.
    public static let comesFromItself = Field("comes from this server itself")
    /// The service of this server that hands on a connection from outside, such as `cloudflared.service`, with its program.
    public static let carriedBy = Field("service that carries it")
    /// The interface of a tunnel that ends on this server, where the login comes through one.
    public static let tunnel = Field("tunnel it comes through")
    /// What the tunnel's carrier listens on, such as `51820/udp`; empty where it needs no open port.
    public static let tunnelDoors = Field("ports of the tunnel's carrier")
    /// The terminal of a login on the server's own console, such as `tty1` or `ttyS0`; not set for any other.
    public static let console = Field("console")
    /// The service that took a login over Tailscale SSH, with its program; not set for any other.
    public static let tailnetService = Field("service of the tailnet")
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
