import Documents
import Hardening

extension Observer {
    /// Who may become root, and who need not say a password for it.
    func sudoRules() async -> Observation {
        guard case .found = await surface.status("/etc/sudoers") else { return .state(.absent) }
        var files: [(path: String, parsed: Sudoers)] = []
        var waiting = ["/etc/sudoers"]
        while !waiting.isEmpty {
            let path = waiting.removeFirst()
            guard files.count < 128, !files.contains(where: { $0.path == path }) else { continue }
            switch await surface.text(path) {
            case .absent: continue
            case .unreadable(let why): return .unreadable(why)
            case .found(let text):
                let parsed = Sudoers(text)
                files.append((path, parsed))
                for (target, isDirectory) in parsed.includes {
                    let target = Path.resolve(target, from: Path.parent(path))
                    guard isDirectory else {
                        waiting.append(target)
                        continue
                    }
                    switch await surface.entries(target) {
                    case .absent: continue
                    case .unreadable(let why): return .unreadable(why)
                    case .found(let names):
                        waiting += names.filter { !$0.contains(".") && !$0.hasSuffix("~") }.map {
                            Path.join(target, $0)
                        }
                    }
                }
            }
        }
        guard case .found(let accounts) = await accountRecords() else {
            return .unreadable("the account database could not be read")
        }
        let groups = await groupNames()
        let users = files.reduce(into: [String: [String]]()) { $0.merge($1.parsed.userAliases) { $1 } }
        let commands = files.reduce(into: [String: [String]]()) { $0.merge($1.parsed.commandAliases) { $1 } }
        let nobodyIsAsked = files.contains(where: \.parsed.neverAuthenticates)
        var records: [Record] = []
        for (path, parsed) in files {
            for rule in parsed.rules {
                let who = Self.resolve(rule.users, users)
                let what = Self.resolve(rule.commands, commands)
                let reached = accounts.filter { account in
                    account[.canLogIn] != false && account[.uid] != 0
                        && Self.reaches(who, account, groups[account.name] ?? [])
                }.map(\.name)
                let origin = Origin(path, line: rule.line)
                records.append(
                    Record(
                        "\(Path.name(path)) line \(rule.line): \(rule.users.joined(separator: ", "))",
                        [
                            .sudoUsers: .list(who), .sudoCommands: .list(what),
                            .withoutPassword: .flag(rule.withoutPassword || nobodyIsAsked),
                            .allCommands: .flag(what.contains("ALL")), .reachesAccounts: .list(reached),
                        ],
                        origins: [.withoutPassword: origin]
                    )
                )
            }
        }
        return .state(.records(records))
    }

    /// Aliases may name aliases; deeper than this they only repeat themselves.
    private static func resolve(_ items: [String], _ aliases: [String: [String]], depth: Int = 0) -> [String] {
        items.flatMap { item in
            guard depth < 8, let inner = aliases[item] else { return [item] }
            return resolve(inner, aliases, depth: depth + 1)
        }
    }

    /// The last item that speaks of the account decides.
    private static func reaches(_ items: [String], _ account: Record, _ groups: [String]) -> Bool {
        var answer = false
        for item in items {
            let isNegated = item.hasPrefix("!")
            let name = isNegated ? String(item.dropFirst()) : item
            let fits =
                name == "ALL" || name == account.name
                || (name.hasPrefix("%") && groups.contains(String(name.dropFirst())))
                || (name.hasPrefix("#") && account[.uid] == Int(name.dropFirst()).map { .number($0) } ?? .unset)
            if fits { answer = !isNegated }
        }
        return answer
    }
}
