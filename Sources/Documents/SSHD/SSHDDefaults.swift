/// What sshd does where nothing is configured.
enum SSHDDefaults {
    /// The value as `sshd -T` prints it, one string a line; `nil` where the keyword is not printed then.
    static func value(_ keyword: SSHDKeyword, _ version: SSHDVersion) -> [String]? {
        switch keyword.kind {
        case .algorithms(let kind): return [SSHDAlgorithms.defaults(kind, version).joined(separator: ",")]
        case .every: return []
        default: break
        }
        if keyword.name == "ipqos" { return [version >= SSHDVersion(10, 0) ? "ef cs1" : "lowdelay throughput"] }
        return fixed[keyword.name].map { [$0] }
    }

    private static let fixed: [String: String] = {
        var found: [String: String] = [:]
        for line in table.split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 1)
            for name in parts[1].split(separator: " ") { found[String(name)] = String(parts[0]) }
        }
        found.merge(others) { $1 }
        return found
    }()

    // From `sshd -T` without a configuration, OpenSSH 9.2 and 10.0, and sshd_config(5) of 8.9 and 9.6.
    private static let table = """
        yes:passwordauthentication kbdinteractiveauthentication pubkeyauthentication allowagentforwarding \
        allowtcpforwarding allowstreamlocalforwarding compression gssapicleanupcredentials gssapistrictacceptorcheck \
        ignorerhosts kerberosorlocalpasswd kerberosticketcleanup permittty permituserrc printlastlog printmotd \
        strictmodes tcpkeepalive x11uselocalhost debianbanner
        no:permitemptypasswords hostbasedauthentication hostbasedusesnamefrompacketonly kerberosauthentication \
        gssapiauthentication gssapikeyexchange gssapistorecredentialsonrekey disableforwarding exposeauthinfo \
        gatewayports ignoreuserknownhosts permittunnel permituserenvironment streamlocalbindunlink usedns usepam \
        x11forwarding refuseconnection
        none:banner trustedusercakeys revokedkeys hostkeyagent authorizedprincipalsfile chrootdirectory forcecommand \
        pubkeyauthoptions channeltimeout authorizedkeyscommand authorizedkeyscommanduser authorizedprincipalscommand authorizedprincipalscommanduser \
        versionaddendum persourcemaxstartups unusedconnectiontimeout
        any:addressfamily authenticationmethods permitopen permitlisten
        """

    private static let others = [
        "authorizedkeysfile": ".ssh/authorized_keys .ssh/authorized_keys2", "clientalivecountmax": "3",
        "clientaliveinterval": "0", "fingerprinthash": "SHA256", "logingracetime": "120", "loglevel": "INFO",
        "maxauthtries": "6", "maxsessions": "10", "maxstartups": "10:30:100", "modulifile": "/etc/ssh/moduli",
        "permitrootlogin": "without-password", "persourcenetblocksize": "32:128", "pidfile": "/run/sshd.pid",
        "port": "22", "rekeylimit": "0 0", "requiredrsasize": "1024", "securitykeyprovider": "internal",
        "streamlocalbindmask": "0177", "syslogfacility": "AUTH", "x11displayoffset": "10",
        "xauthlocation": "/usr/bin/xauth", "pamservicename": "sshd", "sshdauthpath": "/usr/lib/openssh/sshd-auth",
        "sshdsessionpath": "/usr/lib/openssh/sshd-session",
    ]
}
