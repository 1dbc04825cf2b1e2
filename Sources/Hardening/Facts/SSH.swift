// Fields of the subjects of the ssh layer, other than the accounts.
extension Field {
    // logins: one record for each account and place it may connect from, by the settings sshd uses for that connection.
    /// The address the connection comes from.
    public static let fromAddress = Field("from address")
    /// Whether AllowUsers, DenyUsers and the group lists let the account in.
    public static let isAdmitted = Field("is admitted by sshd")
    /// `PermitRootLogin` as sshd prints it.
    public static let rootLogin = Field("root login")
    /// Whether a password alone opens the account.
    public static let passwordLogin = Field("password login")
    /// Whether keyboard-interactive alone opens the account; with PAM that is a password again.
    public static let keyboardInteractiveLogin = Field("keyboard-interactive login")
    public static let emptyPasswords = Field("empty passwords accepted")
    /// Whether a host is trusted to vouch for its users.
    public static let hostBasedLogin = Field("host-based login")
    public static let maxAuthTries = Field("authentication attempts")
    /// `AllowTcpForwarding`, with `DisableForwarding` taken into account.
    public static let tcpForwarding = Field("TCP forwarding")
    public static let agentForwarding = Field("agent forwarding")
    public static let x11Forwarding = Field("X11 forwarding")
    public static let gatewayPorts = Field("gateway ports")
    public static let tunnels = Field("tunnel devices")
    /// The patterns of `AcceptEnv`.
    public static let acceptedEnvironment = Field("accepted environment")
    public static let idleProbe = Field("seconds between probes of an idle client")
    public static let sessions = Field("sessions a connection")

    // sshServer: one record
    public static let sshVersion = Field("OpenSSH version")
    /// Ports that are really listened on, as texts.
    public static let sshPorts = Field("ports")
    public static let socketActivated = Field("started by ssh.socket")
    /// Whether sshd would start with its configuration.
    public static let acceptsConfiguration = Field("accepts its configuration")
    public static let loginGraceTime = Field("login grace time")
    /// Connections without a login at which sshd begins to refuse more.
    public static let startupsBegin = Field("unauthenticated connections before refusals")
    /// Connections without a login at which sshd refuses all.
    public static let startupsFull = Field("most unauthenticated connections")
    public static let keyExchanges = Field("key exchanges")
    public static let ciphers = Field("ciphers")
    public static let macs = Field("message authentication codes")
    public static let hostKeyAlgorithms = Field("host key algorithms")
    public static let userKeyAlgorithms = Field("user key algorithms")
    public static let requiredRSASize = Field("least RSA bits")
    public static let strictModes = Field("strict modes")
    public static let userEnvironment = Field("environment from user files")
    public static let sshLogLevel = Field("log level")
    public static let usesPAM = Field("uses PAM")

    // sshSettings: one record for each line that sets a keyword that matters
    public static let keyword = Field("keyword")
    public static let settingValue = Field("value")
    /// Whether an earlier line already set the keyword, so that this one has no effect.
    public static let isBeaten = Field("is beaten by an earlier line")
    /// Whether the file is one of Nacre's own.
    public static let isOurs = Field("is ours")
    /// Whether the winning line says something else.
    public static let isContradicted = Field("is contradicted")
    /// The line that wins.
    public static let winner = Field("winner")

    // hostKeys and authorizedKeys: one record for each key, or for each file that could not be read
    /// Such as `ssh-ed25519`.
    public static let keyType = Field("key type")
    public static let keyBits = Field("key bits")
    /// Such as DSA, or an RSA key that is too short.
    public static let isWeakKey = Field("weak key")
    public static let fileMode = Field("file mode")
    /// Whether others than the account and root own the file or a directory above it, or may write there.
    public static let writableByOthers = Field("others can change it")
    public static let fileOwner = Field("file owner")
    /// Options in front of a key, such as `restrict`.
    public static let keyOptions = Field("key options")

    // sudoRules: one record for each rule
    /// Who the rule is for, aliases resolved.
    public static let sudoUsers = Field("sudo users")
    public static let sudoCommands = Field("sudo commands")
    /// Whether it gives root without a password.
    public static let withoutPassword = Field("without password")
    /// Whether the commands are `ALL`.
    public static let allCommands = Field("all commands")
    /// Accounts the rule holds for that can log in.
    public static let reachesAccounts = Field("accounts it reaches")
}
