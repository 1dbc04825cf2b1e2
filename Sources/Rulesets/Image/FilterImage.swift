/// The part of a filter table that Nacre or UFW may change: policies, their chains, and the jumps there.
///
/// Rules of Docker, fail2ban and people in other chains are no part of it, so it stays the same while they come and go.
public struct FilterImage: Hashable, Sendable {
    /// A rule in somebody else's chain that leads into one of ours.
    struct Jump: Hashable {
        let line: FilterTable.Line
        /// Rules of the chain in front of it that are neither such jumps nor bans.
        let offset: Int
    }

    let policies: [FilterTable.Policy]
    let chains: [String]
    let jumps: [Jump]
    let rules: [FilterTable.Line]

    init(_ table: FilterTable) {
        policies = table.policies
        chains = table.chains.filter(Self.isOurs)
        rules = table.lines.filter { Self.isOurs($0.chain) }
        jumps = table.lines.filter { Self.isJump($0) }.map { line in
            let before = table.lines(of: line.chain).prefix { $0 != line }
            return Jump(line: line, offset: before.count { !Self.isJump($0) && !Self.isBan($0) })
        }
    }

    private init(_ table: FilterTable, _ jumps: [Jump]) {
        policies = table.policies
        chains = table.chains
        rules = table.lines
        self.jumps = jumps
    }

    /// Chains that Nacre or UFW made and may unmake; Docker's chain for the rules of others is made where it is missing.
    static func isOurs(_ chain: String) -> Bool {
        ["NACRE-", "ufw-", "ufw6-"].contains { chain.hasPrefix($0) }
    }

    static let dockerUser = "DOCKER-USER"

    static func isJump(_ line: FilterTable.Line) -> Bool {
        guard let target = line.target, !isOurs(line.chain) else { return false }
        return isOurs(target) || line.chain == "FORWARD" && target == dockerUser
    }

    /// fail2ban puts its jumps first whenever it starts.
    static func isBan(_ line: FilterTable.Line) -> Bool { line.target?.hasPrefix("f2b-") ?? false }

    /// As lines that `init(_:)` reads again.
    var lines: [String] {
        policies.map { ":\($0.chain) \($0.verdict)" } + chains.map { ":\($0) -" }
            + jumps.map { "+\($0.offset) \($0.line.text)" } + rules.map(\.text)
    }

    /// From such lines; nothing where one of them is something else.
    init?(_ lines: [Substring]) {
        var jumps: [Jump] = []
        var others: [String] = []
        for line in lines {
            guard line.first == "+" else {
                guard line.first == ":" || line.hasPrefix("-A ") else { return nil }
                others.append(String(line))
                continue
            }
            let parts = line.dropFirst().split(separator: " ", maxSplits: 1)
            guard parts.count == 2, let offset = Int(parts[0]), offset >= 0,
                let rule = FilterTable.Line(parts[1])
            else { return nil }
            jumps.append(Jump(line: rule, offset: offset))
        }
        guard let table = FilterTable(saved: (["*filter"] + others).joined(separator: "\n")) else { return nil }
        self.init(table, jumps)
    }
}
