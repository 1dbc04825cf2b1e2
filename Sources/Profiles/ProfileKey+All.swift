import Documents
import Hardening
import Rulesets

extension ProfileKey {
    /// Every value, in the order they are shown.
    ///
    /// "Eight Layers" is "The 8 Security Layers Every OpenClaw Server Needs", "Self-Hosting" is "Self-Hosting OpenClaw
    /// Securely"; standalone follows the first and managed the second where they differ.
    public static let all: [ProfileKey] =
        ssh + firewall + intrusion + updates + docker + container + proxy + openclaw
        + secrets

    private static let ssh: [ProfileKey] = [
        number(
            "ssh.port",
            \.ssh.port,
            1...65535,
            "Port sshd listens on",
            "Eight Layers: SSH Hardening; Self-Hosting: 22"
        ),
        choice(
            "ssh.rootLogin",
            Profile.RootLogin.allCases.map(\.rawValue),
            "Whether root may log in",
            "Eight Layers: SSH Hardening; Self-Hosting: SSH Security",
            show: { $0.ssh.rootLogin.rawValue },
            set: { $0.ssh.rootLogin = Profile.RootLogin(rawValue: $1) ?? $0.ssh.rootLogin }
        ),
        number("ssh.maxAuthTries", \.ssh.maxAuthTries, 1...100, "Attempts in one connection", "both guides"),
        number("ssh.loginGraceTime", \.ssh.loginGraceTime, 1...3600, "Seconds to log in", "Nacre: half of sshd's own"),
    ]

    private static let firewall: [ProfileKey] = [
        choice(
            "firewall.backend",
            Profile.Backend.allCases.map(\.rawValue),
            "What manages the rules",
            "Eight Layers: UFW Firewall Rules; Self-Hosting: Firewall",
            show: { $0.firewall.backend.rawValue },
            set: { $0.firewall.backend = Profile.Backend(rawValue: $1) ?? $0.firewall.backend }
        ),
        ports(
            "firewall.openPorts",
            \.firewall.openPorts,
            "TCP ports anyone may reach",
            "Eight Layers: UFW Firewall Rules"
        ),
        list(
            "firewall.trustedSources",
            \.firewall.trustedSources,
            "addresses or prefixes",
            "Sources that alone may reach the restricted ports",
            "Self-Hosting: Multi-Layer Firewall Architecture",
            parse: AddressPrefix.text
        ),
        ports(
            "firewall.restrictedPorts",
            \.firewall.restrictedPorts,
            "TCP ports only trusted sources may reach",
            "Self-Hosting: Firewall, changed by decision 0007"
        ),
        list(
            "firewall.blockedEgress",
            \.firewall.blockedEgress,
            "25, 465, 587, 6660 to 6669, 6697, 7000",
            "TCP ports of mail and IRC that nothing may connect out to",
            "Self-Hosting: Firewall, changed by decision 0007",
            parse: { $0.integer.flatMap { mailAndChat.contains($0) ? $0 : nil } }
        ),
        ports("firewall.openUDPPorts", \.firewall.openUDPPorts, "UDP ports anyone may reach, such as a VPN's", "Nacre"),
        ports(
            "firewall.hostPorts",
            \.firewall.hostPorts,
            "TCP ports of this server that a gateway's container may ask where openclaw.json names them, besides those "
                + "of local model servers",
            "Nacre"
        ),
        list(
            "firewall.forwardedInterfaces",
            \.firewall.forwardedInterfaces,
            "interface names",
            "Interfaces of VPN peers or guests, passed on as other rules say",
            "Nacre",
            parse: { $0.text.flatMap { FirewallPolicy.isInterfaceName($0) ? $0 : nil } }
        ),
    ]

    private static let intrusion: [ProfileKey] = [
        number("intrusion.maxRetry", \.intrusion.maxRetry, 1...1000, "Failures before a ban", "both guides: fail2ban"),
        number("intrusion.findTime", \.intrusion.findTime, 1...31_536_000, "Seconds counted", "Eight Layers: Fail2Ban"),
        number("intrusion.banTime", \.intrusion.banTime, 1...31_536_000, "Seconds of a ban", "both guides: fail2ban"),
    ]

    private static let updates: [ProfileKey] = [
        flag(
            "updates.automaticReboot",
            \.updates.automaticReboot,
            "Reboot when a fix needs it",
            "both guides: updates"
        ),
        Self(
            "updates.rebootTime",
            "Local time of that reboot",
            "HH:MM",
            "Nacre: Eight Layers asks for a window",
            show: { $0.updates.rebootTime },
            read: { profile, node throws(SyntaxError) in
                // YAML 1.1 would take an unquoted 03:30 for a number in base 60; here it stays text.
                guard let text = node.text else { throw node.wrong("updates.rebootTime", wanted: "HH:MM") }
                let parts = text.split(separator: ":", omittingEmptySubsequences: false).map {
                    $0.count == 2 ? Int($0) : nil
                }
                guard parts.count == 2, let hour = parts[0], let minute = parts[1], (0...23).contains(hour),
                    (0...59).contains(minute)
                else { throw node.impossible("updates.rebootTime", "\(text) is no time from 00:00 to 23:59") }
                profile.updates.rebootTime = text
            }
        ),
        number(
            "updates.maxAge",
            \.updates.maxAge,
            1...365,
            "Days a good run may be old",
            "Nacre: Eight Layers says daily"
        ),
    ]

