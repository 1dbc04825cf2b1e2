import Documents

/// Chooses variables for secrets, so that each comes to hold its value and nothing else does.
struct LiteralVariables {
    /// What sets variables for the gateway, its process first, which wins over all others; all of it is asked.
    let sources: [[String: String]]
    /// Whether all of the gateway's variables are known.
    let isComplete: Bool
    /// The file that is to hold them.
    let text: String
    private let present: [String: String]
    private var given: [String: String] = [:]
    /// The file with what was given.
    private var longer: String

    init(sources: [[String: String]], isComplete: Bool, text: String) {
        self.sources = sources
        self.isComplete = isComplete
        self.text = text
        present = DotenvFile(text).values
        longer = text
    }

    /// The name by which OpenClaw's own documentation calls the secret, where the variable is sure to get the value; else
    /// one made of the place in the configuration, which nothing else is called by.
    mutating func name(for literal: Literal) -> String {
        let own = "OPENCLAW_SECRET_" + Self.words(of: literal.place).joined(separator: "_")
        var names = [own] + (2...99).map { "\(own)_\($0)" }
        if isComplete, let usual = Self.usual[literal.place] { names.insert(usual, at: 0) }
        let name = names.first { holds($0, literal.value) } ?? own
        given[name] = literal.value
        return name
    }

    /// The gateway's usual variable, where the file has a good secret under that name and the configuration one that can be
    /// guessed, which wins over it: whoever put it there meant it to count.
    ///
    /// It counts at once, or where the gateway's process is still given the old one, once that is taken away.
    func waiting(for literal: Literal) -> (name: String, isOther: Bool)? {
        guard isComplete, literal.role == .gateway, let name = Self.usual[literal.place], let value = present[name],
            TokenStrength.isWeak(literal.value), !TokenStrength.isWeak(value)
        else { return nil }
        if sources.first?[name] == literal.value { return (name, false) }
        let isAlone = (sources + [given]).allSatisfy { [nil, value].contains($0[name]) }
        return isAlone ? (name, true) : nil
    }

    /// Whether the variable has this value already or has none at all.
    private func holds(_ name: String, _ value: String) -> Bool {
        for source in sources + [given] { if let present = source[name], present != value { return false } }
        // In a way that other programs may read otherwise.
        return present[name] != nil || !text.contains(name)
    }

    /// Has the file hold the variable, by itself and beside the others; false where it cannot so that every reader of it
    /// reads the same, as beside a quote that no line ends.
    mutating func write(_ name: String, _ value: String) -> Bool {
        if DotenvFile(longer).values[name] == value { return true }
        guard DotenvFile.adding(name, value, to: text) != nil,
            let longer = DotenvFile.adding(name, value, to: longer)
        else { return false }
        self.longer = longer
        return true
    }

    /// Of an account among others it is not the usual one: the variable would count for the default account, too.
    private static let usual: [[String]: String] = [
        ["gateway", "auth", "token"]: "OPENCLAW_GATEWAY_TOKEN",
        ["gateway", "auth", "password"]: "OPENCLAW_GATEWAY_PASSWORD",
        ["channels", "telegram", "botToken"]: "TELEGRAM_BOT_TOKEN",
        ["channels", "discord", "token"]: "DISCORD_BOT_TOKEN",
        ["channels", "slack", "botToken"]: "SLACK_BOT_TOKEN",
        ["channels", "slack", "appToken"]: "SLACK_APP_TOKEN",
    ]

    /// `accounts.main.botToken` as `ACCOUNTS`, `MAIN`, `BOT`, `TOKEN`.
    private static func words(of place: [String]) -> [String] {
        place.flatMap { key -> [String] in
            var words: [String] = [""]
            var last: Character = "_"
            for character in key {
                let isPlain = character.isASCII && (character.isLetter || character.isNumber)
                let begins = !isPlain || character.isUppercase && last.isLowercase
                if begins { words.append("") }
                if isPlain { words[words.count - 1] += character.uppercased() }
                last = character
            }
            return words.filter { !$0.isEmpty }
        }
    }
}
