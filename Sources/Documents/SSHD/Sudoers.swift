/// The rules of a sudoers file, with its aliases, defaults and includes.
///
/// Follows sudoers(5), and `sudo` itself where that says more.
public struct Sudoers: Sendable {
    /// One command list of a rule.
    ///
    /// A rule of several lists, some with `NOPASSWD`, becomes several of these.
    public struct Rule: Hashable, Sendable {
        /// Users, `%groups`, `#uids`, `%#gids` and aliases; `!` excludes.
        public let users: [String]
        /// Hosts, addresses and aliases.
        public let hosts: [String]
        /// Whose rights the commands get, with aliases as they are written; nil where nobody is named.
        public let targets: [String]?
        /// Commands, with aliases as they are written.
        public let commands: [String]
        /// Whether the tag `NOPASSWD` is in force, or `PASSWD`; nil where neither is.
        public let isFree: Bool?
        /// Counted from 1.
        public let line: Int
        /// Whether the whole line is as the grammar has it: sudo drops others, or refuses the file.
        public var isClear = true
    }

    /// What a name of a line such as `User_Alias` stands for.
    public struct Alias: Hashable, Sendable {
        /// The word that defines it: `User_Alias`, `Runas_Alias`, `Host_Alias`, `Cmnd_Alias`.
        public let kind: String
        public let name: String
        public let members: [String]
        /// Whether it is as the grammar has it, with all that stands before it in its line.
        public let isClear: Bool
    }

    /// A line `Defaults`, as far as it decides who is asked for a password.
    public struct Setting: Hashable, Sendable {
        public enum Scope: Hashable, Sendable {
            case all
            case users([String])
            case hosts([String])
            case targets([String])
            case commands([String])
        }

        public enum Change: Hashable, Sendable {
            /// `authenticate`, or with an exclamation mark.
            case asks(Bool)
            /// `exempt_group`; nil where it is taken back.
            case exempt(String?)
            /// `runas_default`.
            case target(String)
            /// Whether names of users and groups are the same in capitals, which they are otherwise.
            case folding
        }

        public let scope: Scope
        public let change: Change
        /// Whether the line is as the grammar has it.
        public var isClear = true
    }

    /// What the order matters of.
    public enum Item: Hashable, Sendable {
        case rule(Rule)
        case setting(Setting)
        /// All aliases of a line.
        case aliases([Alias])
        case include(String)
        /// Names with a dot, or a tilde at the end, are passed over.
        case includeDirectory(String)
    }

    /// Rules, settings and includes in the order of the file; of the rules that fit, the last one counts.
    public internal(set) var items: [Item] = []

    /// Reads what it understands; other lines are passed over.
    public init(_ text: String) {
        for line in Self.logicalLines(text) { read(line.text, line.number, isWhole: line.isWhole) }
    }

    private mutating func read(_ line: String, _ number: Int, isWhole: Bool) {
        let words = line.split { $0 == " " || $0 == "\t" }.map(String.init)
        guard let first = words.first else { return }
        let directive = first.dropFirst()
        if first.hasPrefix("@") || first.hasPrefix("#"), directive == "include" || directive == "includedir" {
            // What stands behind the path is an error, and the path is followed all the same.
            guard let path = Self.words(line.trimmed).dropFirst().first.map(Self.unquoted), !path.isEmpty else {
                return
            }
            // The number sign is a comment's where it does not begin the line.
            guard first.hasPrefix("@") || line.hasPrefix("#") else { return }
            items.append(directive == "includedir" ? .includeDirectory(path) : .include(path))
            return
        }
        if first.hasPrefix("Defaults") {
            settings(line.trimmed.dropFirst(8), isWhole: isWhole)
        } else if first.hasSuffix("_Alias") {
            let kind = first == "Cmd_Alias" ? "Cmnd_Alias" : first
            define(line.trimmed.dropFirst(first.count), kind, isWhole: isWhole)
        } else {
            rules(line, number, isWhole: isWhole)
        }
    }

