// Fields of the subjects of the ssh layer, other than the accounts.
extension Field {
    // logins: one record for each account and place it may connect from, by the settings sshd uses for that connection.
    /// The address the connection comes from.
    public static let fromAddress = Field("from address")
    /// Whether AllowUsers, DenyUsers and the group lists let the account in.
    public static let isAdmitted = Field("is admitted by sshd")
    /// `PermitRootLogin` as sshd prints it; `no` where the lists of users shut root out.
    public static let rootLogin = Field("root login")
    /// Whether a password alone opens the account.
    public static let passwordLogin = Field("password login")
    /// Whether keyboard-interactive alone opens the account; with PAM that is a password again.
    public static let keyboardInteractiveLogin = Field("keyboard-interactive login")
    /// `PermitEmptyPasswords`.
    public static let emptyPasswords = Field("empty passwords accepted")
    /// Whether a host is trusted to vouch for its users.
    public static let hostBasedLogin = Field("host-based login")
    /// Whether a key opens the account, alone or before another secret.
    public static let keyLogin = Field("key login")
    /// Settings by which sshd takes certificates, keys from programs, and whatever else is in no file of keys.
    public static let loginAuthorities = Field("settings for certificates and keys from elsewhere")
    /// `MaxAuthTries`.
    public static let maxAuthTries = Field("authentication attempts")
    /// `AllowTcpForwarding`, with `DisableForwarding` taken into account.
    public static let tcpForwarding = Field("TCP forwarding")
    /// `AllowAgentForwarding`, with `DisableForwarding` taken into account.
    public static let agentForwarding = Field("agent forwarding")
    /// `X11Forwarding`, with `DisableForwarding` taken into account.
    public static let x11Forwarding = Field("X11 forwarding")
    /// `GatewayPorts` as sshd prints it.
    public static let gatewayPorts = Field("gateway ports")
    /// `PermitTunnel` as sshd prints it.
    public static let tunnels = Field("tunnel devices")
    /// The patterns of `AcceptEnv`.
    public static let acceptedEnvironment = Field("accepted environment")
    /// Those of them that let a client set variables which change what programs do.
    public static let harmfulEnvironment = Field("harmful accepted environment")
    /// Those of `PubkeyAcceptedAlgorithms`, as it counts for the connection, that sign with DSA or SHA-1.
    public static let weakUserKeyAlgorithms = Field("weak user key algorithms")

    // sshServer: one record
    /// Such as 9.2.
    public static let sshVersion = Field("OpenSSH version")
    /// Ports that are really listened on, as texts.
    public static let sshPorts = Field("ports")
    /// Whether systemd listens in place of sshd.
    public static let socketActivated = Field("started by ssh.socket")
    /// Whether sshd would start with its configuration.
    public static let acceptsConfiguration = Field("accepts its configuration")
    /// Why sshd would not.
    public static let refusal = Field("refusal")
    /// Seconds until a connection without a login is dropped; 0 is never.
    public static let loginGraceTime = Field("login grace time")
    /// Connections without a login at which sshd begins to refuse more.
    public static let startupsBegin = Field("unauthenticated connections before refusals")
    /// Connections without a login at which sshd refuses all.
    public static let startupsFull = Field("most unauthenticated connections")
    /// `KexAlgorithms`, one name each.
    public static let keyExchanges = Field("key exchanges")
    /// `Ciphers`, one name each.
    public static let ciphers = Field("ciphers")
    /// `MACs`, one name each.
    public static let macs = Field("message authentication codes")
    /// `HostKeyAlgorithms`, one name each.
    public static let hostKeyAlgorithms = Field("host key algorithms")
    /// `PubkeyAcceptedAlgorithms`, one name each.
    public static let userKeyAlgorithms = Field("user key algorithms")
    /// `StrictModes`.
    public static let strictModes = Field("strict modes")
    /// `PermitUserEnvironment`, of which patterns count as yes.
    public static let userEnvironment = Field("environment from user files")
    /// `LogLevel` as sshd prints it.
    public static let sshLogLevel = Field("log level")
    /// `UsePAM`.
    public static let usesPAM = Field("uses PAM")

    // sshSettings: one record for each line that sets a keyword that matters
    /// The keyword in lower case, by its present name.
    public static let keyword = Field("keyword")
    /// Its arguments.
    public static let settingValue = Field("value")
    /// Whether an earlier line already set the keyword, so that this one has no effect.
    public static let isBeaten = Field("is beaten by an earlier line")
    /// Whether the file is one of Nacre's own.
    public static let isOurs = Field("is ours")
    /// Whether an earlier line wins that is weaker, or, where the file is Nacre's own, that says anything else.
    public static let isOverruled = Field("is overruled")
    /// The line that wins.
    public static let winner = Field("winner")

    // sshDirectives: one record for each line; also `keyword` and `settingValue`
    /// What stands behind `Match` for the connections the line is for; not set where it is for all.
    public static let criteria = Field("criteria")

    // hostKeys and authorizedKeys: one record for each key, or for each file that could not be read
    /// Such as `ssh-ed25519`.
    public static let keyType = Field("key type")
    /// The length of an RSA or DSA key.
    public static let keyBits = Field("key bits")
    /// Such as DSA, or an RSA key that is too short.
    public static let isWeakKey = Field("weak key")
    /// Permissions of the file.
    public static let fileMode = Field("file mode")
    /// Whether others than the account and root own the file or a directory above it, or may write there.
    public static let writableByOthers = Field("others can change it")
    /// The user id of the owner.
    public static let fileOwner = Field("file owner")
    /// Options in front of a key, such as `restrict`.
    public static let keyOptions = Field("key options")
    /// The patterns of `from=`: addresses that the key is taken from.
    public static let keySources = Field("key is taken from")
    /// Whether the time of `expiry-time=` is over, or within the day.
    public static let isExpiredKey = Field("key is expired")

    // sudoRules: one record for each rule
    /// Who the rule is for, aliases resolved.
    public static let sudoUsers = Field("sudo users")
    /// What may be run, aliases resolved.
    public static let sudoCommands = Field("sudo commands")
    /// Whether it gives root without a password.
    public static let withoutPassword = Field("without password")
    /// Whether the commands are `ALL`, or a program that runs any other, such as a shell.
    public static let allCommands = Field("all commands")
    /// Whether they are everything, or include a program by which everything can be had, such as an editor.
    public static let givesRoot = Field("gives root")
    /// Accounts other than root that can log in and for which no later rule decides.
    public static let reachesAccounts = Field("accounts it reaches")
}
