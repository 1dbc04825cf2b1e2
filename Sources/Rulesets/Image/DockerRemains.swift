/// What the Docker daemon leaves in the packet filter of a family that it no longer manages.
///
/// Told by `ip6tables: false` to leave IPv6 alone, it makes no rules any more, and takes away none of those it made:
/// its chains stay, what leads into them, and the policy that drops what is forwarded (seen with Docker 26.1.5).
public struct DockerRemains: Hashable, Sendable {
    /// What takes them away, for `ip6tables-restore --noflush`; nothing where there are none.
    public let script: String?

    /// From what `ip6tables-save` printed.
    ///
    /// A chain DOCKER-USER with rules of a person stays, with what leads into it. The policy of FORWARD goes back to the
    /// kernel's own only where no rule is left that it could be the end of.
    public init(saved text: String) {
        let script = Self.tables(text).flatMap(Self.removal)
        self.script = script.isEmpty ? nil : script.joined(separator: "\n") + "\n"
    }

    /// The tables that do what none would do, of those that `ip6tables-save` printed.
    public static func bareTables(saved text: String) -> [String] {
        tables(text).compactMap { table in
            let isBare = table.dropFirst().allSatisfy { $0.contains(" ACCEPT ") && $0.first == ":" || $0 == "COMMIT" }
            return isBare ? table.first.map { String($0.dropFirst()) } : nil
        }
    }

    /// The lines of each table, heading and end included.
    private static func tables(_ text: String) -> [[Substring]] {
        var tables: [[Substring]] = []
        for line in text.split(separator: "\n") where line.first != "#" {
            if line.first == "*" { tables.append([]) }
            if !tables.isEmpty { tables[tables.count - 1].append(line) }
        }
        return tables
    }

    private static func removal(_ table: [Substring]) -> [String] {
        guard let heading = table.first else { return [] }
        let lines = table.compactMap { FilterTable.Line($0) }
        let personal = lines.contains { $0.chain == "DOCKER-USER" && $0.text != "-A DOCKER-USER -j RETURN" }
        let chains = table.filter { $0.hasPrefix(":DOCKER") }.compactMap { line in
            line.dropFirst().split(separator: " ").first.map(String.init)
        }.filter { !(personal && $0 == "DOCKER-USER") }
        guard !chains.isEmpty else { return [] }
        let leading = lines.filter { line in
            !chains.contains(line.chain) && line.target.map { chains.contains($0) } == true
        }
        var script = [String(heading)] + leading.map { "-D \($0.chain)\($0.rule)" }
        script += chains.map { "-F \($0)" } + chains.map { "-X \($0)" }
        let isLeft = lines.contains { $0.chain == "FORWARD" && !leading.contains($0) }
        if heading == "*filter", !isLeft { script.append("-P FORWARD ACCEPT") }
        return script + ["COMMIT"]
    }
}
