extension Sudoers {
    private static let tags: Set<Substring> = [
        "NOPASSWD", "PASSWD", "NOEXEC", "EXEC", "SETENV", "NOSETENV", "LOG_INPUT", "NOLOG_INPUT", "LOG_OUTPUT",
        "NOLOG_OUTPUT", "MAIL", "NOMAIL", "FOLLOW", "NOFOLLOW", "INTERCEPT", "NOINTERCEPT",
    ]
    /// What may stand before a command with a value.
    private static let options: Set<Substring> = [
        "ROLE", "TYPE", "PRIVS", "LIMITPRIVS", "NOTBEFORE", "NOTAFTER", "TIMEOUT", "CWD", "CHROOT", "APPARMOR_PROFILE",
    ]

    /// Whether a word is a tag or a kind of digest, which a colon follows.
    static func belongsToColon(_ word: some StringProtocol) -> Bool {
        tags.contains(Substring(word)) || ["sha224", "sha256", "sha384", "sha512"].contains(String(word))
    }

    /// Reads `users hosts = (targets) TAG: commands : hosts = …`.
    mutating func rules(_ text: String, _ number: Int, isWhole: Bool) {
        let line = Self.joiningNegations(text)
        var isClear = isWhole && Self.isBalanced(line) && Self.negatesOnce(text)
        var users: [String] = []
        var found: [Rule] = []
        for part in Self.privileges(line) {
            guard let equals = part.firstIndex(of: "=") else {
                (users, isClear) = (["ALL"], false)
                continue
            }
            var hosts = Self.items(part[..<equals])
            isClear = isClear && !hosts.isEmpty && Self.hasNoGaps(part[..<equals])
            if users.isEmpty {
                // The host list begins behind the blank that no comma stands beside.
                if let gap = hosts.firstIndex(where: { Self.words($0).count > 1 }) {
                    let halves = Self.words(hosts[gap])
                    users = hosts[..<gap] + halves.dropLast()
                    hosts = [halves[halves.count - 1]] + hosts[(gap + 1)...]
                    isClear = isClear && halves.count == 2 && users.allSatisfy(Self.isName)
                    users = users.map { Self.unquoted($0) }
                } else {
                    // For whom it is cannot be told.
                    (users, hosts, isClear) = (["ALL"], ["ALL"], false)
                }
            }
            isClear = isClear && hosts.allSatisfy(Self.isName)
            let (rules, areClear) = commands(part[part.index(after: equals)...], users, hosts, number)
            isClear = isClear && areClear
            found += rules
        }
        for var rule in found {
            rule.isClear = isClear
            items.append(.rule(rule))
        }
    }

    private func commands(
        _ text: Substring,
        _ users: [String],
        _ hosts: [String],
        _ number: Int
    ) -> (rules: [Rule], areClear: Bool) {
        var isClear = Self.hasNoGaps(text)
        var isFree: Bool?
        var targets: [String]?
        var rules: [Rule] = []
        for item in Self.items(text) {
            var command = item[...]
            if command.hasPrefix("("), let end = command.firstIndex(of: ")") {
                let inside = command[command.index(after: command.startIndex)..<end]
                let halves = inside.split(separator: ":", omittingEmptySubsequences: false)
                let lists = halves.map { Self.items($0) }
                isClear = isClear && halves.count <= 2 && lists.joined().allSatisfy(Self.isName)
                isClear = isClear && halves.allSatisfy { $0.trimmed.isEmpty || Self.hasNoGaps($0) }
                let named = lists[0].map { Self.unquoted($0) }
                // With nothing but a group they stay who they are.
                targets = named.isEmpty && inside.contains(":") ? ["-"] : named
                command = command[command.index(after: end)...].trimmed[...]
            }
            var hasTags = false
            while let end = command.firstIndex(where: { !($0.isLetter || $0 == "_") }), end > command.startIndex {
                let word = command[..<end]
                let rest = command[end...].trimmed
                if Self.tags.contains(word), rest.hasPrefix(":") {
                    if word == "NOPASSWD" { isFree = true } else if word == "PASSWD" { isFree = false }
                    command = rest.dropFirst().trimmed[...]
                    hasTags = true
                } else if Self.options.contains(word), rest.hasPrefix("=") {
                    let value = rest.dropFirst().trimmed
                    let quoted = value.hasPrefix("\"") ? value.dropFirst().firstIndex(of: "\"") : nil
                    let stop = quoted.map { value.index(after: $0) } ?? value.firstIndex { $0 == " " || $0 == "\t" }
                    command = stop.map { value[$0...].trimmed[...] } ?? ""
                    isClear = isClear && !hasTags && Self.isPlain(word, value)
                } else {
                    break
                }
            }
            isClear = isClear && Self.isCommand(String(command))
            let isSame = rules.last.map { $0.targets == targets && $0.isFree == isFree } ?? false
            let commands = isSame ? (rules.popLast()?.commands ?? []) + [String(command)] : [String(command)]
            rules.append(
                Rule(
                    users: users,
                    hosts: hosts,
                    targets: targets,
                    commands: commands,
                    isFree: isFree,
                    line: number
                )
            )
        }
        return (rules, isClear && !rules.isEmpty)
    }

