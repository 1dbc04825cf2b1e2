// Fields of the firewall's subjects.
extension Field {
    /// `IPv4` or `IPv6`.
    public static let addressFamily = Field("address family")
    /// Whether the machine has addresses of the family besides loopback.
    public static let familyInUse = Field("family in use")

    // firewallHooks, one record for each family and hook, such as `IPv4 input`
    /// `input`, `forward` or `output`.
    public static let hook = Field("hook")
    /// What happens to the first packet of a connection that no rule names: `dropped`, or `accepted: ` and why.
    public static let unnamedPackets = Field("packets no rule names")
    /// The rule or policy that decides it.
    public static let decidedBy = Field("decided by")
    /// Whether the kernel forwards packets of the family at all.
    public static let forwardsPackets = Field("forwards packets")
    /// Program interfaces with rules in the kernel: `iptables-nft`, `iptables-legacy`, `nftables`.
    public static let backends = Field("backends")
    /// Whether both iptables backends hold rules, so that each program shows half of them.
    public static let splitBackends = Field("both iptables backends hold rules")
    /// Whether IPv6's neighbor discovery gets through.
    public static let neighborDiscovery = Field("neighbor discovery passes")

    // firewallRules, one record for each rule or port that matters
    /// A `FirewallRuleKind`.
    public static let ruleKind = Field("kind")
    public static let chain = Field("chain")
    /// The rule in the notation of the program that reported it.
    public static let ruleText = Field("rule")
    /// A port of the host as a stranger on the network addresses it.
    public static let hostPort = Field("host port")
    /// Whether a stranger's connection to the port gets past the rules.
    public static let reachable = Field("reachable from outside")
    /// A packet of a stranger that gets through.
    public static let witness = Field("packet that gets through")
    /// Addresses that get through although strangers do not.
    public static let openTo = Field("open to")
    /// Where a published port leads.
    public static let leadsTo = Field("leads to")

    // firewallPersistence, one record for each thing that loads rules at boot
    /// Whether it is set up to load its rules at boot.
    public static let loadsAtBoot = Field("loads rules at boot")
    /// What the rules it loads do with IPv4 packets to the host that no rule names: `accepted` or `dropped`.
    public static let storedIPv4Input = Field("stored rules for IPv4 input")
    /// The same for IPv6.
    public static let storedIPv6Input = Field("stored rules for IPv6 input")
    /// Whether rules that Docker makes itself are stored with them.
    public static let storesDockerRules = Field("stores Docker's rules")
    /// Whether its rules are in the kernel now.
    public static let isLoaded = Field("rules are in the kernel")

    // listeners, one record for each socket
    /// `tcp` or `udp`.
    public static let transport = Field("transport")
    /// The local port.
    public static let listeningPort = Field("listening port")
    /// The local address; `0.0.0.0` and `::` stand for all.
    public static let listeningAddress = Field("listening address")
    /// The program behind it.
    public static let listeningProgram = Field("program")
    /// The number of the account that opened the socket; 0 is root.
    public static let listeningAccount = Field("account")
    /// Whether that program may bind ports that are root's alone (CAP_NET_BIND_SERVICE).
    public static let bindsLowPorts = Field("may bind root's ports")
    /// Whether only the machine itself can connect.
    public static let loopbackOnly = Field("loopback only")

    // egress, one record for each origin, family and port
    /// `host` or `containers`.
    public static let egressOrigin = Field("origin")
    /// `mail` or `chat`.
    public static let egressService = Field("service")
    public static let egressPort = Field("destination port")
    /// Whether a new connection out gets past the rules.
    public static let egressPossible = Field("connections possible")

    // forwardedInterfaces, one record for each that has others behind it
    /// `containers`, or what `ip -details link` calls it: `wireguard`, `tun`, `ppp`, `bridge`.
    ///
    /// `uplink` where strangers come over a bridge that has containers behind it, or a name that says so.
    public static let interfaceKind = Field("kind of interface")
    /// Whether a new connection from behind it gets out over another interface now.
    public static let passesOn = Field("is passed on")
    /// Whether that is so for no other reason than the policy of iptables' FORWARD chain.
    public static let passesByPolicy = Field("is passed on by the policy alone")
    /// The families of which that is so: `IPv4`, `IPv6`.
    public static let policyFamilies = Field("families passed on by the policy alone")
}
