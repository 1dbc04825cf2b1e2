extension SSHDAuthor {
    typealias Line = (String, [String])

    /// Lines that sshd refuses.
    static let broken = [
        "Bogus yes", "PermitRootLogin", "PermitRootLogin maybe", "Port 99999", "MaxAuthTries x",
        "X11Forwarding yes yes",
        "AllowUsers # nobody", "AcceptEnv # none", "AllowUsers root@10.0.0.1/8", "Match exec true", "Match tagged x",
        "Match final", "Match canonical all", "PermitOpen localhost:80 any", "PermitOpen any localhost:80",
        "PermitOpen nowhere", "RDomain x", "SetEnv A", "PubkeyAuthOptions other", "ChannelTimeout session",
        "SetEnv # no",
        "ChannelTimeout none session=1", "PermitListen 0", "ListenAddress [::1", "ListenAddress 10.0.0.1:0",
        "PermitOpen 2001:db8::1:80", "MACs ,hmac-sha1", "AuthenticationMethods publickey any",
        "AuthenticationMethods any publickey",
        "Match User root all", "Match User = root", "Match User \"a b\" User", "Subsystem sftp",
        "CASignatureAlgorithms ssh-ed25519-cert-v01@openssh.com", "AuthorizedKeysCommand relative",
        "AuthorizedKeysCommand /bin/true", "Ciphers aes256-ctr,,aes128-ctr", "HostKeyAlgorithms ssh-ed25519,,bogus",
        "IPQoS 0x1ff", "RekeyLimit 1Q", "PermitOpen [::1:80", "Match", "Include \"\"", "Match invalid-user x",
        "Banner \"never ends", "LoginGraceTime 2x", "MaxStartups 10:30", "Ciphers none-such", "AllowUsers",
    ]

    static let matchLines: [Line] =
        [
            "PasswordAuthentication", "KbdInteractiveAuthentication", "ChallengeResponseAuthentication",
            "PubkeyAuthentication", "PermitEmptyPasswords", "HostbasedAuthentication", "GSSAPIAuthentication",
            "KerberosAuthentication", "AllowAgentForwarding", "DisableForwarding", "ExposeAuthInfo", "PermitTTY",
            "PermitUserRC", "StreamLocalBindUnlink", "X11Forwarding", "X11UseLocalhost", "SkeyAuthentication",
            "HostbasedUsesNameFromPacketOnly",
        ].map { ($0, ["yes", "no", "YES", "No"]) } + [
            ("PermitRootLogin", ["yes", "no", "prohibit-password", "without-password", "forced-commands-only"]),
            ("PermitRootLogin", ["yes", "no", "prohibit-password"]),
            ("PasswordAuthentication", ["yes", "no"]),
            ("AllowTcpForwarding", ["yes", "no", "local", "remote", "all"]),
            ("AllowStreamLocalForwarding", ["yes", "no", "local", "remote"]),
            ("GatewayPorts", ["yes", "no", "clientspecified"]),
            ("PermitTunnel", ["yes", "no", "point-to-point", "ethernet"]),
            ("IgnoreRhosts", ["yes", "no", "shosts-only"]),
            ("LogLevel", ["QUIET", "verbose", "DEBUG", "Debug1", "DEBUG3", "INFO"]),
            ("MaxAuthTries", ["1", "3", "6", "20"]),
            ("MaxSessions", ["0", "10"]),
            ("ClientAliveInterval", ["0", "300", "5m"]),
            ("ClientAliveCountMax", ["0", "2"]),
            ("X11DisplayOffset", ["10", "20"]),
            ("RequiredRSASize", ["1024", "2048", "3072"]),
            ("UnusedConnectionTimeout", ["none", "30", "2m"]),
            ("StreamLocalBindMask", ["0177", "077", "0000"]),
            ("Banner", ["/etc/issue.net", "none"]),
            ("TrustedUserCAKeys", ["/etc/ssh/ca.pub", "none"]),
            ("RevokedKeys", ["/etc/ssh/revoked", "none"]),
            ("AuthorizedPrincipalsFile", ["/etc/ssh/principals/%u", "none"]),
            ("ChrootDirectory", ["/srv/%u", "none"]),
            ("AuthorizedKeysCommand", ["/bin/true %u", "none", "/bin/true"]),
            ("AuthorizedPrincipalsCommand", ["none", "/bin/true"]),
            ("AuthorizedPrincipalsCommandUser", ["nobody"]),
            ("ForceCommand", ["internal-sftp -l INFO", "/bin/true", "none", "\"/bin/echo hello\""]),
            ("AuthorizedKeysCommandUser", ["nobody"]),
            (
                "AuthorizedKeysFile",
                [".ssh/authorized_keys", "/etc/keys/%u .ssh/keys", "none", "%h/\"a b\"", "none .ssh/more"]
            ),
            ("AcceptEnv", ["LANG", "LANG LC_*", "GIT_*", "*", "\"LANG\" 'LC_ALL'"]),
            ("SetEnv", ["A=b", "A=b C=d A=e", "\"X=a b\" Y="]),
            ("PubkeyAuthOptions", ["none", "touch-required", "verify-required TOUCH-required"]),
            ("ChannelTimeout", ["none", "session=5m", "*=1h x11-connection=30"]),
            ("AllowUsers", ["root", "daemon root@10.0.0.*", "*", "!root,*", "root@10.0.0.0/8 *@a@b"]),
            ("DenyUsers", ["nobody", "games www-data"]),
            ("AllowGroups", ["root", "sudo wheel"]),
            ("DenyGroups", ["games"]),
            ("AuthenticationMethods", ["any", "publickey", "publickey,password", "password publickey,password"]),
            ("PermitOpen", ["any", "none", "localhost:80", "10.0.0.1:22 *:443"]),
            ("PermitListen", ["any", "none", "8080", "localhost:8080", "*:* 80"]),
            ("IPQoS", ["ef", "lowdelay throughput", "af21 cs1", "none", "16 0", "33", "LE reliability"]),
            ("RekeyLimit", ["default none", "1G", "500M 1h", "default 30m", "64k 10", "1000"]),
            (
                "PubkeyAcceptedAlgorithms",
                ["+ssh-rsa", "-ecdsa*", "^ssh-ed25519", "ssh-ed25519,rsa-sha2-512", "*ed25519*"]
            ),
            ("PubkeyAcceptedKeyTypes", ["+ssh-rsa,ssh-dss", "-rsa*,*cert*"]),
            ("HostbasedAcceptedAlgorithms", ["-ssh-ed25519", "rsa-sha2-*"]),
            ("CASignatureAlgorithms", ["-ecdsa*", "ssh-ed25519", "+ssh-rsa", "*ed25519*"]),
        ]

    static let allLines: [Line] =
        matchLines
        + ["UsePAM", "StrictModes", "PrintMotd", "PrintLastLog", "TCPKeepAlive", "UseDNS", "IgnoreUserKnownHosts"].map {
            ($0, ["yes", "no"])
        } + [
            ("Port", ["22", "2222", "2200"]),
            (
                "ListenAddress",
                [
                    "0.0.0.0", "10.0.0.1", "10.0.0.1:2022", "::", "[::1]:2023", "[::]", "2001:db8::1",
                    "2001:db8:0:0:1:0:0:1",
                ]
            ),
            ("AddressFamily", ["any", "inet", "inet6"]),
            ("LoginGraceTime", ["30", "2m", "1h30m", "0", "60s"]),
            ("MaxStartups", ["10", "10:30:60", "3:50:10", "4:100:4"]),
            ("PerSourceMaxStartups", ["none", "5"]),
            // Without a second number old releases read memory nobody wrote.
            ("PerSourceNetBlockSize", ["24:56", "32:128"]),
            ("PermitUserEnvironment", ["yes", "no", "LANG,LC_*"]),
            ("Compression", ["yes", "no", "delayed"]),
            ("SyslogFacility", ["AUTH", "local7", "AUTHPRIV"]),
            ("FingerprintHash", ["sha256", "MD5", "sha512"]),
            (
                "Ciphers",
                ["+aes128-cbc", "-chacha20*", "^aes256-gcm@openssh.com", "aes256-ctr,aes128-ctr", "-*ctr,*cbc"]
            ),
            ("MACs", ["-*sha1*,umac-64*", "hmac-sha2-512", "+hmac-md5", "^hmac-sha2-256"]),
            ("KexAlgorithms", ["-*sha1", "+diffie-hellman-group14-sha1", "^curve25519-sha256", "-ecdh*,*group14*"]),
            ("HostKeyAlgorithms", ["ssh-ed25519", "-ecdsa*", "+ssh-rsa", "^rsa-sha2-512"]),
            ("HostKey", ["/etc/ssh/none_such_key"]),
            ("PidFile", ["/run/other.pid", "none"]),
            ("VersionAddendum", ["none", "Debian", "two words"]),
            (
                "Subsystem",
                ["sftp internal-sftp", "sftp /usr/lib/openssh/sftp-server -l INFO", "other /bin/x \"a b\" c\\'d"]
            ),
            ("XAuthLocation", ["/usr/local/bin/xauth"]),
            ("Protocol", ["2"]),
            ("UsePrivilegeSeparation", ["sandbox"]),
            ("RSAAuthentication", ["yes"]),
        ]
}