    private static let docker: [ProfileKey] = [
        flag("docker.liveRestore", \.docker.liveRestore, "Containers outlive the daemon", daemon),
        flag("docker.noNewPrivileges", \.docker.noNewPrivileges, "No process gains privileges", daemon),
        word("docker.logDriver", \.docker.logDriver, "Logging driver", daemon),
        number("docker.logMaxSize", \.docker.logMaxSize, 1...(1 << 40), "Bytes of one log file", daemon),
        number("docker.logMaxFiles", \.docker.logMaxFiles, 1...1000, "Log files kept", daemon),
        word("docker.storageDriver", \.docker.storageDriver, "Storage driver", daemon),
        number("docker.openFilesHard", \.docker.openFilesHard, 1...1_048_576, "Hard limit of open files", changed),
        number("docker.openFilesSoft", \.docker.openFilesSoft, 1...1_048_576, "Soft limit of open files", changed),
    ]

    private static let container: [ProfileKey] = [
        number("container.memoryCeiling", \.container.memoryCeiling, memory, "Bytes; the most that is a limit", limits),
        number("container.memoryFloor", \.container.memoryFloor, memory, "Bytes; the gateway dies with less", limits),
        number("container.processes", \.container.processes, 1...4_194_304, "Most processes", "Nacre"),
        text(
            "container.image",
            \.container.image,
            "the name of an image; empty for none",
            "What a new gateway is made from, where there is none yet",
            "Nacre",
            isAllowed: ImageName.isAllowed
        ),
        text(
            "container.directory",
            \.container.directory,
            "an absolute path",
            "Where a new gateway's compose file and state lie",
            "Nacre",
            isAllowed: ImageName.isPlainPath
        ),
    ]

    private static let proxy: [ProfileKey] = [
        flag(
            "proxy.runsHere",
            \.proxy.runsHere,
            "The proxy runs on this server",
            "Eight Layers: Caddy; Self-Hosting: no"
        ),
        list(
            "proxy.domains",
            \.proxy.domains,
            "host names",
            "Names under which Caddy serves the gateway with TLS; empty: it is not set up",
            "Nacre",
            parse: HostName.text
        ),
        number(
            "proxy.hstsMaxAge",
            \.proxy.hstsMaxAge,
            1...1_000_000_000,
            "Seconds HSTS must promise",
            "Eight Layers: Caddy Reverse Proxy, reached in steps by decision 0007"
        ),
        number(
            "proxy.certificateDays",
            \.proxy.certificateDays,
            1...365,
            "Days a certificate must be good for",
            "Nacre"
        ),
    ]

    private static let openclaw: [ProfileKey] = [
        number("openclaw.gatewayPort", \.openclaw.gatewayPort, 1...65535, "The gateway's port", "both guides"),
        choice(
            "openclaw.dmPolicy",
            ["pairing", "allowlist", "disabled"],
            "Who may write to an agent directly",
            "Eight Layers: OpenClaw Application Configuration",
            show: { $0.openclaw.dmPolicy },
            set: { $0.openclaw.dmPolicy = $1 }
        ),
        flag("openclaw.workspaceOnly", \.openclaw.workspaceOnly, "Files in the workspace only", lastLine),
        flag("openclaw.allowExec", \.openclaw.allowExec, "Agents may run commands", lastLine),
        flag(
            "openclaw.readOnlyConfiguration",
            \.openclaw.readOnlyConfiguration,
            "OpenClaw in a container does not write its openclaw.json itself",
            "Nacre, by decision 0020"
        ),
    ]

    private static let secrets: [ProfileKey] = [
        number(
            "secrets.maxAge",
            \.secrets.maxAge,
            1...3650,
            "Days that a key of the vault may be in force",
            "Self-Hosting: API Key Management says regularly; 90: CIS AWS Foundations, access keys; 180: Nacre"
        )
    ]

    /// The audit looks at these ports and no others.
    private static let mailAndChat = Set(Profile.standalone.firewall.blockedEgress)
    private static let daemon = "Self-Hosting: Docker Daemon Configuration"
    private static let changed = "Self-Hosting: Docker Daemon Configuration, changed by decision 0007"
    private static let limits = "Nacre: the guides' 2 GiB lies between"
    private static let lastLine = "Eight Layers: OpenClaw Application Configuration"
    private static let memory = (64 << 20)...(1 << 44)

    private static func ports(
        _ path: String,
        _ place: any WritableKeyPath<Profile, [Int]> & Sendable,
        _ words: String,
        _ source: String
    ) -> Self {
        list(path, place, "ports from 1 to 65535", words, source) { node in
            node.integer.flatMap { (1...65535).contains($0) ? $0 : nil }
        }
    }

    private static func word(
        _ path: String,
        _ place: any WritableKeyPath<Profile, String> & Sendable,
        _ words: String,
        _ source: String
    ) -> Self {
        Self(
            path,
            words,
            "a word",
            source,
            show: { $0[keyPath: place] },
            read: { profile, node throws(SyntaxError) in
                guard case .text(let text) = node.value else { throw node.wrong(path, wanted: "a word") }
                guard !text.isEmpty, text.utf8.allSatisfy({ HostName.isPlain($0) }) else {
                    throw node.impossible(path, "\(text) is no plain word")
                }
                profile[keyPath: place] = text
            }
        )
    }
}
