import Documents

/// What a cloud-config says about passwords, line by line.
///
/// User data may be a script, a multi-part mail or YAML, so it is searched rather than parsed: better one finding too
/// many than a password that stays.
enum CloudConfig {
    /// The keys of cloud-init's modules that hold a password or its hash.
    private static let keys = ["password:", "passwd:", "plain_text_passwd:", "hashed_passwd:", "chpasswd:", "root:"]

    /// The first line with a password, counted from 1.
    static func passwordLine(in text: String) -> Int? {
        var isChangingPasswords = false
        for (number, line) in TextLines(text) {
            let code = bare(line)
            if code.hasPrefix("chpasswd:") { isChangingPasswords = true }
            let isListed = isChangingPasswords && code.hasPrefix("root:") && code.count > 5
            for key in keys where key != "root:" && key != "chpasswd:" && code.hasPrefix(key) {
                let value = code.dropFirst(key.count).drop { $0 == " " || $0 == "\"" || $0 == "'" }
                // A locked account has an exclamation mark or a star in place of a hash.
                if let first = value.first, first != "!", first != "*", first != "#" { return number }
            }
            if isListed { return number }
            // cloud-init wrote random passwords to its log in this form until 20.4.
            if code.hasPrefix("Set the following 'random' passwords") { return number }
        }
        return nil
    }

    /// The line that decides about password logins, and whether it switches them on.
    static func passwordLogins(in text: String) -> (line: Int, areOn: Bool)? {
        var found: (line: Int, areOn: Bool)?
        for (number, line) in TextLines(text) {
            guard line.hasPrefix("ssh_pwauth:") else { continue }
            let value = line.dropFirst(11).split(separator: "#", omittingEmptySubsequences: false)[0]
                .filter { !" \t\"'\r".contains($0) }.lowercased()
            found = (number, ["true", "yes", "on", "1"].contains(value))
        }
        return found
    }

    /// The line without indentation and without the dash of a list.
    private static func bare(_ line: Substring) -> Substring {
        line.drop { $0 == " " || $0 == "\t" || $0 == "-" }
    }
}
