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
        }

        public let scope: Scope
        public let change: Change
    }

    /// What the order matters of.
    public enum Item: Hashable, Sendable {
        case rule(Rule)
        case setting(Setting)
        case include(String)
        /// Names with a dot, or a tilde at the end, are passed over.
        case includeDirectory(String)
    }

    /// Rules, settings and includes in the order of the file; of the rules that fit, the last one counts.
    public internal(set) var items: [Item] = []
    /// What each alias stands for, by the word that defines it: `User_Alias`, `Runas_Alias`, `Host_Alias`, `Cmnd_Alias`.
    public internal(set) var aliases: [String: [String: [String]]] = [:]

    /// Reads what it understands; other lines are passed over.
    public init(_ text: String) {
        for (number, line) in Self.logicalLines(text) { read(line, number) }
    }

    /// Lines joined at a backslash, with the number of the first; a comment ends with its line.
    private static func logicalLines(_ text: String) -> [(Int, String)] {
        var found: [(Int, String)] = []
        var pending = ""
        var start = 1
        for (number, raw) in TextLines(text) {
            if pending.isEmpty { start = number }
            let code = withoutComment(pending + raw)
            if raw.hasSuffix("\\"), code.hasSuffix("\\") {
                pending = code.dropLast() + " "
                continue
            }
            found.append((start, code))
            pending = ""
        }
        if !pending.isEmpty { found.append((start, pending)) }
        return found
    }

    private mutating func read(_ line: String, _ number: Int) {
        let words = line.split { $0 == " " || $0 == "\t" }.map(String.init)
        guard let first = words.first else { return }
        let directive = first.dropFirst()
        if first.hasPrefix("@") || first.hasPrefix("#"), directive == "include" || directive == "includedir" {
            guard words.count > 1 else { return }
            let path = words[1...].joined(separator: " ").filter { $0 != "\"" && $0 != "\\" }
            items.append(directive == "includedir" ? .includeDirectory(path) : .include(path))
            return
        }
        if first.hasPrefix("Defaults") {
            settings(line.trimmed.dropFirst(8))
        } else if first.hasSuffix("_Alias") {
            let kind = first == "Cmd_Alias" ? "Cmnd_Alias" : first
            for definition in Self.split(line.trimmed.dropFirst(first.count), at: ":") {
                guard let equals = definition.firstIndex(of: "=") else { continue }
                let name = definition[..<equals].trimmed
                aliases[kind, default: [:]][name] = Self.items(definition[definition.index(after: equals)...])
            }
        } else {
            rules(line, number)
        }
    }

    /// `Defaults`, then for whom, then settings with commas between them.
    private mutating func settings(_ text: Substring) {
        var rest = text
        var scope = Setting.Scope.all
        if let mark = rest.first, ":@>!".contains(mark) {
            rest = rest.dropFirst()
            // A list goes on behind a comma, with blanks or without.
            var list = ""
            while let character = rest.popFirst() {
                if character == " " || character == "\t" {
                    let next = rest.drop { $0 == " " || $0 == "\t" }
                    guard list.isEmpty || list.hasSuffix(",") || next.hasPrefix(",") else { break }
                    rest = next
                    continue
                }
                list.append(character)
            }
            let names = Self.items(list)
            scope =
                switch mark {
                case ":": .users(names)
                case "@": .hosts(names)
                case ">": .targets(names)
                default: .commands(names)
                }
        }
        for setting in Self.items(rest) {
            let parts = setting.split(separator: "=", maxSplits: 1).map { Self.unquoted($0.trimmed) }
            let name = parts.first ?? ""
            let isOff = name.hasPrefix("!")
            let change: Setting.Change
            switch name.drop(while: { $0 == "!" || $0 == " " }) {
            case "authenticate": change = .asks(!isOff)
            case "exempt_group": change = .exempt(isOff ? nil : parts.count > 1 ? parts[1] : nil)
            case "runas_default" where parts.count > 1: change = .target(parts[1])
            default: continue
            }
            items.append(.setting(Setting(scope: scope, change: change)))
        }
    }
}
