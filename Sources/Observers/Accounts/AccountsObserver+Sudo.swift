import Catalog
import Documents
import Hardening
import Surface

extension AccountsObserver {
    /// Who may become root, and who need not say a password for it.
    func sudoRules() async throws(Unknown) -> [Record]? {
        if case .absent = await surface.status("/etc/sudoers") { return nil }
        var book = SudoBook()
        let hostname = await surface.text("/etc/hostname").content?.split(whereSeparator: \.isWhitespace).first
        book.host = SudoHost(name: hostname.map(String.init), hosts: await surface.text("/etc/hosts").content ?? "")
        if let why = await read("/etc/sudoers", into: &book, depth: 0) { throw why }
        guard let accounts = try await accountRecords().get() else {
            throw Unknown.missing("there is no account database")
        }
        if let why = await groups().unreadable { throw why }
        let groups = await groups()
        book.groupNumbers = groups.numbers
        let people = accounts.map { account in
            SudoBook.Person(
                name: account.name,
                number: account[.uid].wholeNumber,
                group: account[.gid].wholeNumber,
                groups: groups.names[account.name] ?? [],
                home: account[.home].path,
                numbers: Set(
                    (groups.names[account.name] ?? []).compactMap { groups.numbers[$0] }
                        + [account[.gid].wholeNumber].compactMap { $0 }
                )
            )
        }
        let superusers = people.filter { $0.number == 0 }
        if !superusers.isEmpty { book.superusers = superusers }
        let candidates = zip(accounts, people).filter { $0[.canLogIn] != false && $1.number != 0 }.map(\.1)
        guard candidates.count * (book.rules.count + book.settings.count) <= 200_000 else {
            throw
                .tooLarge("\(candidates.count) accounts and \(book.rules.count) sudo rules are too many to try")
        }
        return Self.records(book, candidates, await writers(of: book.programs, among: candidates))
    }

    /// Rules by what they come to; `writers` may write a program that a rule names, or where it stands.
    private static func records(
        _ book: SudoBook,
        _ people: [SudoBook.Person],
        _ writers: [String: Set<String>]
    ) -> [Record] {
        let programs =
            SudoProgram.all + SudoProgram.tools(in: book.commands) + writers.keys.sorted().map { .writable($0) }
        let naming = book.rules.map { entry in
            programs.compactMap { program -> (SudoProgram, Bool?)? in
                let (isNamed, answer) = book.runs(entry.rule.commands, program)
                return isNamed ? (program, answer) : nil
            }
        }
        let here = book.rules.map { book.isHere($0.rule.hosts) }
        let habits = people.map { book.habits($0, .other) }
        // What somebody else may write makes nobody root.
        let own = people.map { person in
            naming.map { $0.filter { $0.0.isOf(person.name, writers) } }
        }
        let verdicts = zip(people, own).map { SudoVerdict(book, $0, $1, here: here) }
        return book.rules.indices.flatMap { index -> [Record] in
            let (path, rule) = book.rules[index]
            let isEverything = naming[index].contains { $0.0.isEverything && $0.1 != false }
            let givesRoot = own.contains { $0[index].contains { $0.1 != false } }
            // Those whom it asks for nothing, those of whom it is not known, and those who say a password.
            var reached: [[String]] = [[], [], []]
            for (place, (person, (verdict, habits))) in zip(people, zip(verdicts, habits)).enumerated() {
                if own[place][index].contains(where: { $0.1 != false }) {
                    guard let isFree = verdict.isFree[index] else { continue }
                    reached[isFree == true ? 0 : isFree == nil ? 1 : 2].append(person.name)
                } else if !givesRoot, book.holds(rule.users, person) == true, here[index] == true, rule.isClear {
                    let isFree = book.isForRoot(rule, by: person) != false && habits.isFree(rule) == true
                    reached[isFree ? 0 : 2].append(person.name)
                }
            }
            let kinds = reached.indices.filter { !reached[$0].isEmpty }
            return (kinds.isEmpty ? [2] : kinds).map { kind in
                let free: Value =
                    kind == 1 ? .unknown(.notStated("whom it fits depends on more than this server")) : .flag(kind == 0)
                let name = "\(Path.name(path)) line \(rule.line): \(rule.users.joined(separator: ", "))"
                return Record(
                    kind == kinds.first ?? kind ? name : kind == 2 ? "\(name), with a password" : "\(name), perhaps",
                    [
                        .sudoUsers: .list(book.resolved(rule.users, "User_Alias")),
                        .sudoCommands: .list(book.resolved(rule.commands)),
                        .withoutPassword: free, .allCommands: .flag(isEverything),
                        .givesRoot: .flag(givesRoot),
                        .reachesAccounts: .list(reached[kind]),
                    ],
                    origins: [.withoutPassword: Origin(path, line: rule.line)]
                )
            }
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
        for item in parsed.items {
            switch item {
            case .rule(let rule): book.rules.append((path, rule))
            case .setting(let setting): book.settings.append(setting)
            case .aliases(let line): book.take(line)
            case .include(let target):
                let file = Path.resolve(target.replacing("%h", with: book.host.short), from: Path.parent(path))
                if let why = await read(file, into: &book, depth: depth + 1) { return why }
            case .includeDirectory(let target):
                let directory = Path.resolve(target.replacing("%h", with: book.host.short), from: Path.parent(path))
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

extension SudoProgram {
    /// Whether running it means running anything in plain view, as with a shell.
    fileprivate var isEverything: Bool {
        switch self {
        case .other, .shell, .sudoedit: true
        case .tool, .writable: false
        }
    }

    fileprivate func isOf(_ person: String, _ writers: [String: Set<String>]) -> Bool {
        guard case .writable(let path) = self else { return true }
        return writers[path]?.contains(person) ?? false
    }
}

extension Value {
    fileprivate var wholeNumber: Int? { if case .number(let number) = self { number } else { nil } }
    fileprivate var path: String? { if case .text(let text) = self { text } else { nil } }
}
