/// What becomes of the packets that an action's rules match, which its arguments decide: `blocktype`, `protocol`,
/// `application`.
struct BanVerdict {
    private let name: String
    private let start: [String]
    private let ban: [String]

    init(name: String, start: String, ban: String) {
        func words(_ text: String) -> [String] {
            text.split(whereSeparator: { $0.isWhitespace || $0 == "\\" }).map(String.init)
        }
        (self.name, self.start, self.ban) = (name, words(start), words(ban))
    }

    /// The effect, as far as these arguments leave one.
    func bounding(_ effect: BanAction.Effect) -> BanAction.Effect {
        guard case .cutsOff(_, let host, let containers) = effect else { return effect }
        switch isRefused {
        case .some(false): return .tells
        case .none where !targets.isEmpty: return .unknown
        case .none, .some(true): break
        }
        // Guesses come by TCP.
        if let protocols, protocols.isDisjoint(with: ["tcp", "all", "ip", "0"]) {
            return .cutsOff(ports: "", host: host, containers: containers)
        }
        guard name.hasPrefix("ufw") else { return effect }
        guard destinationIsAny else { return .unknown }
        switch application {
        case nil: return effect
        // Its file in /etc/ufw/applications.d says so, whatever port sshd has.
        case "OpenSSH": return .cutsOff(ports: "22", host: host, containers: containers)
        default: return .unknown
        }
    }

    /// Whether packets are refused; none where it could not be determined.
    private var isRefused: Bool? {
        let targets = targets.map { $0.lowercased() }
        let refusing: Set<String> = ["drop", "reject", "deny", "tarpit", "blackhole", "unreachable", "prohibit"]
        let passing: Set<String> = [
            "accept", "allow", "return", "continue", "limit", "log", "nflog", "mark", "connmark", "throw",
        ]
        if targets.contains(where: refusing.contains) { return true }
        return targets.contains(where: passing.contains) ? false : nil
    }

    /// What the rules say is done, in their own words; none for an action whose commands are not known.
    private var targets: [String] {
        if name.hasPrefix("ufw") { return Self.verbs(after: "ufw", in: ban) }
        if let place = start.firstIndex(where: { $0.hasPrefix("@") }), start[..<place].contains("saddr") {
            let rest = start[(place + 1)...].prefix { $0 != "done" && $0 != "nft" }
            return Array(rest.prefix(4))
        }
        let own = Self.jumps(ban)
        return own.isEmpty ? Self.jumps(start) : own
    }

    /// Targets of rules of iptables, but for chains of fail2ban and what ends them.
    private static func jumps(_ words: [String]) -> [String] {
        words.indices.dropLast().filter { words[$0] == "-j" }.compactMap { place in
            let target = words[place + 1].filter { $0 != ";" }
            if target.hasPrefix("f2b-") { return nil }
            // The last rule of fail2ban's own chain.
            let isEnd = place >= 2 && ["-A", "-C"].contains(words[place - 2]) && words[place - 1].hasPrefix("f2b-")
            return isEnd ? nil : target
        }
    }

    private static func verbs(after program: String, in words: [String]) -> [String] {
        let verbs: Set<String> = ["allow", "deny", "reject", "limit"]
        var found: [String] = []
        for place in words.indices where words[place] == program && words.dropFirst(place + 1).first != "app" {
            let said = words[(place + 1)...].prefix(5)
            found.append(said.first(where: verbs.contains) ?? said.first ?? "")
        }
        return found
    }

    /// Protocols that the rules are about; none where they name none, or leave it to others.
    private var protocols: Set<String>? {
        var named: Set<String> = []
        // for proto in $(echo 'tcp,udp' | sed 's/,/ /g')
        for place in start.indices.dropLast() where start[place] == "$(echo" && start[..<place].last == "in" {
            named.formUnion(Self.list(start[place + 1]))
        }
        for place in start.indices.dropLast() where start[place] == "-p" {
            named.formUnion(Self.list(start[place + 1]))
        }
        // meta l4proto { tcp }
        for place in start.indices where start[place] == "l4proto" {
            let set = start[(place + 1)...].prefix(16).prefix { $0 != "}" }.filter { $0 != "{" }
            named.formUnion(set.flatMap(Self.list))
        }
        named = named.filter { !$0.hasPrefix("$") && !$0.hasPrefix("<") }
        return named.isEmpty ? nil : named
    }

    private static func list(_ word: String) -> [String] {
        word.filter { $0 != "\'" && $0 != "\"" && $0 != ";" }.lowercased().split(separator: ",").map(String.init)
    }

    /// The profile of ports that UFW is asked for.
    private var application: String? {
        guard let place = ban.firstIndex(of: "-n"), place + 1 < ban.count else { return nil }
        let name = ban[place + 1].filter { $0 != "\"" }
        return name.isEmpty || name.hasPrefix("<") ? nil : name
    }

    private var destinationIsAny: Bool {
        for place in ban.indices.dropLast() where ban[place] == "to" {
            if !["any", "<destination>", "0.0.0.0/0"].contains(ban[place + 1]) { return false }
        }
        return true
    }
}
