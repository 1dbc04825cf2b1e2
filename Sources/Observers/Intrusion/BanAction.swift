/// What a jail does to those it bans.
struct BanAction: Equatable, Sendable {
    enum Effect: Equatable, Sendable {
        /// Packets are cut off, to these ports or to all: those to the host, those to containers, where that is known.
        case cutsOff(ports: String?, host: Bool, containers: Bool?)
        /// Somebody is told, or what is banned is let through, and nothing is cut off.
        case tells
        /// Not one of the actions that fail2ban comes with, or one that acts elsewhere.
        case unknown
    }

    let name: String
    let effect: Effect
    /// Programs it runs.
    let programs: [String]

    /// Reads an action's commands, every `<tag>` of its configuration put in.
    ///
    /// The commands tell the chain and the ports whatever the action was given; what fail2ban keeps as the action's
    /// parameters are not always put in.
    init(name: String, start: String, ban: String) {
        self.name = name
        let seen = Self.effect(name, start: start, ban: ban)
        effect = BanVerdict(name: name, start: start, ban: ban).bounding(seen.effect)
        programs = seen.programs
    }

    /// What it would do if its rules refuse what they match.
    private static func effect(_ name: String, start: String, ban: String) -> (effect: Effect, programs: [String]) {
        let words = (start + "\n" + ban).split(whereSeparator: { $0.isWhitespace || $0 == "\\" }).map(String.init)
        let text = words.joined(separator: " ")
        let programs = Self.programs(name, text)
        let effect: Effect
        if name.hasPrefix("iptables") || text.contains("iptables> -I ") || text.contains("iptables -w -I ") {
            let chains = words.indices.dropLast().filter { ["-I", "-A"].contains(words[$0]) }.map { words[$0 + 1] }
                .filter { !$0.hasPrefix("f2b-") }
            effect = .cutsOff(
                ports: Self.ports(words),
                host: chains.isEmpty || chains.contains { !["FORWARD", "DOCKER-USER"].contains($0) },
                containers: chains.contains { ["FORWARD", "DOCKER-USER", "PREROUTING"].contains($0) }
            )
        } else if name.hasPrefix("nftables") || text.contains("nft add rule ") {
            let isEarly = text.contains("hook prerouting ") || text.contains("hook ingress ")
            effect = .cutsOff(
                ports: Self.ports(words),
                host: isEarly || text.contains("hook input "),
                containers: isEarly || text.contains("hook forward ")
            )
        } else if name.hasPrefix("firewallcmd") {
            effect = .cutsOff(ports: Self.ports(words), host: true, containers: false)
        } else if name.hasPrefix("ufw") {
            let isRoute = text.contains("ufw route ")
            effect = .cutsOff(ports: nil, host: !isRoute, containers: isRoute)
        } else if name == "route" {
            effect = .cutsOff(ports: nil, host: true, containers: true)
        } else if name.hasPrefix("shorewall") {
            effect = .cutsOff(ports: nil, host: true, containers: nil)
        } else if Self.telling.contains(where: { name == $0 || name.hasPrefix($0 + "-") }) {
            effect = .tells
        } else {
            effect = .unknown
        }
        return (effect, programs)
    }

    private static let telling = [
        "sendmail", "mail", "smtp", "dummy", "complain", "dshield", "blocklist_de", "abuseipdb", "mynetwatchman",
        "xarf",
        "badips", "apprise", "ipthreat",
    ]

    /// The ports named by `--dports`, `--dport`, or nftables' `dport`; none where the rule names none.
    private static func ports(_ words: [String]) -> String? {
        for (index, word) in words.enumerated() {
            if word == "--dports" || word == "--dport", index + 1 < words.count { return words[index + 1] }
            // $proto dport { $(echo 'ssh,2222' | sed s/:/-/g) }
            if word == "dport", let quoted = words[index...].prefix(6).first(where: { $0.contains("'") }) {
                return quoted.split(separator: "'").first.map(String.init)
            }
            // ports="ssh"; for p in …
            if word.hasPrefix("ports=\"") { return word.dropFirst(7).split(separator: "\"").first.map(String.init) }
        }
        return nil
    }

    private static func programs(_ name: String, _ text: String) -> [String] {
        let known = [
            ("iptables", "iptables"), ("nftables", "nft"), ("ufw", "ufw"), ("firewallcmd", "firewall-cmd"),
            ("shorewall", "shorewall"), ("route", "ip"),
        ]
        var programs = known.filter { name.hasPrefix($0.0) }.map(\.1)
        if text.contains("ipset ") { programs.append("ipset") }
        return programs
    }

    /// Whether it cuts the host's port off.
    func closes(_ port: Int) -> Bool {
        guard case .cutsOff(_, true, _) = effect else { return false }
        return covers(port)
    }

    /// Whether it cuts containers off altogether; none where that is not known.
    ///
    /// A packet to a published port has the container's port when it passes the forward chains.
    var closesContainers: Bool? {
        guard case .cutsOff(_, _, let containers) = effect else { return false }
        return containers.map { $0 && covers(1) && covers(65535) }
    }

    private func covers(_ port: Int) -> Bool {
        guard case .cutsOff(let ports, _, _) = effect else { return false }
        guard let ports else { return true }
        return ports.split(whereSeparator: { $0 == "," || $0.isWhitespace }).contains { part in
            let ends = part.split(whereSeparator: { $0 == ":" || $0 == "-" }).map { Self.port($0) }
            return ends.count == 2 ? ends[0] <= port && port <= ends[1] : ends == [port]
        }
    }

    /// A port by number or by the name /etc/services has for it.
    private static func port(_ text: Substring) -> Int {
        Int(text) ?? ["ssh": 22, "http": 80, "https": 443, "smtp": 25, "domain": 53][text] ?? -1
    }
}