    /// Names with equals signs and lists, with colons between them; an error takes what stands behind it along.
    private mutating func define(_ text: some StringProtocol, _ kind: String, isWhole: Bool) {
        var found: [Alias] = []
        var isClear = isWhole && Self.isBalanced(text) && Self.negatesOnce(text)
        for definition in Self.definitions(text) {
            let sides = definition.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let members = Self.items(sides.count > 1 ? Self.joiningNegations(sides[1]) : "")
            let name = sides[0].trimmed
            isClear = isClear && sides.count > 1 && Self.isAlias(name) && Self.hasNoGaps(sides[1])
            isClear = isClear && members.allSatisfy { kind == "Cmnd_Alias" ? Self.isCommand($0) : Self.isName($0) }
            found.append(
                Alias(
                    kind: kind,
                    name: name,
                    members: kind == "Cmnd_Alias" ? members : members.map { Self.unquoted($0) },
                    isClear: isClear
                )
            )
        }
        items.append(.aliases(found))
    }

    /// `Defaults`, then for whom, then settings with commas between them.
    private mutating func settings(_ text: Substring, isWhole: Bool) {
        var rest = text
        var scope = Setting.Scope.all
        var isClear = isWhole && Self.isBalanced(text) && Self.negatesOnce(text)
        if let mark = rest.first, ":@>!".contains(mark), Self.beginsScope(rest) {
            rest = rest.dropFirst()
            // A list goes on behind a comma, with blanks or without.
            var list = ""
            while let character = rest.popFirst() {
                if character == " " || character == "\t" {
                    let next = rest.drop { $0 == " " || $0 == "\t" }
                    guard list.isEmpty || list.hasSuffix(",") || list.hasSuffix("!") || next.hasPrefix(",") else {
                        break
                    }
                    rest = next
                    continue
                }
                list.append(character)
            }
            let names = Self.items(Self.joiningNegations(list)).map { mark == "!" ? $0 : Self.unquoted($0) }
            isClear = isClear && !names.isEmpty && Self.hasNoGaps(list)
            isClear = isClear && names.allSatisfy { mark == "!" ? Self.isCommand($0) : Self.isName($0) }
            scope =
                switch mark {
                case ":": .users(names)
                case "@": .hosts(names)
                case ">": .targets(names)
                default: .commands(names)
                }
        }
        isClear = isClear && Self.hasNoGaps(rest) && Self.items(rest).allSatisfy(Self.isSetting)
        for setting in Self.items(rest) {
            let parts = setting.split(separator: "=", maxSplits: 1).map { Self.unquoted($0.trimmed) }
            let name = parts.first ?? ""
            let word = name.drop { $0 == "!" || $0 == " " }
            let isOff = name.prefix(name.count - word.count).count { $0 == "!" } % 2 == 1
            let change: Setting.Change
            switch word {
            // These take no value, and what has one changes nothing, or takes the line along.
            case "authenticate": change = .asks(!isOff)
            case "case_insensitive_user", "case_insensitive_group": change = .folding
            case "exempt_group" where isOff || parts.count > 1: change = .exempt(isOff ? nil : parts[1])
            case "runas_default" where parts.count > 1: change = .target(parts[1])
            default: continue
            }
            let takesValue = word == "exempt_group" && !isOff || word == "runas_default"
            let isRight = isClear && parts.count == (takesValue ? 2 : 1) && !(word == "runas_default" && isOff)
            items.append(.setting(Setting(scope: scope, change: change, isClear: isRight)))
        }
    }

    /// What each alias stands for, by the word that defines it; sudo takes the first of several.
    public var aliases: [String: [String: [String]]] {
        var found: [String: [String: [String]]] = [:]
        for case .aliases(let aliases) in items {
            for alias in aliases where found[alias.kind]?[alias.name] == nil {
                found[alias.kind, default: [:]][alias.name] = alias.members
            }
        }
        return found
    }
}
