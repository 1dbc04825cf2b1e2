import Catalog
import Documents
import Hardening
import Surface

extension AccountsObserver {
    /// Who may become root, and who need not say a password for it.
    func sudoRules() async throws(Unknown) -> [Record]? {
        if case .absent = await surface.status("/etc/sudoers") { return nil }
        var book = SudoBook()
        if let why = await read("/etc/sudoers", into: &book, depth: 0) { throw why }
        guard let accounts = try await accountRecords().get() else {
            throw Unknown.missing("there is no account database")
        }
        if let why = await groups().unreadable { throw why }
        let groups = await groups()
        book.groupNumbers = groups.numbers
        if let name = await surface.text("/etc/hostname").content?.split(whereSeparator: \.isWhitespace).first {
            book.hosts = [String(name), String(name.prefix { $0 != "." })]
        }
        let candidates = accounts.filter { $0[.canLogIn] != false && $0[.uid] != 0 }.map { account in
            let number: Int? = if case .number(let number) = account[.uid] { number } else { nil }
            return SudoBook.Person(name: account.name, number: number, groups: groups.names[account.name] ?? [])
        }
        guard candidates.count * book.rules.count <= 200_000 else {
            throw
                .tooLarge("\(candidates.count) accounts and \(book.rules.count) sudo rules are too many to try")
        }
        return Self.records(book, candidates)
    }

    private static func records(_ book: SudoBook, _ people: [SudoBook.Person]) -> [Record] {
        var reached: [[String]] = book.rules.map { _ in [] }
        var free: [Value] = book.rules.map { _ in false }
        let everything = book.rules.map { book.isEverything($0.rule.commands) }
        let here = book.rules.map { book.isHere($0.rule.hosts) }
        for person in people {
            let fits = book.rules.map { book.holds($0.rule.users, person) }
            let forRoot = book.rules.map { book.isForRoot($0.rule, by: person) }
            // Of the rules that allow everything as root, sudo heeds the last; one that may not fit settles nothing.
            let decisive = book.rules.indices.last {
                fits[$0] == true && here[$0] == true && forRoot[$0] == true && everything[$0]
            }
            let asks = book.asks(person)
            let isExempt = book.isExempt(person)
            for index in book.rules.indices where fits[index] != false && here[index] != false {
                if let decisive, everything[index], index < decisive { continue }
                guard !everything[index] || forRoot[index] != false else { continue }
                let isFree = isExempt ? true : book.rules[index].rule.isFree ?? asks.map { !$0 }
                let isSure = fits[index] == true && here[index] == true && forRoot[index] == true
                // A rule that may not fit is nobody's way to root, and a danger only where it asks for nothing.
                guard isSure || isFree != false || fits[index] == true && here[index] == true else { continue }
                reached[index].append(person.name)
                switch isFree {
                case false: continue
                case true where forRoot[index] == false: continue
                case true where isSure: free[index] = true
                default:
                    if free[index] == false {
                        free[index] = .unknown(.notStated("whom it fits depends on more than this server"))
                    }
                }
            }
        }
        return book.rules.indices.map { index in
            let (path, rule) = book.rules[index]
            return Record(
                "\(Path.name(path)) line \(rule.line): \(rule.users.joined(separator: ", "))",
                [
                    .sudoUsers: .list(book.resolved(rule.users, "User_Alias")),
                    .sudoCommands: .list(book.resolved(rule.commands)),
                    .withoutPassword: free[index], .allCommands: .flag(everything[index]),
                    .reachesAccounts: .list(reached[index]),
                ],
                origins: [.withoutPassword: Origin(path, line: rule.line)]
            )
        }
    }

    /// Reads a file and what it includes, in place; says why where it could not.
    private func read(_ path: String, into book: inout SudoBook, depth: Int) async -> Unknown? {
        // sudo stops at 128 levels as well.
        guard depth < 128, book.files < 512 else {
            return .tooLarge("the sudoers files include each other without end")
        }
        book.files += 1
        let parsed: Sudoers
        switch await surface.text(path, limit: 256 << 10) {
        case .absent: return nil
        case .unreadable(let why): return why
        case .found(let text): parsed = Sudoers(text)
        }
        book.take(parsed)
        for item in parsed.items {
            switch item {
            case .rule(let rule): book.rules.append((path, rule))
            case .setting(let setting): book.settings.append(setting)
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
}
