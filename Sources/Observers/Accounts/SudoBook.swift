import Documents
import Hardening

/// All sudoers files together, and what they say of an account.
///
/// An answer that depends on what is not known here, a network's groups or another host's names, is none.
struct SudoBook {
    var files = 0
    var rules: [(path: String, rule: Sudoers.Rule)] = []
    var settings: [Sudoers.Setting] = []
    private var aliases: [String: [String: [String]]] = [:]
    /// Aliases that sudo may not have taken, by their kind.
    private var doubtful: [String: Set<String>] = [:]
    var host = SudoHost()
    /// Numbers of groups by their names.
    var groupNumbers: [String: Int] = [:]
    /// Accounts with root's number; root itself where there is no other.
    var superusers = [Person(name: "root", number: 0, group: 0, groups: ["root"])]

    /// An account, with what rules tell it by.
    struct Person {
        let name: String
        let number: Int?
        let group: Int?
        let groups: [String]
        var home: String?
        /// The numbers of all its groups.
        var numbers: Set<Int> = []
    }

    /// Of an alias that is defined twice, sudo takes the first, and passes over the rest of the line of the second.
    mutating func take(_ line: [Sudoers.Alias]) {
        var isClear = true
        for alias in line {
            guard aliases[alias.kind]?[alias.name] == nil else {
                isClear = false
                continue
            }
            isClear = isClear && alias.isClear
            guard isClear else {
                doubtful[alias.kind, default: []].insert(alias.name)
                continue
            }
            aliases[alias.kind, default: [:]][alias.name] = alias.members
        }
    }

    /// How deep aliases are followed into each other: what goes on doubles at each step.
    private static let deepest = 8

    /// Of items that fit, the last one decides; an alias decides as what it stands for does.
    func fits(
        _ items: [String],
        _ kind: String,
        within: Set<String> = [],
        _ matches: (String) -> Bool?
    ) -> (isNamed: Bool, answer: Bool?) {
        for item in items.reversed() {
            let name = String(item.drop { $0 == "!" || $0 == " " })
            let isNegated = item.prefix(item.count - name.count).count { $0 == "!" } % 2 == 1
            if name != "ALL", !within.contains(name), isDoubtful(name, kind) { return (true, nil) }
            if within.count >= Self.deepest, aliases[kind]?[name] != nil { return (true, nil) }
            if name != "ALL", !within.contains(name), let inner = aliases[kind]?[name] {
                let found = fits(inner, kind, within: within.union([name]), matches)
                guard found.isNamed else { continue }
                return (true, found.answer.map { $0 != isNegated })
            }
            switch name == "ALL" && kind != "Cmnd_Alias" ? true : matches(name) {
            case true: return (true, !isNegated)
            case false: continue
            case nil: return (true, nil)
            }
        }
        return (false, false)
    }

    private func isDoubtful(_ name: String, _ kind: String) -> Bool { doubtful[kind]?.contains(name) ?? false }

    /// Whether a word of the files names this, which it does in capitals, too, where nothing says otherwise.
    private func isSame(_ word: some StringProtocol, _ name: String) -> Bool? {
        if word == name { return true }
        guard word.lowercased() == name.lowercased() else { return false }
        return settings.contains { $0.change == .folding } ? nil : true
    }

    private func isMember(_ person: Person, _ group: some StringProtocol) -> Bool? {
        let answers = person.groups.map { isSame(group, $0) }
        return answers.contains(true) ? true : answers.contains(nil) ? nil : false
    }

    /// Whether a list of users has the account.
    func holds(_ users: [String], _ person: Person, _ kind: String = "User_Alias") -> Bool? {
        fits(users, kind) { name in
            if name.hasPrefix("+") || name.hasPrefix("%:") || name.contains("\\x") { return nil }
            if name.hasPrefix("%#") {
                guard let number = Int(name.dropFirst(2)) else { return nil }
                return person.group == number || person.groups.contains { groupNumbers[$0] == number }
            }
            if name.hasPrefix("%") { return isMember(person, name.dropFirst()) }
            if name.hasPrefix("#") { return person.number != nil && Int(name.dropFirst()) == person.number }
            return isSame(name, person.name)
        }.answer
    }

