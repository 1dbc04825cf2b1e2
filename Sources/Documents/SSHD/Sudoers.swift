/// The rules of a sudoers file, with its aliases and includes.
///
/// Follows sudoers(5).
public struct Sudoers: Sendable {
    /// One command list of a rule.
    ///
    /// A rule of several lists, some with `NOPASSWD`, becomes several of these.
    public struct Rule: Hashable, Sendable {
        /// Users, `%groups`, `#uids` and aliases; `!` excludes.
        public let users: [String]
        /// Commands, with aliases as they are written.
        public let commands: [String]
        /// Whether the commands run as root, which they do where nobody else is named.
        public let asRoot: Bool
        /// Whether the tag `NOPASSWD` is in force.
        public let withoutPassword: Bool
        /// Counted from 1.
        public let line: Int
    }

    /// What the order matters of.
    public enum Item: Hashable, Sendable {
        case rule(Rule)
        case include(String)
        /// Names with a dot, or a tilde at the end, are passed over.
        case includeDirectory(String)
    }

    /// Rules and includes in the order of the file; of the rules that fit, the last one counts.
    public private(set) var items: [Item] = []
    /// Whom `Defaults !authenticate` asks for no password: users and groups, or `ALL`.
    public private(set) var neverAsked: [String] = []
    /// What each `User_Alias` stands for.
    public private(set) var userAliases: [String: [String]] = [:]
    /// What each `Cmnd_Alias` stands for.
    public private(set) var commandAliases: [String: [String]] = [:]

    /// Reads what it understands; other lines are passed over.
    public init(_ text: String) {
        for (number, line) in Self.logicalLines(text) { read(line, number) }
    }

    /// Lines joined at a backslash, with the number of the first.
    private static func logicalLines(_ text: String) -> [(Int, String)] {
        var found: [(Int, String)] = []
        var pending = ""
        var start = 1
        for (number, raw) in TextLines(text) {
            if pending.isEmpty { start = number }
            if raw.hasSuffix("\\") {
                pending += raw.dropLast() + " "
                continue
            }
            found.append((start, pending + raw))
            pending = ""
        }
        if !pending.isEmpty { found.append((start, pending)) }
        return found
    }

    private mutating func read(_ raw: String, _ number: Int) {
        let words = raw.split { $0 == " " || $0 == "\t" }.map(String.init)
        guard let first = words.first else { return }
        let directive = first.dropFirst()
        if first.hasPrefix("@") || first.hasPrefix("#"), directive == "include" || directive == "includedir" {
            guard words.count > 1 else { return }
            let path = words[1...].joined(separator: " ").filter { $0 != "\"" && $0 != "\\" }
            items.append(directive == "includedir" ? .includeDirectory(path) : .include(path))
            return
        }
        if first.hasPrefix("#"), directive.first?.isNumber != true { return }
        let line = Self.withoutComment(raw)
        if first.hasPrefix("Defaults") {
            let settings = line.split { " \t,".contains($0) }
            guard settings.contains("!authenticate") else { return }
            // `Defaults:users`; those of hosts, commands and targets are taken for all.
            neverAsked += first.hasPrefix("Defaults:") ? Self.items(first.dropFirst("Defaults:".count)) : ["ALL"]
            return
        }
        if ["User_Alias", "Cmnd_Alias", "Cmd_Alias"].contains(first) {
            for definition in line.drop(while: \.isWhitespace).dropFirst(first.count).split(separator: ":") {
                let parts = definition.split(separator: "=", maxSplits: 1)
                guard parts.count == 2 else { continue }
                let name = Self.trimmed(parts[0])
                if first == "User_Alias" {
                    userAliases[name] = Self.items(parts[1])
                } else {
                    commandAliases[name] = Self.items(parts[1])
                }
            }
            return
        }
        if first.hasSuffix("_Alias") { return }
        rule(line, number)
    }

    /// Reads `users hosts = (runas) TAG: commands`.
    private mutating func rule(_ line: String, _ number: Int) {
        guard let equals = line.firstIndex(of: "=") else { return }
        var left = Self.items(line[..<equals])
        guard let last = left.popLast() else { return }
        // The host list stands behind the last blank of the left side.
        let parts = last.split { $0 == " " || $0 == "\t" }.map(String.init)
        left += parts.dropLast()
        var withoutPassword = false
        var rules: [Rule] = []
        var asRoot = true
        for item in Self.items(line[line.index(after: equals)...]) {
            var command = item
            if command.hasPrefix("("), let end = command.firstIndex(of: ")") {
                let targets = Self.items(command[command.index(after: command.startIndex)..<end].prefix { $0 != ":" })
                asRoot = targets.contains { ["ALL", "root", "#0"].contains($0) }
                command = Self.trimmed(command[command.index(after: end)...])
            }
            while let colon = command.firstIndex(of: ":"), command[..<colon].allSatisfy({ $0.isUppercase || $0 == "_" })
            {
                let tag = command[..<colon]
                if tag == "NOPASSWD" { withoutPassword = true } else if tag == "PASSWD" { withoutPassword = false }
                command = Self.trimmed(command[command.index(after: colon)...])
            }
            let isSame = rules.last.map { $0.asRoot == asRoot && $0.withoutPassword == withoutPassword } ?? false
            let commands = isSame ? (rules.popLast()?.commands ?? []) + [command] : [command]
            rules.append(
                Rule(users: left, commands: commands, asRoot: asRoot, withoutPassword: withoutPassword, line: number)
            )
        }
        items += rules.map { .rule($0) }
    }

    private static func withoutComment(_ line: String) -> String {
        var previous: Character = " "
        for index in line.indices {
            let next = line.index(after: index)
            let startsNumber = next < line.endIndex && line[next].isNumber
            if line[index] == "#", previous != "\\", !startsNumber { return String(line[..<index]) }
            previous = line[index]
        }
        return line
    }

    private static func items(_ text: some StringProtocol) -> [String] {
        var found = [""]
        var depth = 0
        for character in text {
            if character == "(" { depth += 1 } else if character == ")" { depth -= 1 }
            if character == ",", depth <= 0 { found.append("") } else { found[found.count - 1].append(character) }
        }
        return found.map { trimmed($0) }.filter { !$0.isEmpty }
    }

    private static func trimmed(_ text: some StringProtocol) -> String {
        var rest = text[...]
        while let first = rest.first, first.isWhitespace { rest = rest.dropFirst() }
        while let last = rest.last, last.isWhitespace { rest = rest.dropLast() }
        return String(rest)
    }
}
