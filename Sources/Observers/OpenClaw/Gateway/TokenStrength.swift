public import Vault

/// How hard a gateway's token or password is to guess, without what it is.
public enum TokenStrength {
    /// Whether a control would find fault with it.
    public static func isWeak(_ text: String) -> Bool { text.count < VaultAges.Strength.enough || isGuessable(text) }

    /// What is noted of a value of the vault.
    public static func note(_ value: SecretBytes) -> VaultAges.Strength {
        let text = String(decoding: value.exposed, as: UTF8.self)
        return VaultAges.Strength(length: text.count, isGuessable: isGuessable(text))
    }

    /// Words of examples and mistakes, one character over and over, and what was meant to be replaced.
    static func isGuessable(_ text: String) -> Bool {
        let plain = text.lowercased().filter { $0.isLetter || $0.isNumber }
        let known = [
            "undefined", "null", "none", "true", "changeme", "secret", "token", "password", "test", "admin", "openclaw",
            "clawdbot", "moltbot", "default", "example", "placeholder", "123456", "12345678", "redacted", "todo",
            "123456789", "letmein", "qwerty", "abc123", "iloveyou", "welcome", "monkey", "dragon",
            "correcthorsebatterystaple",
        ]
        if Set(plain).count <= 2 || known.contains(plain) { return true }
        let brackets: [(Character, Character)] = [
            ("<", ">"), ("[", "]"), ("{", "}"), ("#", "#"), ("%", "%"), ("$", "}"),
        ]
        if brackets.contains(where: { text.first == $0.0 && text.last == $0.1 }) { return true }
        let phrases = [
            "changeme", "changethis", "replaceme", "replacewith", "placeholder", "redacted", "supersecret",
            "yoursecure", "yoursecret", "yourtoken", "yourgateway", "yourauth", "yourpassword", "tokenhere",
            "generatedtoken", "exampletoken", "openclawtoken",
        ]
        return phrases.contains { plain.contains($0) } || isSentence(text) || isPattern(plain)
    }

    /// Words that say what the token is for, as in `local-dev-gateway-token`: whoever reads examples writes the same.
    private static func isSentence(_ text: String) -> Bool {
        let words = text.lowercased().split { !$0.isLetter && !$0.isNumber }
        let telling: Set<Substring> = [
            "token", "gateway", "secret", "password", "key", "auth", "openclaw", "clawdbot", "moltbot", "claw", "my",
            "your", "local", "dev", "test", "testing", "demo", "example", "prod", "production", "staging", "default",
            "not", "use", "change", "me", "this", "please", "insecure", "super", "strong", "long", "random", "here",
            "put", "insert", "bot", "agent", "server", "admin", "user", "for", "the",
        ]
        return words.allSatisfy { $0.allSatisfy(\.isLetter) || $0.count <= 4 && $0.allSatisfy(\.isNumber) }
            && words.filter(telling.contains).count >= 2
    }

    /// A short piece over and over, or characters in their order.
    private static func isPattern(_ plain: String) -> Bool {
        let codes = plain.unicodeScalars.map { Int($0.value) }
        guard codes.count >= 8 else { return false }
        let isRepeated = (1...min(8, codes.count / 2)).contains { step in
            codes.indices.dropFirst(step).allSatisfy { codes[$0] == codes[$0 - step] }
        }
        let steps = zip(codes, codes.dropFirst()).filter { abs($1 - $0) == 1 }.count
        return isRepeated || steps * 10 >= (codes.count - 1) * 8 || isTypedAlong(plain)
    }

    /// Keys that lie side by side, one row after the other.
    private static func isTypedAlong(_ plain: String) -> Bool {
        let rows = ["1234567890", "qwertyuiop", "qwertzuiop", "azertyuiop", "asdfghjkl", "zxcvbnm", "yxcvbnm"]
        let pairs = zip(plain, plain.dropFirst()).map { "\($0)\($1)" }
        let along = pairs.filter { pair in rows.contains { $0.contains(pair) || String($0.reversed()).contains(pair) } }
        return along.count * 10 >= pairs.count * 8
    }
}
