/// Whether what stands in a line is as sudo's grammar has it; what it does not know here is not.
extension Sudoers {
    /// A name of an alias: capitals, digits and underscores.
    static func isAlias(_ text: some StringProtocol) -> Bool {
        guard let first = text.first, first.isASCII, first.isUppercase else { return false }
        return text.allSatisfy { $0.isASCII && ($0.isUppercase || $0.isNumber || $0 == "_") }
    }

    /// Exclamation marks stand with what they exclude.
    static func joiningNegations(_ text: some StringProtocol) -> String {
        var joined = ""
        var isBehindMark = false
        for character in text {
            if isBehindMark, character == " " || character == "\t" { continue }
            joined.append(character)
            isBehindMark = character == "!"
        }
        return joined
    }

    /// Whether quotation marks come in pairs.
    static func isBalanced(_ text: some StringProtocol) -> Bool {
        var isEscaped = false
        var marks = 0
        for character in text {
            if character == "\"", !isEscaped { marks += 1 }
            isEscaped = character == "\\" && !isEscaped
        }
        return marks % 2 == 0 && !isEscaped
    }

    /// Whether something stands between all commas, and on both sides of them.
    static func hasNoGaps(_ text: some StringProtocol) -> Bool {
        split(text, at: ",").allSatisfy { !$0.trimmed.isEmpty }
    }

    /// A user, a group, a host or an alias, with exclamation marks.
    static func isName(_ item: String) -> Bool {
        var name = item.drop { $0 == "!" }
        if name.hasPrefix("\""), name.hasSuffix("\""), name.count > 2 {
            return !name.dropFirst().dropLast().contains("\"")
        }
        for mark in ["%#", "%:", "%", "+", "#"] where name.hasPrefix(mark) {
            name = name.dropFirst(mark.count)
            if mark.hasSuffix("#"), Int(name) == nil { return false }
            break
        }
        var isEscaped = false
        for character in name {
            if !isEscaped, character.isWhitespace || "!=:,()\"#>".contains(character) { return false }
            isEscaped = character == "\\" && !isEscaped
        }
        return !name.isEmpty && !isEscaped
    }

    /// Something that is run, without tags, with exclamation marks.
    static func isCommand(_ item: String) -> Bool {
        let text = item.drop { $0 == "!" }
        if text == "ALL" || text == "list" || text == "sudoedit" || isAlias(text) { return true }
        if text.hasPrefix("sha"), let colon = text.firstIndex(of: ":") {
            let words = Self.words(text[text.index(after: colon)...].trimmed)
            let isDigest = ["sha224", "sha256", "sha384", "sha512"].contains(text[..<colon].trimmed)
            return isDigest && words.count > 1 && !words[1].hasPrefix("!")
                && isCommand(words[1...].joined(separator: " "))
        }
        if text.hasPrefix("^") { return true }
        let words = Self.words(String(text))
        guard let path = words.first, path.hasPrefix("/") || path == "sudoedit" else { return false }
        if path.hasSuffix("/"), words.count > 1 { return false }
        var isEscaped = false
        for character in text {
            if !isEscaped, ":=,#".contains(character) { return false }
            isEscaped = character == "\\" && !isEscaped
        }
        return !isEscaped
    }

    /// A setting of `Defaults`, with a value of one word or without.
    static func isSetting(_ item: String) -> Bool {
        let sides = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard words(joiningNegations(sides[0])).count == 1 else { return false }
        return sides.count == 1 || words(String(sides[1])).count == 1
    }

    /// Whether an option of a command neither depends on the day nor on what this system is built with.
    static func isPlain(_ option: Substring, _ value: String) -> Bool {
        // Not all versions take quotation marks here.
        switch option {
        case "CWD": return value.hasPrefix("/") || value.hasPrefix("~") || value.hasPrefix("*")
        case "TIMEOUT":
            let time = value.prefix { $0 != " " && $0 != "\t" }
            return time.first?.isNumber == true && time.allSatisfy { $0.isNumber || "dhms".contains($0) }
        default: return false
        }
    }

    /// The definitions of a line of aliases; colons of digests join none.
    static func definitions(_ text: some StringProtocol) -> [String] {
        var found: [String] = []
        for part in split(text, at: ":") {
            let name = part.prefix { $0 != "=" }.trimmed
            if !found.isEmpty, !(part.contains("=") && isAlias(name)),
                found[found.count - 1].contains("sha") || part.contains("/")
            {
                found[found.count - 1] += ":" + part
            } else {
                found.append(part)
            }
        }
        return found
    }
}
