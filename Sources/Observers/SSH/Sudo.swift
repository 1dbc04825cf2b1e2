import Documents
import Hardening

extension Observer {
    /// Who may become root, and who need not say a password for it.
    func sudoRules() async -> Observation {
        if case .absent = await surface.status("/etc/sudoers") { return .state(.absent) }
        var book = SudoBook()
        if let why = await read("/etc/sudoers", into: &book, depth: 0) { return .unreadable(why) }
        let accounts: [Record]
        switch await accountRecords() {
        case .absent: return .unreadable("there is no account database")
        case .unreadable(let why): return .unreadable(why)
        case .found(let records): accounts = records
        }
        if let why = await groups().unreadable { return .unreadable(why) }
        let groups = await groups().names
        let candidates = accounts.filter { $0[.canLogIn] != false && $0[.uid] != 0 }
        guard candidates.count * book.rules.count <= 200_000 else {
            return .unreadable("\(candidates.count) accounts and \(book.rules.count) sudo rules are too many to try")
        }
        var reached: [[String]] = book.rules.map { _ in [] }
        for account in candidates {
            let own = groups[account.name] ?? []
            let fitting = book.rules.indices.filter { Self.reaches(book.users(of: $0), account, own) }
            // Of the rules that allow everything as root, sudo heeds the last.
            let decisive = fitting.last { book.rules[$0].rule.asRoot && book.commands(of: $0).contains("ALL") }
            for index in fitting where index == decisive || !book.commands(of: index).contains("ALL") {
                reached[index].append(account.name)
            }
        }
        let asked = candidates.filter { !Self.reaches(book.neverAsked, $0, groups[$0.name] ?? []) }.map(\.name)
        return .state(
            .records(
                book.rules.indices.map { index in
                    let (path, rule) = book.rules[index]
                    let isFree = rule.withoutPassword || reached[index].contains { !asked.contains($0) }
                    return Record(
                        "\(Path.name(path)) line \(rule.line): \(rule.users.joined(separator: ", "))",
                        [
                            .sudoUsers: .list(book.users(of: index)), .sudoCommands: .list(book.commands(of: index)),
                            .withoutPassword: .flag(rule.asRoot && isFree),
                            .allCommands: .flag(book.commands(of: index).contains("ALL")),
                            .reachesAccounts: .list(reached[index]),
                        ],
                        origins: [.withoutPassword: Origin(path, line: rule.line)]
                    )
                }
            )
        )
    }

    /// Reads a file and what it includes, in place; says why where it could not.
    private func read(_ path: String, into book: inout SudoBook, depth: Int) async -> String? {
        // sudo stops at 128 levels as well.
        guard depth < 128, book.files < 512 else { return "the sudoers files include each other without end" }
        book.files += 1
        let parsed: Sudoers
        switch await surface.text(path, limit: 256 << 10) {
        case .absent: return nil
        case .unreadable(let why): return why
        case .found(let text): parsed = Sudoers(text)
        }
        book.userAliases.merge(parsed.userAliases) { $1 }
        book.commandAliases.merge(parsed.commandAliases) { $1 }
        book.neverAsked += parsed.neverAsked
        for item in parsed.items {
            switch item {
            case .rule(let rule): book.rules.append((path, rule))
            case .include(let target):
                let file = Path.resolve(target, from: Path.parent(path))
                if let why = await read(file, into: &book, depth: depth + 1) { return why }
            case .includeDirectory(let target):
                let directory = Path.resolve(target, from: Path.parent(path))
                switch await surface.entries(directory) {
                case .absent: continue
                case .unreadable(let why): return why
                case .found(let names):
                    for name in names where !name.contains(".") && !name.hasSuffix("~") {
                        let file = Path.join(directory, name)
                        if let why = await read(file, into: &book, depth: depth + 1) { return why }
                    }
                }
            }
        }
        return nil
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

/// All sudoers files together.
private struct SudoBook {
    var files = 0
    var rules: [(path: String, rule: Sudoers.Rule)] = []
    var neverAsked: [String] = []
    var userAliases: [String: [String]] = [:]
    var commandAliases: [String: [String]] = [:]

    func users(of index: Int) -> [String] { Self.resolve(rules[index].rule.users, userAliases) }
    func commands(of index: Int) -> [String] { Self.resolve(rules[index].rule.commands, commandAliases) }

    /// Aliases may name aliases; deeper than this they only repeat themselves.
    private static func resolve(_ items: [String], _ aliases: [String: [String]], depth: Int = 0) -> [String] {
        items.flatMap { item in
            guard depth < 8, let inner = aliases[item] else { return [item] }
            return resolve(inner, aliases, depth: depth + 1)
        }
    }
}
