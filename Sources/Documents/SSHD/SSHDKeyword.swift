/// How sshd reads the arguments of a keyword.
enum SSHDKind: Sendable {
    case flag
    /// One word of these, in any case, and what `sshd -T` calls it.
    case word([String: String])
    case number(atLeast: Int)
    /// A span such as `2m30s`; `none` where it is allowed.
    case span(none: Bool)
    case octal
    /// One argument, kept as it is.
    case text
    /// One path; a relative one depends on where sshd was started.
    case path
    /// The rest of the line as it is written, blanks and quotes included.
    case rest
    /// The arguments on one line, from the first line that sets them.
    case line
    /// Every argument of every line.
    case every
    case algorithms(SSHDAlgorithms.Kind)
    case port, listenAddress, maxStartups, perSourceMaxStartups, netBlockSize, subsystem, forwardingTargets
    case authenticationMethods, userEnvironment, serviceClass, rekeyLimit, setEnvironment, digest
    case publicKeyOptions, channelTimeouts
    /// For systems other than Linux.
    case impossible
    /// Accepted, and without any effect.
    case ignored
    /// Accepted; what it does is not modeled.
    case opaque
    case include, match
}

/// One keyword of `sshd_config`.
struct SSHDKeyword: Sendable {
    /// The name `sshd -T` uses.
    let name: String
    let kind: SSHDKind
    /// The first release that takes it in a Match block; `nil` where none does.
    let allowedInMatchSince: SSHDVersion?
    /// The release that introduced it, where that is later than the oldest known one.
    let since: SSHDVersion

    func isAllowedInMatch(_ version: SSHDVersion) -> Bool { allowedInMatchSince.map { $0 <= version } ?? false }

    /// By the name in lower case, older names included.
    static let all: [String: SSHDKeyword] = {
        var found: [String: SSHDKeyword] = [:]
        func add(
            _ names: String,
            _ kind: SSHDKind,
            match: Bool,
            since: SSHDVersion = SSHDVersion(0, 0),
            matchSince: SSHDVersion? = nil
        ) {
            for name in names.split(separator: " ").map(String.init) {
                let canonical = aliases[name] ?? name
                found[name] = SSHDKeyword(
                    name: canonical,
                    kind: kind,
                    allowedInMatchSince: match ? since : matchSince,
                    since: since
                )
            }
        }
        add(matchFlags, .flag, match: true)
        add(globalFlags, .flag, match: false)
        add("refuseconnection", .flag, match: true, since: SSHDVersion(9, 9))
        for (name, words) in wordGlobal { add(name, .word(words), match: false) }
        for (name, words) in wordMatch { add(name, .word(words), match: true) }
        add("maxauthtries maxsessions clientalivecountmax x11displayoffset", .number(atLeast: 0), match: true)
        add("requiredrsasize", .number(atLeast: 0), match: true, since: SSHDVersion(9, 1))
        add("logingracetime", .span(none: false), match: false)
        add("clientaliveinterval", .span(none: false), match: true)
        add("unusedconnectiontimeout", .span(none: true), match: true, since: SSHDVersion(9, 2))
        add("streamlocalbindmask", .octal, match: true)
        add("banner trustedusercakeys revokedkeys", .path, match: true)
        add("authorizedprincipalsfile chrootdirectory", .text, match: true)
        add("pidfile xauthlocation hostkeyagent securitykeyprovider", .path, match: false)
        add("modulifile", .path, match: false)
        add("pamservicename", .text, match: true, since: SSHDVersion(9, 8))
        add("sshdsessionpath", .path, match: false, since: SSHDVersion(9, 8))
        add("sshdauthpath", .path, match: false, since: SSHDVersion(10, 0))
        add("authorizedkeyscommanduser authorizedprincipalscommanduser", .text, match: true)
        add("forcecommand authorizedkeyscommand authorizedprincipalscommand", .rest, match: true)
        add("versionaddendum", .rest, match: false)
        add("authorizedkeysfile", .line, match: true)
        add("acceptenv allowusers denyusers allowgroups denygroups", .every, match: true)
        add("hostkey hostcertificate", .every, match: false)
        add("ciphers", .algorithms(.cipher), match: false)
        add("macs", .algorithms(.mac), match: false)
        add("kexalgorithms", .algorithms(.keyExchange), match: false)
        add("hostkeyalgorithms", .algorithms(.key), match: false)
        add("pubkeyacceptedalgorithms pubkeyacceptedkeytypes", .algorithms(.key), match: true)
        add("hostbasedacceptedalgorithms hostbasedacceptedkeytypes", .algorithms(.key), match: true)
        add("casignaturealgorithms", .algorithms(.authoritySignature), match: true)
        add("port", .port, match: false)
        add("listenaddress", .listenAddress, match: false)
        add("maxstartups", .maxStartups, match: false)
        add("persourcemaxstartups", .perSourceMaxStartups, match: false)
        add("persourcenetblocksize", .netBlockSize, match: false)
        add("subsystem", .subsystem, match: false, matchSince: SSHDVersion(9, 5))
        add("permitopen permitlisten", .forwardingTargets, match: true)
        add("authenticationmethods", .authenticationMethods, match: true)
        add("permituserenvironment", .userEnvironment, match: false)
        add("ipqos", .serviceClass, match: true)
        add("rekeylimit", .rekeyLimit, match: true)
        add("setenv", .setEnvironment, match: true)
        add("logverbose", .opaque, match: true)
        add("pubkeyauthoptions", .publicKeyOptions, match: true)
        add("rdomain", .impossible, match: true)
        add("channeltimeout", .channelTimeouts, match: true, since: SSHDVersion(9, 2))
        add("persourcepenalties persourcepenaltyexemptlist", .opaque, match: false, since: SSHDVersion(9, 8))
        add("gssapikexalgorithms", .opaque, match: false)
        add("fingerprinthash", .digest, match: false)
        add("include", .include, match: true)
        add("match", .match, match: true)
        add(withoutEffect, .ignored, match: false)
        add("authorizedkeysfile2 rsaauthentication rhostsrsaauthentication", .ignored, match: true)
        add("hostdsakey", .every, match: false)
        add("gssapicleanupcreds", .flag, match: false)
        return found
    }()

