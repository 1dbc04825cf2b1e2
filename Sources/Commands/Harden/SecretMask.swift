/// Masks what stands behind a name that names a secret, however short and plain it is.
///
/// A difference of files is shown on purpose, so that it goes further than the scanner, which must not see secrets in
/// ordinary words.
enum SecretMask {
    private static let names = [
        "token", "secret", "password", "passwd", "passphrase", "apikey", "api_key", "api-key", "credential", "private",
        "authorization", "cookie", "signature", "webhook",
    ]

    /// The line with every value behind such a name replaced.
    static func line(_ text: String) -> String {
        var shown = ""
        var rest = text[...]
        while let sign = rest.firstIndex(where: { $0 == ":" || $0 == "=" }) {
            let name = rest[..<sign].reversed().drop { $0 == " " || $0 == "\"" || $0 == "'" }
                .prefix { $0.isLetter || $0.isNumber || "_-.".contains($0) }
            // A difference begins its lines with a sign.
            let word = String(String(name.reversed()).lowercased().drop { $0 == "-" || $0 == "." })
            shown += rest[...sign]
            rest = rest[rest.index(after: sign)...]
            // An interface may be called what it likes: `net.ipv4.conf.private.rp_filter`.
            guard names.contains(where: word.contains), !word.hasPrefix("net.ipv") else { continue }
            let blank = rest.prefix { $0 == " " }
            shown += blank
            rest = rest[blank.endIndex...]
            let value = Self.value(rest)
            // `"mode": "token"` names no secret, and neither does what stands for one; `maxTokens` counts words.
            if word.contains("tokens"), !value.isEmpty, value.allSatisfy({ $0.isNumber || $0 == "_" }) {
                shown += value
            } else if !value.isEmpty, !["true", "false", "null", "{", "["].contains(String(value)),
                !value.contains("${")
            {
                shown += "[masked]"
            } else {
                shown += value
            }
            rest = rest[value.endIndex...]
        }
        return shown + rest
    }

    /// A quoted text whole, or everything up to what ends a value.
    private static func value(_ rest: Substring) -> Substring {
        guard let quote = rest.first, quote == "\"" || quote == "'" else {
            if let first = rest.first, first == "{" || first == "[" { return rest.prefix(1) }
            return rest.prefix { !", }]".contains($0) }
        }
        var isEscaped = false
        var end = rest.index(after: rest.startIndex)
        while end < rest.endIndex {
            let character = rest[end]
            end = rest.index(after: end)
            if isEscaped {
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else if character == quote {
                break
            }
        }
        return rest[..<end]
    }
}
