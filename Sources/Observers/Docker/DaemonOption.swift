/// What dockerd knows: names of daemon.json and of the command line, and the kind of value that each takes.
///
/// After `daemon/config/config.go` and `cmd/dockerd/config.go` of moby 28.2, and held against `dockerd --validate`.
struct DaemonOption: Hashable, Sendable {
    /// What the JSON must be; anything else keeps the daemon from starting.
    enum Kind: Hashable, Sendable {
        case flag
        case text
        case address
        case whole
        case texts
        case addresses
        case pairs
        case pairsOfPairs
        case flags
        case limits
        case pools
        case runtimes
        case builder
        /// Text with a size in it; a number is refused.
        case size
    }

    /// As daemon.json spells it.
    let key: String
    let kind: Kind
    /// As the command line spells it.
    let name: String
    let letter: Character?

    init(_ key: String, _ kind: Kind, name: String? = nil, _ letter: Character? = nil) {
        self.key = key
        self.kind = kind
        self.name = name ?? key
        self.letter = letter
    }

    static let byKey = Dictionary(uniqueKeysWithValues: all.map { ($0.key, $0) })
    static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })
    static let byLetter = Dictionary(uniqueKeysWithValues: all.compactMap { one in one.letter.map { ($0, one) } })

    /// Options that came or went: the newest major version that lacks it and the first that has it, or the other way round.
    static let changing: [String: Span] = [
        "http-proxy": .came(22, 23), "https-proxy": .came(22, 23), "no-proxy": .came(22, 23),
        "default-network-opts": .came(23, 24), "cdi-spec-dirs": .came(24, 25), "log-format": .came(23, 26),
        "ip-forward-no-drop": .came(27, 28), "allow-direct-routing": .came(27, 29), "bip6": .came(27, 29),
        "host-gateway-ips": .came(27, 29), "firewall-backend": .came(28, 29), "bridge-accept-fwmark": .came(27, 30),
        "graph": .went(20, 23), "cluster-store": .went(20, 23), "cluster-advertise": .went(20, 23),
        "cluster-store-opts": .went(20, 23), "oom-score-adjust": .went(20, 26), "api-cors-header": .went(27, 28),
        "network-diagnostic-port": .came(20, 26), "disable-legacy-registry": .went(18, 20),
    ]

    /// From which versions an option is there.
    enum Span: Hashable, Sendable {
        case came(Int, Int)
        case went(Int, Int)

        /// Whether a version has it; nil where that is not known.
        func holds(in major: Int?) -> Bool? {
            guard let major else { return nil }
            return switch self {
            case .came(let without, let with): major >= with ? true : major <= without ? false : nil
            case .went(let with, let without): major <= with ? true : major >= without ? false : nil
            }
        }
    }

    private static let all: [Self] = flagOptions + textOptions + wholeOptions + listOptions + others

    private static let flagOptions: [Self] =
        [
            "allow-direct-routing", "cri-containerd", "experimental", "icc", "init", "ip-forward", "ip-forward-no-drop",
            "ip-masq", "ip6tables", "iptables", "ipv6", "live-restore", "no-new-privileges", "raw-logs", "rootless",
            "selinux-enabled", "tls", "tlsverify", "userland-proxy",
        ].map { DaemonOption($0, .flag) } + [DaemonOption("debug", .flag, "D")]

    private static let textOptions: [Self] =
        [
            "api-cors-header", "bip", "bip6", "cgroup-parent", "containerd", "containerd-namespace", "data-root",
            "default-cgroupns-mode", "default-ipc-mode", "default-runtime", "exec-root", "fixed-cidr",
            "fixed-cidr-v6", "http-proxy", "https-proxy", "init-path", "log-driver", "log-format", "metrics-addr",
            "no-proxy", "seccomp-profile", "swarm-default-advertise-addr", "tlscacert", "tlscert", "tlskey",
            "userland-proxy-path", "userns-remap", "firewall-backend", "graph", "cluster-store", "cluster-advertise",
        ].map { DaemonOption($0, .text) } + [
            DaemonOption("bridge", .text, "b"), DaemonOption("group", .text, "G"), DaemonOption("pidfile", .text, "p"),
            DaemonOption("log-level", .text, "l"), DaemonOption("storage-driver", .text, "s"),
            DaemonOption("containerd-plugins-namespace", .text),
            DaemonOption("default-shm-size", .size),
        ]

    private static let wholeOptions: [Self] = [
        "cpu-rt-period", "cpu-rt-runtime", "max-concurrent-downloads", "max-concurrent-uploads",
        "max-download-attempts", "mtu", "network-control-plane-mtu", "network-diagnostic-port", "shutdown-timeout",
        "oom-score-adjust",
    ].map { DaemonOption($0, .whole) }

    private static let listOptions: [Self] =
        [
            ("authorization-plugins", "authorization-plugin"), ("cdi-spec-dirs", "cdi-spec-dir"),
            ("dns-opts", "dns-opt"),
            ("dns-search", "dns-search"), ("exec-opts", "exec-opt"), ("insecure-registries", "insecure-registry"),
            ("labels", "label"), ("node-generic-resources", "node-generic-resource"),
            ("registry-mirrors", "registry-mirror"), ("storage-opts", "storage-opt"),
            ("allow-nondistributable-artifacts", "allow-nondistributable-artifacts"),
        ].map { DaemonOption($0.0, .texts, name: $0.1) } + [DaemonOption("hosts", .texts, name: "host", "H")]

    private static let others: [Self] = [
        DaemonOption("dns", .addresses), DaemonOption("ip", .address), DaemonOption("default-gateway", .address),
        DaemonOption("default-gateway-v6", .address),
        DaemonOption("host-gateway-ips", .addresses, name: "host-gateway-ip"),
        DaemonOption("log-opts", .pairs, name: "log-opt"),
        DaemonOption("default-network-opts", .pairsOfPairs, name: "default-network-opt"),
        DaemonOption("features", .flags, name: "feature"),
        DaemonOption("default-ulimits", .limits, name: "default-ulimit"),
        DaemonOption("default-address-pools", .pools, name: "default-address-pool"),
        DaemonOption("runtimes", .runtimes, name: "add-runtime"), DaemonOption("builder", .builder),
    ]
}

/// One option of a daemon's command line, by the key that daemon.json has for the same.
struct DaemonArgument: Hashable, Sendable {
    let key: String
    let value: String

    /// The options among the words after a program's name, as the library reads them that dockerd has for it.
    static func all(in words: some Collection<String>) -> [Self] {
        var found: [Self] = []
        var ahead = Array(words.reversed())
        while let word = ahead.popLast(), word != "--" {
            if word.hasPrefix("--") {
                let parts = word.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                let name = String(parts[0])
                let option = DaemonOption.byName[name]
                let stands = option?.kind == .flag || ["validate", "help", "version"].contains(name)
                let value = parts.count == 2 ? String(parts[1]) : stands ? "true" : ahead.popLast() ?? ""
                found.append(Self(key: option?.key ?? name, value: value))
            } else if word.hasPrefix("-") {
                var letters = word.dropFirst()
                while let letter = letters.popFirst() {
                    guard let option = DaemonOption.byLetter[letter] else { continue }
                    let isJoined = letters.first == "="
                    if option.kind == .flag, !isJoined {
                        found.append(Self(key: option.key, value: "true"))
                        continue
                    }
                    let rest = String(isJoined ? letters.dropFirst() : letters)
                    found.append(Self(key: option.key, value: rest.isEmpty ? ahead.popLast() ?? "" : rest))
                    break
                }
            }
        }
        return found
    }
}
