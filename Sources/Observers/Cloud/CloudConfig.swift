import Documents

/// What a cloud-config says about passwords, line by line.
///
/// User data may be a script, a multi-part mail, a list of any of these or YAML in any style, so it is searched rather
/// than parsed: better one finding too many than a password that stays.
enum CloudConfig {
    /// What a text is, as far as that decides what a colon means in it.
    enum Form: Hashable, Sendable {
        case given
        /// What cloud-init wrote to a log: other programs' questions stand there as well.
        case log
    }

    /// The first line with a password, counted from 1.
    static func passwordLine(in text: String, form: Form = .given) -> Int? {
        var search = PasswordSearch(form)
        var encoded: [Substring] = []
        var firstEncoded = 0
        for (number, line) in TextLines(text) {
            // Data that stands in JSON, in a log or between quotation marks has its line ends written out.
            for part in [line] + (line.contains("\\n") ? line.split(separator: "\\n") : []) where search.holds(part) {
                return number
            }
            let words = Base64.words(in: line)
            if words.contains(where: { search.holdsInside($0) }) { return number }
            // A part of a mail goes on over many lines.
            if words.count == 1, words[0].count == line.count {
                if encoded.isEmpty { firstEncoded = number }
                encoded.append(words[0])
                continue
            }
            if encoded.count > 1, search.holdsInside(encoded.joined() + line.trimmed) { return firstEncoded }
            encoded = []
        }
        if encoded.count > 1, search.holdsInside(encoded.joined()) { return firstEncoded }
        return search.assignedLine(in: text)
    }

    /// The line that decides about password logins, and whether it switches them on.
    static func passwordLogins(in text: String) -> (line: Int, areOn: Bool)? {
        var found: (line: Int, areOn: Bool)?
        if let document = try? YAMLDocument(text), let entries = document.root.entries {
            // Deprecated in favor of one that says no more.
            for entry in entries where ["ssh_pwauth", "ssh-pwauth"].contains(entry.key) {
                let value = (entry.value.text ?? "").lowercased()
                found = (entry.line, ["true", "yes", "on", "1", "y", "t"].contains(value))
            }
            return found
        }
        for (number, line) in TextLines(text) {
            let code = line.filter { $0 != "\"" && $0 != "'" }
            guard code.hasPrefix("ssh_pwauth"), let colon = code.firstIndex(of: ":") else { continue }
            let value = code[code.index(after: colon)...].split(separator: "#", omittingEmptySubsequences: false)[0]
                .filter { !" \t\r".contains($0) }.lowercased()
            found = (number, ["true", "yes", "on", "1"].contains(value))
        }
        return found
    }
}
