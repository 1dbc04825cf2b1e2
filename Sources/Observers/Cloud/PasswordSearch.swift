import Documents

/// A search for passwords of accounts through lines, which remembers what the lines before have begun.
struct PasswordSearch: Sendable {
    /// The keys of cloud-init's modules that hold a password or its hash.
    private static let keys: Set<Substring> = [
        "password", "passwd", "plain_text_passwd", "hashed_passwd", "plain-text-passwd", "hashed-passwd",
    ]
    /// Values that stand for no password, or for one that nobody wrote down.
    private static let none: Set<String> = [
        "", "r", "random", "null", "none", "~", "true", "false", "|", ">", "|-", ">-",
    ]

    private let form: CloudConfig.Form
    private let depth: Int
    /// Indentation of the `chpasswd` whose lines these are.
    private var listIndentation: Int?
    /// Indentation of a key whose value is to come.
    private var openKey: Int?
    /// The word that ends the lines that a command is given.
    private var end: Substring?
    /// Variables that a password is taken from.
    private var variables: Set<Substring> = []

    init(_ form: CloudConfig.Form, depth: Int = 0) {
        self.form = form
        self.depth = depth
    }

    /// Whether the line has a password, with what came before.
    mutating func holds(_ line: Substring) -> Bool {
        let code = line.trimmed
        if code.isEmpty { return false }
        let indentation = line.prefix { $0 == " " || $0 == "\t" }.count
        if let end {
            if code == end { self.end = nil } else if pair(in: code) { return true }
            return false
        }
        // cloud-init wrote random passwords to its log in this form until 20.4.
        if code.hasPrefix("Set the following 'random' passwords") { return true }
        if code.hasPrefix("#") { return false }
        if let key = openKey {
            openKey = nil
            if indentation > key, !code.contains(": "), isPassword(code) { return true }
        }
        if hasHash(code) || isKeyed(code, indentation) { return true }
        if let list = listIndentation, indentation <= list, !code.hasPrefix("-") { listIndentation = nil }
        if let key = code.firstRange(of: "chpasswd"), isKey(code[key.upperBound...]) {
            listIndentation = indentation
            return pair(in: String(code[key.upperBound...].drop { "\"': ".contains($0) }))
        }
        if listIndentation != nil, pair(in: code) { return true }
        return isCommand(code)
    }

    /// Whether what is encoded in the word has a password.
    mutating func holdsInside(_ word: some StringProtocol) -> Bool {
        // An encoding in an encoding in an encoding is no user data.
        guard depth < 3, let text = Base64.text(word) else { return false }
        var inner = PasswordSearch(.given, depth: depth + 1)
        for (_, line) in TextLines(text) {
            if inner.holds(line) { return true }
            if Base64.words(in: line).contains(where: { inner.holdsInside($0) }) { return true }
        }
        return inner.assignedLine(in: text) != nil
    }

    /// Where a variable gets its words that a password was taken from.
    func assignedLine(in text: String) -> Int? {
        guard !variables.isEmpty else { return nil }
        for (number, line) in TextLines(text) {
            for part in line.contains("\\n") ? line.split(separator: "\\n") : [line] {
                let words = part.split { " \t-;\"'".contains($0) && $0 != "-" }.filter { $0.contains("=") }
                for word in words {
                    let name = word.prefix { $0 != "=" }
                    guard variables.contains(name) else { continue }
                    guard let equals = part.firstRange(of: "\(name)=") else { continue }
                    let value = part[equals.upperBound...].drop { "\"'".contains($0) }
                    if let first = value.first, !"$`(".contains(first) { return number }
                }
            }
        }
        return nil
    }

    private func isKey(_ rest: Substring) -> Bool {
        rest.drop { "\"' ".contains($0) }.first == ":"
    }

    private func isPassword(_ written: some StringProtocol) -> Bool {
        // A locked account has an exclamation mark or a star in place of a hash.
        var value = written.trimmed
        while let first = value.first, "\"'".contains(first) { value.removeFirst() }
        guard let first = value.first, !"!*#{[&,}]".contains(first) else { return value.first == "&" }
        let word = value.prefix { !" \"',}]".contains($0) }.lowercased()
        return !Self.none.contains(word) && !value.lowercased().contains("redacted")
    }