    private static let aliases = [
        "challengeresponseauthentication": "kbdinteractiveauthentication",
        "skeyauthentication": "kbdinteractiveauthentication", "dsaauthentication": "pubkeyauthentication",
        "hostdsakey": "hostkey",
        "gssapicleanupcreds": "gssapicleanupcredentials",
        "keepalive": "tcpkeepalive", "pubkeyacceptedkeytypes": "pubkeyacceptedalgorithms",
        "hostbasedacceptedkeytypes": "hostbasedacceptedalgorithms",
    ]

    private static let matchFlags = """
        passwordauthentication kbdinteractiveauthentication challengeresponseauthentication skeyauthentication \
        pubkeyauthentication permitemptypasswords hostbasedauthentication \
        hostbasedusesnamefrompacketonly kerberosauthentication gssapiauthentication allowagentforwarding \
        disableforwarding exposeauthinfo permittty permituserrc streamlocalbindunlink x11forwarding x11uselocalhost
        """

    private static let globalFlags = """
        usepam strictmodes printmotd printlastlog tcpkeepalive keepalive usedns ignoreuserknownhosts \
        kerberosorlocalpasswd kerberosticketcleanup gssapicleanupcredentials gssapistrictacceptorcheck \
        gssapikeyexchange gssapistorecredentialsonrekey debianbanner dsaauthentication
        """

    private static let withoutEffect = """
        protocol keyregenerationinterval serverkeybits uselogin useprivilegeseparation kerberosgetafstoken \
        pamauthenticationviakbdint rhostsauthentication kerberostgtpassing afstokenpassing gssusesessionccache \
        gssapiusesessioncredcache checkmail permitblacklistedkeys verifyreversemapping reversemappingcheck
        """

    private static let forwarding = ["yes": "yes", "all": "yes", "no": "no", "local": "local", "remote": "remote"]

    private static let wordMatch: [String: [String: String]] = [
        "permitrootlogin": [
            "yes": "yes", "no": "no", "prohibit-password": "without-password",
            "without-password": "without-password", "forced-commands-only": "forced-commands-only",
        ],
        "allowtcpforwarding": forwarding,
        "allowstreamlocalforwarding": forwarding,
        "gatewayports": ["yes": "yes", "no": "no", "clientspecified": "clientspecified"],
        "permittunnel": [
            "yes": "yes", "no": "no", "point-to-point": "point-to-point", "ethernet": "ethernet",
        ],
        "ignorerhosts": ["yes": "yes", "no": "no", "shosts-only": "shosts-only"],
        "loglevel": [
            "quiet": "SILENT", "silent": "SILENT", "fatal": "FATAL", "error": "ERROR", "info": "INFO",
            "verbose": "VERBOSE",
            "debug": "DEBUG", "debug1": "DEBUG", "debug2": "DEBUG2", "debug3": "DEBUG3",
        ],
    ]

    private static let wordGlobal: [String: [String: String]] = [
        "addressfamily": ["any": "any", "inet": "inet", "inet6": "inet6"],
        "compression": ["yes": "yes", "delayed": "yes", "no": "no"],
        "syslogfacility": Dictionary(
            uniqueKeysWithValues: (["DAEMON", "USER", "AUTH", "AUTHPRIV"] + (0...7).map { "LOCAL\($0)" })
                .map { ($0.lowercased(), $0) }
        ),
    ]
}
