import Documents
import Hardening

/// All sudoers files together, and what they say of an account.
///
/// An answer that depends on what is not known here, a network's groups or another host's names, is none.
struct SudoBook {
    var files = 0
    var rules: [(path: String, rule: Sudoers.Rule)] = []
    var settings: [Sudoers.Setting] = []
    var aliases: [String: [String: [String]]] = [:]
    /// This server's name, in full and in short.
    var hosts: Set<String> = []
    /// Numbers of groups by their names.
    var groupNumbers: [String: Int] = [:]

    mutating func take(_ file: Sudoers) {
        for (kind, names) in file.aliases { aliases[kind, default: [:]].merge(names) { $1 } }
    }

    /// An account, with what rules tell it by.
    struct Person {
        let name: String
        let number: Int?
        let groups: [String]
    }

    /// Of items that fit, the last one decides; an alias decides as what it stands for does.
    private func fits(
        _ items: [String],
        _ kind: String,
        depth: Int = 0,
        _ matches: (String) -> Bool?
    ) -> (isNamed: Bool, answer: Bool?) {
        for item in items.reversed() {
            let name = item.drop { $0 == "!" || $0 == " " }
            let isNegated = (item.count - name.count) % 2 == 1
            if name != "ALL", depth < 8, let inner = aliases[kind]?[String(name)] {
                let found = fits(inner, kind, depth: depth + 1, matches)
                guard found.isNamed else { continue }
                return (true, found.answer.map { $0 != isNegated })
            }
            switch name == "ALL" ? true : matches(String(name)) {
            case true: return (true, !isNegated)
            case false: continue
            case nil: return (true, nil)
            }
        }
        return (false, false)
    }

    /// Whether a list of users has the account.
    func holds(_ users: [String], _ person: Person, _ kind: String = "User_Alias") -> Bool? {
        fits(users, kind) { name in
            if name.hasPrefix("+") || name.hasPrefix("%:") { return nil }
            if name.hasPrefix("%#") {
                let number = Int(name.dropFirst(2))
                return person.groups.contains { groupNumbers[$0] == number && number != nil }
            }
            if name.hasPrefix("%") { return person.groups.contains(String(name.dropFirst())) }
            if name.hasPrefix("#") { return person.number != nil && Int(name.dropFirst()) == person.number }
            return name == person.name
        }.answer
    }

    private static let root = Person(name: "root", number: 0, groups: ["root"])

    /// Whether a rule's commands run as root.
    func isForRoot(_ rule: Sudoers.Rule, by person: Person) -> Bool? {
        if let targets = rule.targets, !targets.isEmpty {
            return targets == ["-"] ? false : holds(targets, Self.root, "Runas_Alias")
        }
        var fallback = "root"
        for setting in settings {
            guard case .target(let name) = setting.change, applies(setting, to: person) != false else { continue }
            fallback = name
        }
        // Nobody named, and parentheses with nothing in them: whom the defaults name, or the account itself.
        return rule.targets == nil ? ["root", "#0"].contains(fallback) : false
    }

    /// Whether a list of hosts has this one.
    func isHere(_ list: [String]) -> Bool? {
        fits(list, "Host_Alias") { name in
            if hosts.contains(name) { return true }
            let isName = name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-._".contains($0)) }
            // An address, a network, a pattern or a group of hosts may be this one.
            return isName && !hosts.isEmpty && name.contains(where: \.isLetter) ? false : nil
        }.answer
    }

    /// Whether a list of commands has every one.
    func isEverything(_ commands: [String]) -> Bool {
        commands.contains { command in
            command == "ALL"
                || aliases["Cmnd_Alias"]?[command].map { _ in resolved([command]).contains("ALL") } ?? false
        }
    }

    /// Commands with what their aliases stand for; deeper than this they only repeat themselves.
    func resolved(_ items: [String], _ kind: String = "Cmnd_Alias", depth: Int = 0) -> [String] {
        items.flatMap { item in
            guard depth < 8, let inner = aliases[kind]?[item] else { return [item] }
            return resolved(inner, kind, depth: depth + 1)
        }
    }

    private func applies(_ setting: Sudoers.Setting, to person: Person) -> Bool? {
        switch setting.scope {
        case .all: true
        case .users(let users): holds(users, person)
        case .hosts(let hosts): isHere(hosts)
        case .targets(let targets): holds(targets, Self.root, "Runas_Alias")
        case .commands(let commands): isEverything(commands)
        }
    }

    /// Whether sudo asks the account for a password where no tag says so; the last word counts, commands' after others'.
    func asks(_ person: Person) -> Bool? {
        var asks: Bool? = true
        func isOfCommands(_ setting: Sudoers.Setting) -> Bool {
            if case .commands = setting.scope { true } else { false }
        }
        for setting in settings.filter({ !isOfCommands($0) }) + settings.filter(isOfCommands) {
            let applies = applies(setting, to: person)
            guard applies != false else { continue }
            switch setting.change {
            case .asks(let isOn): asks = applies == nil && asks != isOn ? nil : isOn
            case .exempt, .target: continue
            }
        }
        return asks
    }

    /// Whether the account is in the group that is never asked, whatever a tag says.
    func isExempt(_ person: Person) -> Bool {
        var exempt: String?
        for setting in settings {
            guard case .exempt(let group) = setting.change, applies(setting, to: person) != false else { continue }
            exempt = group
        }
        return exempt.map(person.groups.contains) ?? false
    }
}
