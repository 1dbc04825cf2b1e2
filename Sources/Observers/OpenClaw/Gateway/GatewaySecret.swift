import Catalog
import Hardening

/// What can be said of a token or password without showing it.
struct GatewaySecret {
    let isSet: Bool
    let isInline: Bool
    /// That it is read from, or would be once what comes before is gone.
    let variable: String
    let length: Value
    let isGuessable: Value
    let doubt: Unknown?
    let origin: Origin?

    /// Of a setting, unless the gateway was started with `flag` and another one.
    init(_ setting: Setting, variable: String, flag: String, _ installation: Installation) {
        let started = GatewayService.value(of: flag, in: installation.arguments).flatMap { $0.isEmpty ? nil : $0 }
        let isPlain = started == nil && setting.text?.isEmpty == false && setting.variable == nil
        // In the order in which the gateway asks for them.
        let names =
            started != nil
            ? [] : isPlain ? [setting.supplier].compactMap { $0 } : [setting.variable, variable].compactMap { $0 }
        // One that is empty counts as none (`trimToUndefined`), and still keeps the files from giving it a value.
        let decider = names.first { !(installation.variables[$0] ?? "").allSatisfy(\.isWhitespace) }
        let empty = decider == nil ? names.first { installation.variables[$0] != nil && $0 == setting.variable } : nil
        self.variable = decider ?? names.first ?? variable
        let asked = decider.map { Array(names.prefix { $0 != decider }) + [$0] } ?? []
        let given = installation.given
        let obscure =
            asked.lazy.compactMap { given.doubt(about: $0) }.first ?? names.lazy.compactMap { given.doubts[$0] }.first
        let text = started ?? (isPlain ? setting.text : decider.flatMap { installation.variables[$0] })
        origin = started == nil ? decider.flatMap { given.origins[$0] } ?? setting.origin : nil
        isInline = isPlain && !setting.isIndirect
        if let obscure {
            doubt = obscure
            isSet = false
            length = .unknown(obscure)
            isGuessable = .unknown(obscure)
        } else if let text, !text.isEmpty {
            doubt = nil
            isSet = true
            length = .number(text.count)
            isGuessable = .flag(Self.isGuessable(text))
        } else if let empty {
            let place =
                given.origins[empty].map { origin in " (\(origin.file)\(origin.line.map { ":\($0)" } ?? ""))" } ?? ""
            let why = Unknown.contradictory(
                "\(empty) is empty\(place), so that the gateway does not start, or makes up a secret that nobody knows"
            )
            doubt = why
            isSet = false
            length = .unknown(why)
            isGuessable = .unknown(why)
        } else if let why = setting.doubt ?? installation.argumentsDoubt {
            doubt = why
            isSet = false
            length = .unknown(why)
            isGuessable = .unknown(why)
        } else {
            doubt = nil
            isSet = setting.isReference
            length = .unset
            isGuessable = .unset
        }
    }

    /// Whether a control would find fault with it.
    static func isWeak(_ text: String) -> Bool { text.count < 24 || isGuessable(text) }

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
        return isRepeated || steps * 10 >= (codes.count - 1) * 8
    }
}
