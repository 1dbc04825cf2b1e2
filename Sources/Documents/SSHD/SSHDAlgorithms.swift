/// The algorithms sshd is built with, and lists of them with `+`, `-` and `^`.
enum SSHDAlgorithms {
    enum Kind: Sendable { case cipher, mac, keyExchange, key, authoritySignature }

    /// The list a configuration's text stands for, and `nil` where sshd refuses it.
    ///
    /// Follows `kex_assemble_names` of kex-names.c: patterns stand for all supported names they match.
    static func list(_ text: String, _ kind: Kind, _ version: SSHDVersion) -> [String]? {
        let defaults = defaults(kind, version)
        let body = String(text.dropFirst())
        switch text.first {
        case "-": return SSHDPattern.removing(body, from: defaults)
        case "+":
            return expand(appending(names(body), to: defaults), kind, version)
        case "^":
            return expand(appending(defaults, to: names(body)), kind, version)
        default: return expand(names(text), kind, version)
        }
    }

    /// Whether sshd accepts the text of the option at all.
    static func isValid(_ text: String, _ kind: Kind, _ version: SSHDVersion) -> Bool {
        guard let first = text.first else { return false }
        if first == "-" { return true }
        let body = first == "+" || first == "^" ? String(text.dropFirst()) : text
        let items = body.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        let supported = supported(kind, version)
        // Empty names are passed over in lists of keys, and end sshd elsewhere.
        let isKey = kind == .key || kind == .authoritySignature
        guard !body.isEmpty, isKey || !items.contains("") else { return false }
        return items.filter { !$0.isEmpty }.allSatisfy { item in
            if supported.contains(item) { return true }
            return isKey && supported.contains { SSHDPattern.matches($0, item) }
        }
    }

    private static func names(_ text: String) -> [String] { text.split(separator: ",").map(String.init) }

    private static func appending(_ more: [String], to list: [String]) -> [String] {
        list + more.filter { !list.contains($0) }
    }

    private static func expand(_ patterns: [String], _ kind: Kind, _ version: SSHDVersion) -> [String] {
        var found: [String] = []
        for pattern in patterns {
            found = appending(supported(kind, version).filter { SSHDPattern.matches($0, pattern) }, to: found)
        }
        return found
    }
}
