import Hardening

/// A jail's settings, wherever they were read.
struct Jail: Sendable {
    struct Action: Sendable {
        let name: String
        /// As the action's own parameter says; none for actions that close every port.
        let ports: String?
        let chain: String?
    }

    let name: String
    var maxRetry: Value
    var findTime: Value
    var banTime: Value
    var banTimeGrows: Value
    /// Alternatives, each a list of conditions that must hold together; none where the jail reads files.
    var journalMatches: [[String]]?
    var logPaths: [String]
    /// What introduces a line, as the filter's expression; none where it is not known.
    var prefix: String?
    var actions: [Action]
    var ignored: [String]
    var origins: [Field: Origin] = [:]

    var isForSSH: Bool { name == "sshd" || name == "ssh" || name.hasPrefix("sshd-") }
}

/// What the jails for SSH must fit.
struct SSHServerSeen: Sendable {
    /// Ports it really listens on; unknown, and why.
    let ports: Reading<[Int]>
    /// The name its sessions log under: `sshd-session` since OpenSSH 9.8.
    let sessionName: String?
    let hasContainers: Bool
}

extension Observer {
    func sshServerSeen() async -> SSHServerSeen {
        let versions = await packages().content ?? [:]
        var session: String?
        if let version = versions["openssh-server"] {
            let upstream = version.drop { $0 != ":" }.dropFirst()
            let parts = (upstream.isEmpty ? version[...] : upstream).split { !$0.isNumber }.prefix(2).compactMap {
                Int($0)
            }
            if parts.count == 2 { session = (parts[0], parts[1]) >= (9, 8) ? "sshd-session" : "sshd" }
        }
        let docker = ["docker-ce", "docker.io", "moby-engine"].contains { versions[$0] != nil }
        return SSHServerSeen(ports: await sshPorts(), sessionName: session, hasContainers: docker)
    }

    private func sshPorts() async -> Reading<[Int]> {
        guard surface.isLive else { return .unreadable("needs a running sshd") }
        switch await listeners() {
        case .unreadable(let why): return .unreadable(why)
        case .state(let state):
            let ports = state.records.compactMap { record -> Int? in
                guard case .text(let program) = record[.listeningProgram], program.hasPrefix("sshd"),
                    case .number(let port) = record[.listeningPort]
                else { return nil }
                return port
            }
            return ports.isEmpty ? .unreadable("no sshd was seen listening") : .found(Set(ports).sorted())
        }
    }

    /// The jail as a record, judged against the server it is for.
    func record(of jail: Jail, _ server: SSHServerSeen) async -> Record {
        var record = Record(
            jail.name,
            [
                .jailName: .text(jail.name), .isSSHJail: .flag(jail.isForSSH),
                .banMaxRetry: jail.maxRetry, .banFindTime: jail.findTime, .banTime: jail.banTime,
                .banTimeGrows: jail.banTimeGrows,
                .jailReads: jail.journalMatches == nil ? "files" : "journal",
                .banActions: .list(jail.actions.map(\.name)),
                .bannedPorts: .list(jail.actions.map { $0.ports ?? "all" }),
                .ignoredAddresses: .list(jail.ignored),
                .wideIgnores: .list(jail.ignored.filter(Self.isWide)),
            ],
            origins: jail.origins
        )
        if let matches = jail.journalMatches {
            record[.journalMatch] = .text(matches.map { $0.joined(separator: " ") }.joined(separator: " + "))
        }
        await addLogs(of: jail, to: &record)
        await addTools(of: jail, to: &record)
        let chains = jail.actions.compactMap(\.chain)
        let reaches = chains.contains { $0.contains("DOCKER-USER") || $0.isForwardChain }
        record[.banReachesContainers] = server.hasContainers ? .flag(reaches) : .unset
        guard jail.isForSSH else { return record }
        record[.readsServerLines] = Self.readsLines(jail, server)
        record[.filterFitsServer] = Self.fits(jail, server)
        switch server.ports {
        case .absent: record[.bansServerPort] = .unknown("no sshd was seen listening")
        case .unreadable(let why): record[.bansServerPort] = .unknown(why)
        case .found(let ports):
            record[.bansServerPort] = .flag(
                jail.actions.contains { action in ports.allSatisfy { Self.closes($0, action.ports) } }
            )
        }
        return record
    }

