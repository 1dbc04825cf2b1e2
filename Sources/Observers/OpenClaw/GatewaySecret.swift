import Hardening

/// What can be said of a token or password without showing it.
struct GatewaySecret {
    let isSet: Bool
    let isInline: Bool
    let length: Value
    let isGuessable: Value
    let doubt: String?
    let origin: Origin?

    init(_ setting: Setting, variable: String, _ installation: Installation) {
        origin = setting.origin
        let fallback = installation.variables[variable].flatMap { $0.isEmpty ? nil : $0 }
        switch (setting.content, fallback) {
        case (.unknown(let why), nil):
            self.doubt = why
            isSet = false
            isInline = false
            length = .unknown(why)
            isGuessable = .unknown(why)
        case (.text(let text), _) where !text.isEmpty && !(setting.isReference && !setting.isIndirect):
            doubt = nil
            isSet = true
            isInline = !setting.isIndirect
            length = .number(text.count)
            isGuessable = .flag(Self.isGuessable(text))
        case (_, let text?):
            doubt = nil
            isSet = true
            isInline = false
            length = .number(text.count)
            isGuessable = .flag(Self.isGuessable(text))
        default:
            doubt = nil
            isSet = setting.isReference
            isInline = false
            length = .unset
            isGuessable = setting.isReference ? false : .unset
        }
    }

    /// Words of examples and mistakes, or one character over and over.
    private static func isGuessable(_ text: String) -> Bool {
        let plain = text.lowercased().filter { $0.isLetter || $0.isNumber }
        let known = [
            "undefined", "null", "none", "true", "changeme", "secret", "token", "password", "test", "admin", "openclaw",
            "clawdbot", "moltbot", "default", "example", "placeholder", "yourtoken", "yoursecret", "yourpassword",
            "123456",
        ]
        if Set(plain).count <= 2 || known.contains(plain) { return true }
        return ["changeme", "yourtoken", "yourgatewaytoken", "replaceme", "placeholder", "yoursecure", "supersecret"]
            .contains { plain.contains($0) }
    }
}
