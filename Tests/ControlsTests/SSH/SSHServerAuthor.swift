import MachineTesting

/// Writes random sshd configurations of servers, with what the ssh layer has to tighten in all places it can stand.
struct SSHServerAuthor {
    private var random: SeededGenerator

    init(seed: UInt64) { random = SeededGenerator(seed: seed &* 6007 &+ 5) }

    mutating func files() -> [String: String] {
        let include = "Include /etc/ssh/sshd_config.d/*.conf\n"
        var main = lines(0...8)
        switch Int.random(in: 0...9, using: &random) {
        case 0...6: main = include + main
        case 7: main = lines(1...3, mayMatch: false) + include + main
        case 8: main += include
        default: break
        }
        var files = ["/etc/ssh/sshd_config": main]
        for name in ["00-hoster.conf", "10-one.conf", "50-cloud-init.conf", "99-nacre.conf", "00-nacre.conf"]
        // What Nacre wrote was included once; a file of its name that was never read is nobody's.
        where chance(name.contains("nacre") ? 12 : 35) && (main.contains("Include") || !name.contains("nacre")) {
            files["/etc/ssh/sshd_config.d/\(name)"] = lines(0...5)
        }
        return files
    }

    private mutating func lines(_ count: ClosedRange<Int>, mayMatch: Bool = true) -> String {
        var lines: [String] = []
        var isInMatch = false
        for _ in 0..<Int.random(in: count, using: &random) {
            if mayMatch, chance(22) {
                lines.append("Match " + pick(Self.criteria))
                isInMatch = true
                continue
            }
            let (keyword, values) = pick(isInMatch ? Self.inMatch : Self.inMatch + Self.global)
            let name = chance(80) ? keyword : keyword.lowercased()
            lines.append(
                "\(isInMatch ? "  " : "")\(name)\(pick([" ", " ", "=", "\t"]))\(pick(values))\(pick(["", "", " # so"]))"
            )
        }
        return lines.map { $0 + "\n" }.joined()
    }

    private static let criteria = [
        "all", "User root", "User daemon", "User !root,*", "User games,root", "Group root", "Group daemon,games",
        "Address 10.0.0.0/8", "Address 203.0.113.0/24", "Address *,!10.0.0.5", "User daemon Address 10.0.0.0/8",
        "LocalPort 22", "LocalPort 2222", "Host 10.*", "all # everyone", "user=games",
    ]

    private static let inMatch: [(String, [String])] = [
        ("PasswordAuthentication", ["yes", "no"]), ("KbdInteractiveAuthentication", ["yes", "no"]),
        ("ChallengeResponseAuthentication", ["yes", "no"]), ("PermitEmptyPasswords", ["yes", "no"]),
        ("HostbasedAuthentication", ["yes", "no"]), ("AllowAgentForwarding", ["yes", "no"]),
        ("X11Forwarding", ["yes", "no"]), ("GatewayPorts", ["yes", "no", "clientspecified"]),
        ("PermitTunnel", ["yes", "no", "point-to-point", "ethernet"]),
        ("AllowTcpForwarding", ["yes", "no", "local", "remote", "all"]),
        ("PermitRootLogin", ["yes", "no", "prohibit-password", "without-password", "forced-commands-only"]),
        ("MaxAuthTries", ["1", "2", "3", "6", "20"]), ("DisableForwarding", ["yes", "no"]),
        ("AcceptEnv", ["LANG LC_*", "*", "GIT_*", "LD_PRELOAD XY", "FOO"]), ("PubkeyAuthentication", ["yes", "no"]),
        ("LogLevel", ["QUIET", "INFO", "VERBOSE", "DEBUG"]), ("Banner", ["none", "/etc/issue"]),
        ("PubkeyAcceptedAlgorithms", ["+ssh-rsa", "ssh-ed25519", "-ecdsa*"]), ("AllowUsers", ["root daemon", "*"]),
        ("AuthenticationMethods", ["any", "publickey", "publickey,password", "publickey,keyboard-interactive"]),
    ]

    private static let global: [(String, [String])] = [
        ("Port", ["22", "2222", "2200"]), ("ListenAddress", ["0.0.0.0", "::", "10.0.0.1"]),
        ("LoginGraceTime", ["30", "2m", "0", "60"]), ("MaxStartups", ["10", "10:30:60", "5:50:500", "200"]),
        ("UsePAM", ["yes", "no"]), ("StrictModes", ["yes", "no"]), ("PermitUserEnvironment", ["yes", "no", "LANG"]),
        ("Ciphers", ["+aes128-cbc", "aes256-ctr,aes128-cbc", "-aes*-gcm@openssh.com", "^3des-cbc"]),
        ("MACs", ["hmac-sha2-512,hmac-sha1", "+hmac-md5", "-hmac-sha1"]),
        ("KexAlgorithms", ["+diffie-hellman-group1-sha1", "curve25519-sha256", "-ecdh*"]),
        ("HostKeyAlgorithms", ["+ssh-rsa", "ssh-ed25519,ssh-rsa", "-ecdsa*"]),
    ]

    private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }

    private mutating func pick<Element>(_ items: [Element]) -> Element {
        items[Int.random(in: 0..<items.count, using: &random)]
    }
}
