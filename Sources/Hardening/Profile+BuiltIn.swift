/// Where each value comes from stands above it: a section of the guide that the profile follows, or why it is our own.
///
/// Values that a guide has and that are dangerous are other ones here: docs/decisions/0007 says which and why.
extension Profile {
    /// A server with its own Caddy, after "The 8 Security Layers Every OpenClaw Server Needs" by ClawChart.
    public static let standalone = Profile(
        name: "standalone",
        summary: "a server of its own: Caddy on 80 and 443, SSH on 2222, no root login, UFW",
        base: "standalone",
        // "SSH Hardening": a port other than 22, for example 2222; PermitRootLogin no; MaxAuthTries 3. The guide has
        // no LoginGraceTime: 60 s is half of sshd's own, and enough for a passphrase.
        ssh: SSH(port: 2222, rootLogin: .no, maxAuthTries: 3, loginGraceTime: 60),
        firewall: Firewall(
            // "UFW Firewall Rules": UFW; 80 and 443 beside SSH; everything else denied, the gateway's 18789 above all.
            backend: .ufw,
            openPorts: [80, 443],
            trustedSources: [],
            restrictedPorts: [],
            // Not in this guide; a server of its own sends spam as well as a managed one does.
            blockedEgress: mailAndChat
        ),
        // "Fail2Ban Intrusion Prevention": 5 failures within 10 minutes, then an hour.
        intrusion: Intrusion(maxRetry: 5, findTime: 600, banTime: 3600),
        // "Automatic Security Updates": daily, with a reboot "during a maintenance window". The window is ours: before
        // people work, after the nightly runs. Three days: one failed run is no news, two are.
        updates: Updates(automaticReboot: true, rebootTime: "03:30", maxAge: 3),
        docker: daemon,
        container: limits,
        // "Caddy Reverse Proxy": Caddy on this server; HSTS of at least one year; certificates renewed about 30 days
        // before they end, so that one with less than 14 was not renewed for two weeks.
        proxy: Proxy(runsHere: true, domains: [], hstsMaxAge: 31_536_000, certificateDays: 14),
        openclaw: lastLine,
        // The guide has nothing on it. Half a year is ours: a leak that nobody noticed ends some day, and a person who does
        // it by hand at each provider still does it.
        secrets: Secrets(maxAge: 180)
    )

    /// A server behind a hoster's proxy, after "Self-Hosting OpenClaw Securely" by ClawHosters.
    public static let managed = Profile(
        name: "managed",
        summary: "behind a hoster's proxy: SSH on 22, root by key only, iptables with default drop",
        base: "managed",
        // "SSH Security": PermitRootLogin prohibit-password, MaxAuthTries 3; "Firewall" opens 22. LoginGraceTime as
        // above.
        ssh: SSH(port: 22, rootLogin: .prohibitPassword, maxAuthTries: 3, loginGraceTime: 60),
        firewall: Firewall(
            // "Firewall: iptables with Default DROP", and "Multi-Layer Firewall Architecture": what is open is open
            // for the proxy's address alone. That address is the hoster's to give.
            backend: .iptables,
            openPorts: [],
            trustedSources: [],
            // The guide opens 8080 for everybody and 9090 for the proxy; decision 0007.
            restrictedPorts: [8080],
            // The guide's 25, 465, 587 and 6667, and what else IRC uses; decision 0007.
            blockedEgress: mailAndChat
        ),
        // "SSH Security": 3 failures, then an hour. The guide leaves findtime to fail2ban, whose own is 10 minutes.
        intrusion: Intrusion(maxRetry: 3, findTime: 600, banTime: 3600),
        // "Automatic Security Updates": unattended-upgrades, and a look at whether "critical updates require reboots".
        updates: Updates(automaticReboot: true, rebootTime: "03:30", maxAge: 3),
        docker: daemon,
        container: limits,
        // "SSL/TLS and Reverse Proxy": in front of the server, not on it. What it promises to browsers is held to the
        // other guide's year where names to look at are given.
        proxy: Proxy(runsHere: false, domains: [], hstsMaxAge: 31_536_000, certificateDays: 14),
        openclaw: lastLine,
        // "API Key Management": "Rotate your API keys regularly", with no number. 90 days is what the CIS AWS Foundations
        // Benchmark asks of access keys ("Ensure access keys are rotated every 90 days or less").
        secrets: Secrets(maxAge: 90)
    )

    /// Every profile that ships with Nacre.
    public static let builtIn: [Profile] = [.standalone, .managed]

    /// Mail with its submission ports; IRC in the clear, with TLS, and its old range.
    ///
    /// "Firewall: iptables with Default DROP" names 25, 465, 587 and 6667.
    private static let mailAndChat = [25, 465, 587] + Array(6660...6669) + [6697, 7000]

    /// "Docker Daemon Configuration" of ClawHosters' guide, in both profiles: the other guide has no daemon.json.
    ///
    /// Its `"userland-proxy": false` is left to the server, and its nofile limit gets the `Name` without which no
    /// container starts; decision 0007.
    private static let daemon = Docker(
        liveRestore: true,
        noNewPrivileges: true,
        logDriver: "json-file",
        // "max-size": "50m", "max-file": "3"
        logMaxSize: 50 << 20,
        logMaxFiles: 3,
        storageDriver: "overlay2",
        openFilesHard: 65536,
        openFilesSoft: 32768
    )

    /// "Container Resource Limits" of ClawHosters' guide limits the gateway to 2 GiB.
    ///
    /// Anything from 1 GiB, below which the gateway is killed while it starts, to 8 GiB, beyond which it starves an
    /// ordinary server, is a limit as good. No guide limits processes; 512 is some ten times what a gateway with a
    /// browser runs.
    private static let limits = Container(memoryCeiling: 8 << 30, memoryFloor: 1 << 30, processes: 512)

    /// "OpenClaw Application Configuration" of ClawChart's guide, in both profiles.
    ///
    /// Direct messages by pairing, files of the workspace only, exec denied. Both guides have the gateway on its
    /// default port.
    private static let lastLine = OpenClaw(
        gatewayPort: 18789,
        dmPolicy: "pairing",
        workspaceOnly: true,
        allowExec: false
    )
}