    /// Whether a list has any account with root's number.
    private func holdsRoot(_ targets: [String]) -> Bool? {
        let answers = superusers.map { holds(targets, $0, "Runas_Alias") }
        return answers.contains(true) ? true : answers.contains(nil) ? nil : false
    }

    /// Whether a rule's commands run as root.
    func isForRoot(_ rule: Sudoers.Rule, by person: Person) -> Bool? {
        if let targets = rule.targets {
            // Parentheses with nothing in them, or with a group alone, name the account itself.
            return targets.isEmpty || targets == ["-"] ? false : holdsRoot(targets)
        }
        return last(true, for: person) { change in
            guard case .target(let name) = change else { return nil }
            return holdsRoot([name]) ?? false
        }
    }

    /// Whether a list of hosts has this one.
    func isHere(_ list: [String]) -> Bool? { fits(list, "Host_Alias", host.isNamed).answer }

    /// What the last setting says that applies; one that may apply leaves in doubt what it would change.
    private func last(
        _ standard: Bool,
        for person: Person,
        of program: SudoProgram = .other,
        _ says: (Sudoers.Setting.Change) -> Bool?
    ) -> Bool? {
        var answer: Bool? = standard
        func isOfCommands(_ setting: Sudoers.Setting) -> Bool {
            if case .commands = setting.scope { true } else { false }
        }
        for setting in settings.filter({ !isOfCommands($0) }) + settings.filter(isOfCommands) {
            guard let said = says(setting.change) else { continue }
            switch applies(setting, to: person, program) {
            case false: continue
            case true where setting.isClear: answer = said
            default: if answer != said { answer = nil }
            }
        }
        return answer
    }

    private func applies(_ setting: Sudoers.Setting, to person: Person, _ program: SudoProgram) -> Bool? {
        switch setting.scope {
        case .all: true
        case .users(let users): holds(users, person)
        case .hosts(let hosts): isHere(hosts)
        case .targets(let targets): holdsRoot(targets)
        case .commands(let commands): runs(commands, program).answer
        }
    }

    /// Whether commands have a program, and whether it is excluded from them.
    func runs(_ commands: [String], _ program: SudoProgram) -> (isNamed: Bool, answer: Bool?) {
        fits(commands, "Cmnd_Alias", program.isMeant)
    }

    /// Commands or users with what their aliases stand for.
    func resolved(_ items: [String], _ kind: String = "Cmnd_Alias", within: Set<String> = []) -> [String] {
        items.flatMap { item in
            guard within.count < Self.deepest, !within.contains(item), let inner = aliases[kind]?[item] else {
                return [item]
            }
            return resolved(inner, kind, within: within.union([item]))
        }
    }

    /// What the settings say of an account and a program where no tag does.
    func habits(_ person: Person, _ program: SudoProgram) -> SudoHabits {
        SudoHabits(
            isExempt: last(false, for: person, of: program) { change in
                guard case .exempt(let group) = change else { return nil }
                return group.map { isMember(person, $0) ?? false } ?? false
            },
            asks: last(true, for: person, of: program) { change in
                guard case .asks(let isOn) = change else { return nil }
                return isOn
            }
        )
    }
}

/// Whether sudo asks for a password; nil where that cannot be told.
struct SudoHabits {
    /// Whether the account is in the group that is never asked, whatever a tag says.
    let isExempt: Bool?
    let asks: Bool?

    /// Whether a rule's commands are run without asking.
    func isFree(_ rule: Sudoers.Rule) -> Bool? {
        if isExempt == true { return true }
        let isFree = rule.isFree ?? asks.map { !$0 }
        return isExempt == nil && isFree == false ? nil : isFree
    }
}
