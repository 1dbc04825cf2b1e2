public import Hardening

/// What the keys of an installation are called in the vault.
public enum KeyNames {
    /// A name for each key, in their order, under what the installation is called there; the same value has one name.
    public static func names(for keys: [PlainKey], of client: String) -> [String] {
        var byValue: [String: String] = [:]
        var taken: Set<String> = []
        return keys.map { key in
            if let name = byValue[key.value] { return name }
            let base = (["\(client)"] + parts(of: key.setting)).joined(separator: "/")
            let short = String(base.prefix(longest))
            let candidates = [short] + (2...999).map { "\(short)-\($0)" }
            let name = candidates.first { !taken.contains($0) } ?? short
            taken.insert(name)
            byValue[key.value] = name
            return name
        }
    }

    /// Some are left for a number.
    private static let longest = 190

    /// `models.providers.openai.apiKey` as `models`, `openai`; `gateway.auth.token` as `gateway`, `token`.
    private static func parts(of setting: [String]) -> [String] {
        var parts = setting
        if parts.count == 4, parts[0] == "models", parts[3] == "apiKey" { parts = [parts[0], parts[2]] }
        if parts.count == 3, parts[0] == "gateway", parts[1] == "auth" { parts.remove(at: 1) }
        if parts.count == 4, parts[0] == "auth", parts[1] == "profiles" { parts.removeLast() }
        if parts.count > 2 { parts.removeAll { ["providers", "entries", "accounts"].contains($0) } }
        return parts.map { part in
            let plain = String(part.map { $0.isASCII && ($0.isLetter || $0.isNumber || "_.-".contains($0)) ? $0 : "-" })
            return ["", ".", ".."].contains(plain) ? "-" : plain
        }
    }
}