    /// Whether a key for passwords stands in the line with one.
    private mutating func isKeyed(_ code: String, _ indentation: Int) -> Bool {
        var rest = Substring(code)
        while let colon = rest.firstIndex(of: ":") {
            let before = rest[..<colon]
            let after = rest[rest.index(after: colon)...]
            rest = after
            var name = before.drop { " -".contains($0) }
            let quote = before.trimmed.last.flatMap { "\"'".contains($0) ? $0 : nil }
            if let start = name.trimmed.lastIndex(where: { !($0.isLetter || "_-\"'".contains($0)) }) {
                let trimmed = name.trimmed
                name = Substring(trimmed[trimmed.index(after: start)...])
            }
            let key = name.filter { !"\"' ".contains($0) }
            guard Self.keys.contains(Substring(key)) else { continue }
            // A log has what programs ask for, as "Retype new password: "; what was given has quotation marks there.
            if form == .log, quote == nil { continue }
            guard after.first.map({ " \t\"'".contains($0) }) ?? true else { continue }
            let value = after.trimmed
            if value.isEmpty || ["|", ">", "|-", ">-", "|+", ">+"].contains(value) {
                openKey = indentation
            } else if value.first == "&" ? value.contains(" ") : isPassword(value) {
                return true
            }
        }
        return false
    }

    /// `root:secret`, as `chpasswd` takes it.
    private mutating func pair(in code: String) -> Bool {
        let words = code.split { " \t\"'[]{},|;()<>".contains($0) }
        for word in words {
            guard let colon = word.firstIndex(of: ":"), colon > word.startIndex else { continue }
            let name = word[..<colon]
            let value = word[word.index(after: colon)...]
            guard !value.isEmpty, !value.hasPrefix("//"), name.allSatisfy(Self.isOfName) else {
                continue
            }
            if value.hasPrefix("$"), !value.hasPrefix("$("), hasHash(String(word)) == false {
                let variable = value.dropFirst().drop { $0 == "{" }.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
                variables.insert(variable)
                continue
            }
            if !value.hasPrefix("$("), !value.hasPrefix("`"), isPassword(value) { return true }
        }
        return false
    }

    private static func isOfName(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || "_.-$@%".contains(character)
    }

    /// The hash of a password, wherever it stands.
    private func hasHash(_ code: String) -> Bool {
        var rest = Substring(code)
        while let mark = rest.firstIndex(of: "$") {
            let isLocked = mark > rest.startIndex && "!*".contains(rest[rest.index(before: mark)])
            rest = rest[rest.index(after: mark)...]
            let kind = rest.prefix { $0 != "$" }
            guard ["1", "2a", "2b", "2y", "5", "6", "7", "y", "gy"].contains(kind), !isLocked else { continue }
            let hash = rest.dropFirst(kind.count).prefix { $0.isLetter || $0.isNumber || "./$=".contains($0) }
            if hash.count >= 20, hash.dropFirst().contains("$") { return true }
        }
        return false
    }

    /// Whether a command in the line gives an account a password.
    private mutating func isCommand(_ code: String) -> Bool {
        var words = code.split { " \t\"'[]{},;()".contains($0) }
        if words.first == "-" { words.removeFirst() }
        let names = words.map { $0.split(separator: "/").last ?? $0 }
        if names.contains("chpasswd") {
            if let here = code.firstRange(of: "<<"), !code[here.upperBound...].hasPrefix("<") {
                let mark = code[here.upperBound...].drop { "- \"'\\".contains($0) }
                end = mark.prefix { !" \"';|>".contains($0) }
                return false
            }
            if pair(in: code) { return true }
        }
        let isGiven = code.contains("|") || code.contains("<<<")
        if names.contains("passwd"), isGiven, let speaker = names.first(where: { ["echo", "printf"].contains($0) }) {
            let said = words.drop { !$0.hasSuffix(speaker) }.dropFirst().first { !$0.hasPrefix("-") }
            if let said, said != "|" {
                guard said.hasPrefix("$") else { return true }
                variables.insert(said.dropFirst().drop { $0 == "{" }.prefix { $0.isLetter || $0.isNumber || $0 == "_" })
            }
        }
        guard names.contains(where: { ["usermod", "useradd", "adduser"].contains($0) }) else { return false }
        for (index, word) in words.enumerated() {
            if word.hasPrefix("--password=") { return isPassword(word.dropFirst(11)) }
            guard word == "-p" || word == "--password", index + 1 < words.count else { continue }
            let value = words[index + 1]
            if value.hasPrefix("$"), !hasHash(String(value)) {
                if code.contains("openssl passwd") || code.contains("mkpasswd") { return true }
                variables.insert(
                    value.dropFirst().drop { $0 == "{" }.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
                )
                continue
            }
            return isPassword(value)
        }
        return false
    }
}
