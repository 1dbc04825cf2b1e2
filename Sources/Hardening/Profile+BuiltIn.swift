extension Profile {
    /// A server with its own Caddy, after "The 8 Security Layers Every OpenClaw Server Needs".
    public static let standalone = Profile(
        name: "standalone",
        summary: "a server of its own: Caddy on 80 and 443, SSH on 2222, no root login, UFW",
        ssh: SSH(port: 2222, rootLogin: .no, maxAuthTries: 3, loginGraceTime: 60),
        firewall: Firewall(
            backend: .ufw,
            openPorts: [80, 443],
            trustedSources: [],
            restrictedPorts: [],
            blockedEgress: mailAndChat
        ),
        intrusion: Intrusion(maxRetry: 5, findTime: 600, banTime: 3600),
        updates: Updates(automaticReboot: true, rebootTime: "03:30", maxAge: 3),
        docker: daemon,
        container: limits,
        proxy: Proxy(runsHere: true, domains: [], hstsMaxAge: 31_536_000, certificateDays: 14),
        openclaw: lastLine
    )

    /// A server behind a hoster's proxy, after "Self-Hosting OpenClaw Securely" by ClawHosters.
    public static let managed = Profile(
        name: "managed",
        summary: "behind a hoster's proxy: SSH on 22, root by key only, iptables with default drop",
        ssh: SSH(port: 22, rootLogin: .prohibitPassword, maxAuthTries: 3, loginGraceTime: 60),
        firewall: Firewall(
            backend: .iptables,
            openPorts: [],
            trustedSources: [],
            restrictedPorts: [8080],
            blockedEgress: mailAndChat
        ),
        intrusion: Intrusion(maxRetry: 3, findTime: 600, banTime: 3600),
        updates: Updates(automaticReboot: true, rebootTime: "03:30", maxAge: 3),
        docker: daemon,
        container: limits,
        proxy: Proxy(runsHere: false, domains: [], hstsMaxAge: 31_536_000, certificateDays: 14),
        openclaw: lastLine
    )

    /// Every profile that ships with Nacre.
    public static let builtIn: [Profile] = [.standalone, .managed]

    // SMTP and its submission ports; IRC in the clear, with TLS, and its old range. The guide names 6667 alone.
    private static let mailAndChat = [25, 465, 587] + Array(6660...6669) + [6697, 7000]

    // The guide's `"userland-proxy": false` is left to the server (it breaks loopback and IPv6 publishing), and its
    // nofile limit gets the `Name` without which no container starts.
    private static let daemon = Docker(
        liveRestore: true,
        noNewPrivileges: true,
        logDriver: "json-file",
        logMaxSize: 50 << 20,
        logMaxFiles: 3,
        storageDriver: "overlay2",
        openFilesHard: 65536,
        openFilesSoft: 32768
    )

    // The guide limits to 2 GiB. Below 1 GiB the gateway is killed while it starts.
    private static let limits = Container(memoryCeiling: 8 << 30, memoryFloor: 1 << 30, processes: 512)

    private static let lastLine = OpenClaw(
        gatewayPort: 18789,
        dmPolicy: "pairing",
        workspaceOnly: true,
        allowExec: false
    )
}
