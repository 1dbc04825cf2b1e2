/// A setting of openclaw.json that refers to a secret, and what a new value takes to count there.
public struct SecretSetting: Sendable, Equatable {
    /// What the value is for, by where it stands; the others were not seen with a real gateway.
    public enum Kind: Sendable, Equatable {
        /// A key for a model's API, of the provider with that name: the next turn that begins uses the new one.
        case model(String)
        /// What clients log in with: one at a time, and whoever is connected is cut off.
        case gatewayLogin
        /// A channel's: the accounts whose value changed connect anew.
        case channel(String)
        case other
    }

    public let path: [String]
    public let kind: Kind

    public init(_ path: [String]) {
        self.path = path
        kind =
            switch path.prefix(2) {
            case ["models", "providers"] where path.count > 3: .model(path[2])
            case ["gateway", "auth"]: .gatewayLogin
            default: path.first == "channels" && path.count > 2 ? .channel(path[1]) : .other
            }
    }

    /// As people write it; keys come from the account whose file it is.
    public var text: String { path.joined(separator: ".") }
    /// Whether it is the key itself, and no header beside it.
    var isModelKey: Bool { if case .model = kind { path.count == 4 && path[3] == "apiKey" } else { false } }
    var isTelegramBot: Bool { kind == .channel("telegram") && path.last == "botToken" }

    /// What nobody saw a real gateway do with it.
    public var doubt: String? {
        switch kind {
        case .model, .gatewayLogin: nil
        case .channel: "that only the accounts with another value connect anew was read in OpenClaw, and not measured"
        case .other: "whether a reload is enough there was not measured; if it is not, restart the gateway"
        }
    }
}
