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
        case "+": return expanded(appending(names(body), to: defaults), kind, version)
        case "^": return expanded(appending(defaults, to: names(body)), kind, version)
        default: return expanded(names(text), kind, version)
        }
    }

    /// An empty list is refused, and so are patterns with `!`.
    private static func expanded(_ patterns: [String], _ kind: Kind, _ version: SSHDVersion) -> [String]? {
        if patterns.contains(where: { $0.hasPrefix("!") }) { return nil }
        let list = expand(patterns, kind, version)
        return list.isEmpty ? nil : list
    }

    /// Whether sshd accepts the text of the option at all.
    static func isValid(_ text: String, _ kind: Kind, _ version: SSHDVersion) -> Bool {
        guard let first = text.first else { return false }
        if first == "-" { return true }
        let body = first == "+" || first == "^" ? String(text.dropFirst()) : text
        let items = body.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        let supported = supported(kind, version)
        guard !body.isEmpty else { return false }
        let isKey = kind == .key || kind == .authoritySignature
        // An empty name ends the check, not the list.
        return items.prefix { !$0.isEmpty }.allSatisfy { item in
            if supported.contains(item) {
                return kind != .authoritySignature || version < SSHDVersion(9, 5) || !item.contains("-cert-")
            }
            return isKey && supported.contains { SSHDPattern.answer($0, list: item) != .none }
        }
    }

    private static func names(_ text: String) -> [String] { text.split(separator: ",").map(String.init) }

    private static func appending(_ more: [String], to list: [String]) -> [String] {
        list + more.filter { !list.contains($0) }
    }

    private static func expand(_ patterns: [String], _ kind: Kind, _ version: SSHDVersion) -> [String] {
        var found: [String] = []
        for pattern in patterns {
            let names = supported(kind, version).filter { kind != .authoritySignature || !$0.contains("-cert-") }
            found = appending(names.filter { SSHDPattern.matches($0, pattern) }, to: found)
        }
        return found
    }
}