    private func addLogs(of jail: Jail, to record: inout Record) async {
        var missing: [String] = []
        for path in jail.logPaths where !path.contains("*") && !path.contains("?") {
            if case .absent = await surface.status(path) { missing.append(path) }
        }
        record[.missingLogs] = .list(missing)
    }

    private func addTools(of jail: Jail, to record: inout Record) async {
        let programs = [
            ("iptables", "iptables"), ("nftables", "nft"), ("ufw", "ufw"), ("firewallcmd", "firewall-cmd"),
            ("shorewall", "shorewall"), ("route", "ip"), ("ipset", "ipset"),
        ]
        var missing: [String] = []
        for action in jail.actions {
            var wanted = programs.filter { action.name.hasPrefix($0.0) }.map(\.1)
            if action.name.contains("-ipset") { wanted.append("ipset") }
            for program in wanted where !missing.contains(program) {
                var isThere = false
                for directory in ["/usr/sbin/", "/sbin/", "/usr/bin/", "/bin/"] where !isThere {
                    isThere = await surface.status(directory + program).content != nil
                }
                if !isThere { missing.append(program) }
            }
        }
        record[.missingBanTools] = .list(missing)
    }

    /// A jail that reads files reads them whole; one that reads the journal must ask for sshd's unit or program.
    private static func readsLines(_ jail: Jail, _ server: SSHServerSeen) -> Value {
        guard let matches = jail.journalMatches else { return .unset }
        guard !matches.isEmpty, !matches.contains([]) else { return true }
        guard let session = server.sessionName else { return .unknown("the version of the SSH server is not known") }
        // Debian and Ubuntu call the unit ssh.service; with ssh.socket each connection may have its own ssh@ unit.
        return .flag(
            matches.contains { alternative in
                alternative.allSatisfy { $0 == "_SYSTEMD_UNIT=ssh.service" || $0 == "_COMM=\(session)" }
            }
        )
    }

    private static func fits(_ jail: Jail, _ server: SSHServerSeen) -> Value {
        guard let session = server.sessionName else { return .unknown("the version of the SSH server is not known") }
        guard session == "sshd-session" else { return true }
        guard let prefix = jail.prefix else { return .unknown("the filter was not read") }
        return .flag(prefix.contains("sshd-session") || prefix.contains("sshd(?:-session)?"))
    }

    private static func closes(_ port: Int, _ ports: String?) -> Bool {
        guard let ports else { return true }
        return ports.split(whereSeparator: { $0 == "," || $0 == " " }).contains { part in
            let ends = part.split(whereSeparator: { $0 == ":" || $0 == "-" }).map { text in
                Int(text) ?? ["ssh": 22, "http": 80, "https": 443][String(text)] ?? -1
            }
            return ends.count == 2 ? ends[0] <= port && port <= ends[1] : ends == [port]
        }
    }

    /// Wider than a /16, or than a /32 of IPv6; loopback and private ranges are no strangers.
    private static func isWide(_ range: String) -> Bool {
        let sides = range.split(separator: "/")
        guard sides.count == 2, let length = Int(sides[1]), !range.hasPrefix("127."), !range.hasPrefix("10."),
            !range.hasPrefix("172.16."), !range.hasPrefix("fc00:"), !range.hasPrefix("fd"), !range.hasPrefix("fe80:")
        else { return false }
        return length < (sides[0].contains(":") ? 32 : 16)
    }
}

extension String {
    /// Whether it names the chain that packets to containers pass.
    fileprivate var isForwardChain: Bool { self == "FORWARD" || self == "forward" }
}