    /// The parts of a rule that a colon joins, each with hosts of its own; colons of tags, groups and digests join none.
    private static func privileges(_ line: String) -> [Substring] {
        var parts: [Substring] = []
        var rest = line[...]
        var depth = 0
        var index = line.startIndex
        var isQuoted = false
        while index < line.endIndex {
            switch line[index] {
            case "\\": index = line.index(after: index)
            case "\"": isQuoted.toggle()
            case "(" where !isQuoted: depth += 1
            case ")" where !isQuoted: depth -= 1
            case ":" where depth <= 0 && !isQuoted:
                let word = rest[..<index].trimmed.split { " \t,=):".contains($0) }.last ?? ""
                let next = line[line.index(after: index)...]
                let opens = next.firstIndex(of: "=").map { !next[..<$0].contains { "(/".contains($0) } } ?? false
                guard !belongsToColon(word), opens, !line[..<index].hasSuffix("%") else { break }
                parts.append(rest[..<index])
                rest = next
            default: break
            }
            guard index < line.endIndex else { break }
            index = line.index(after: index)
        }
        return parts + [rest]
    }

    /// The words of a text, where blanks between quotation marks and behind backslashes are none.
    static func words(_ text: String) -> [String] {
        var found: [String] = [""]
        var isQuoted = false
        var isEscaped = false
        for character in text {
            if character == "\"", !isEscaped { isQuoted.toggle() }
            if !isQuoted, !isEscaped, character == " " || character == "\t" {
                found.append("")
            } else {
                found[found.count - 1].append(character)
            }
            isEscaped = character == "\\" && !isEscaped
        }
        return found.filter { !$0.isEmpty }
    }

    /// A name without quotation marks and backslashes.
    ///
    /// What is still written with `\x` in it is one that versions of sudo read differently, or that would mean another
    /// thing without it, such as `\x41LL`, which is an account.
    static func unquoted(_ text: some StringProtocol) -> String {
        let name = text.drop { $0 == "!" }
        guard name.count > 1, name.hasPrefix("\""), name.hasSuffix("\"") else {
            guard text.contains("\\x") else { return String(text.filter { $0 != "\\" }) }
            let decoded = decoded(name)
            let isAnother = decoded == "ALL" || isAlias(decoded) || decoded.first.map { "%+#!\"".contains($0) } ?? true
            let isPlain = name.first.map { "%+#".contains($0) } ?? false || !isAnother
            return String(text.prefix(text.count - name.count)) + (isPlain ? decoded : String(name))
        }
        return String(text.prefix(text.count - name.count)) + name.dropFirst().dropLast()
    }

    /// A name with `\xHH` as the byte of that number, and any other character behind a backslash as itself.
    private static func decoded(_ name: some StringProtocol) -> String {
        var bytes: [UInt8] = []
        var rest = Array(name.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "\\") else {
                bytes.append(byte)
                continue
            }
            let digits = rest.dropFirst().prefix(2)
            let isNumber = digits.allSatisfy { Character(UnicodeScalar($0)).isHexDigit }
            if rest.first == UInt8(ascii: "x"), digits.count == 2, isNumber {
                bytes.append(UInt8(String(decoding: digits, as: UTF8.self), radix: 16) ?? 0)
                rest = rest.dropFirst(3)
            } else if let next = rest.popFirst() {
                bytes.append(next)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The line up to its comment; a number sign before digits names an account, where one can stand.
    static func withoutComment(_ line: String) -> String {
        let code = line.drop { $0 == " " || $0 == "\t" }
        for word in ["#include ", "#include\t", "#includedir ", "#includedir\t"] where code.hasPrefix(word) {
            return line
        }
        var previous: Character = " "
        var isQuoted = false
        var isRight = false
        var depth = 0
        for index in line.indices {
            let character = line[index]
            switch character {
            case "\"" where previous != "\\": isQuoted.toggle()
            case "=" where depth == 0 && !isQuoted: isRight = true
            case "(" where !isQuoted: depth += 1
            case ")" where !isQuoted: depth -= 1
            case "#" where previous != "\\" && !isQuoted:
                let next = line[line.index(after: index)...].drop { $0 == "-" }.first
                let isNumber = next?.isNumber ?? false
                if !isNumber || (isRight && depth == 0 && previous != ":") { return String(line[..<index]) }
            default: break
            }
            previous = character
        }
        return line
    }

    /// What stands between separators that are outside of parentheses and quotation marks.
    static func split(_ text: some StringProtocol, at separator: Character) -> [String] {
        var found = [""]
        var depth = 0
        var isQuoted = false
        var isEscaped = false
        for character in text {
            if character == "\"", !isEscaped { isQuoted.toggle() }
            if !isQuoted, character == "(" { depth += 1 } else if !isQuoted, character == ")" { depth -= 1 }
            if character == separator, depth <= 0, !isQuoted, !isEscaped {
                found.append("")
            } else {
                found[found.count - 1].append(character)
            }
            isEscaped = character == "\\" && !isEscaped
        }
        return found
    }

    static func items(_ text: some StringProtocol) -> [String] {
        split(text, at: ",").map(\.trimmed).filter { !$0.isEmpty }
    }
}

extension StringProtocol {
    var trimmed: String {
        var rest = self[...]
        while let first = rest.first, first.isWhitespace { rest = rest.dropFirst() }
        while let last = rest.last, last.isWhitespace { rest = rest.dropLast() }
        return String(rest)
    }
}
