import MachineTesting
import Documents

/// Writes random configurations as people, and worse than people, write them.
struct SSHDAuthor {
    private var random: SeededGenerator
    private let directory: String

    init(seed: UInt64, directory: String) {
        random = SeededGenerator(seed: seed &* 7919 &+ 13)
        self.directory = directory
    }

    mutating func files() -> [String: String] {
        var files: [String: String] = [:]
        files["\(directory)/sshd_config"] = file(mayInclude: 2)
        for name in ["10-one.conf", "20-two.conf", "50-cloud-init.conf", "99-late.conf", ".hidden.conf"]
        where chance(50) {
            files["\(directory)/drop/\(name)"] = file(mayInclude: 1)
        }
        if chance(50) { files["\(directory)/deep/leaf.conf"] = file(mayInclude: 0) }
        return files
    }

    private static let patterns = ["drop/*.conf", "drop/[1-5]0-*.conf", "drop/?0-one.conf", "deep/leaf.conf", "none/*"]

    /// What the patterns of the generator stand for, worked out apart from the model's loader.
    func expansions(_ files: [String: String]) -> [String: [String]] {
        var found: [String: [String]] = [:]
        for pattern in Self.patterns {
            let parts = pattern.split(separator: "/").map(String.init)
            let glob = SSHDGlob(parts[1])
            let names = files.keys.compactMap { path -> String? in
                let prefix = "\(directory)/\(parts[0])/"
                return path.hasPrefix(prefix) ? String(path.dropFirst(prefix.count)) : nil
            }
            found["\(directory)/\(pattern)"] = names.filter(glob.matches).sorted().map {
                "\(directory)/\(parts[0])/\($0)"
            }
        }
        return found
    }

    mutating func connection() -> SSHDConnection {
        let (user, groups) = pick(Self.accounts)
        let address = pick(["203.0.113.7", "10.0.0.5", "192.168.1.20", "2001:db8::5", "fd00::1", "127.0.0.1"])
        return SSHDConnection(
            user: user,
            groups: groups,
            host: pick(["client.example.com", "Bastion.Example.com", address]),
            address: address,
            localAddress: pick(["10.0.0.1", "198.51.100.1", "2001:db8::1"]),
            localPort: pick([22, 2222])
        )
    }

    // Accounts every Debian has, with the only group each is in.
    private static let accounts: [(String, [String]?)] = [
        ("root", ["root"]), ("daemon", ["daemon"]), ("www-data", ["www-data"]), ("nobody", ["nogroup"]),
        ("games", ["games"]), ("no-such-user", nil),
    ]

    private mutating func file(mayInclude depth: Int) -> String {
        var lines: [String] = []
        var isInMatch = false
        for _ in 0..<Int.random(in: 0...9, using: &random) {
            if chance(14) {
                lines.append(written("Match", criteria()))
                isInMatch = true
            } else if depth > 0, chance(22) {
                let target = depth == 2 ? pick(Self.patterns) : pick(["deep/leaf.conf", "none/*"])
                lines.append(written("Include", "\(directory)/\(target)"))
            } else if chance(8) {
                lines.append(pick(["", "# PasswordAuthentication no", "   ", "\t# x", "\u{0C}", "=", "Port\""]))
            } else if chance(1) {
                lines.append(pick(Self.broken))
            } else {
                let line = pick(isInMatch && !chance(2) ? Self.matchLines : Self.allLines)
                lines.append(written(line.0, pick(line.1)))
            }
        }
        return lines.joined(separator: chance(5) ? "\r\n" : "\n") + (chance(90) ? "\n" : "")
    }

    private mutating func written(_ keyword: String, _ value: String) -> String {
        var name = pick([keyword, keyword, keyword.lowercased(), keyword.uppercased()])
        if chance(4) { name = "\"\(name)\"" }
        var text = value
        if !value.contains(" "), !value.contains("\""), keyword != "Match", chance(12) {
            text = pick(["\"\(value)\"", "'\(value)'"])
        }
        let gap = pick([" ", " ", " ", "\t", "  ", "=", " = ", " =", "= ", " \t "])
        let tail = pick(["", "", "", "", " ", "\t", " # why not"])
        return pick(["", "", "  ", "\t"]) + name + gap + text + tail
    }

    private mutating func criteria() -> String {
        if chance(15) { return pick(["all", "ALL", "all # everyone"]) }
        var parts: [String] = []
        for _ in 0..<Int.random(in: 1...2, using: &random) {
            parts.append(
                pick([
                    "User root", "user daemon,root", "User !root,*", "User *o*", "User=nobody", "User \"www-data\"",
                    "User no-such-user", "Group root", "Group !root,*", "group www-*,games", "Host *.example.com",
                    "Host bastion.*", "Host !client.*,*", "Address 10.0.0.0/8", "Address 203.0.113.0/24,fd00::/8",
                    "address !10.0.0.5,10.*", "Address 192.168.?.*", "Address 2001:db8::/32", "Address *",
                    "LocalAddress 10.0.0.1", "LocalAddress 198.51.100.0/24", "LocalPort 22", "localport 2222",
                    "Address 127.0.0.0/8", "RDomain x", "Host *,!client.*", "Address *,!203.0.113.0/24", "User *,!root",
                ])
            )
        }
        if chance(2) {
            parts.append(
                pick([
                    "Address 10.0.0.1/8", "Bogus x", "User", "all", "LocalPort x", "Address ,", "invalid-user",
                    "Version OpenSSH_9*",
                ])
            )
        }
        return parts.joined(separator: pick([" ", "  ", "\t"]))
    }

    private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }

    private mutating func pick<Element>(_ items: [Element]) -> Element {
        items[Int.random(in: 0..<items.count, using: &random)]
    }
}
