import Hardening

/// Objects of several kinds, told apart by one of their keys.
struct Alternatives {
    /// The key that tells them apart.
    let key: String
    /// By its word: what is needed besides, and what may stand there; nothing where any known key may.
    let kinds: [String: (needed: [String], taken: [String]?)]

    private static let authentication = Alternatives(
        key: "mode",
        kinds: [
            "provider-default": ([], []), "authorization-bearer": (["token"], ["token"]),
            "header": (["headerName", "value"], ["headerName", "value", "prefix"]),
        ]
    )
    private static let proxy = Alternatives(
        key: "mode",
        kinds: ["env-proxy": ([], ["tls"]), "explicit-proxy": (["url"], ["url", "tls"])]
    )
    private static let transport = Alternatives(
        key: "kind",
        kinds: ["managed-native": ([], nil), "external-native": (["url"], ["url"]), "container": (["url"], ["url"])]
    )
    private static let runtime = Alternatives(key: "type", kinds: ["embedded": ([], []), "acp": ([], ["acp"])])
    private static let exact: [String: Alternatives] = [
        "secrets.providers.*": Alternatives(
            key: "source",
            kinds: [
                "env": ([], ["allowlist"]),
                "file": (["path"], ["path", "mode", "timeoutMs", "maxBytes", "allowInsecurePath"]),
                "exec": (
                    [],
                    [
                        "command", "args", "timeoutMs", "noOutputTimeoutMs", "maxOutputBytes", "jsonOnly", "env",
                        "passEnv", "trustedDirs", "allowInsecurePath", "allowSymlinkCommand", "pluginIntegration",
                    ]
                ),
                "store": ([], []),
            ]
        ),
        "accessGroups.*": Alternatives(
            key: "type",
            kinds: [
                "discord.channelAudience": (["guildId", "channelId"], ["guildId", "channelId", "membership"]),
                "message.senders": (["members"], ["members"]),
            ]
        ),
        "agents.list[].runtime": runtime,
        "agents.entries.*.runtime": runtime,
        "channels.signal.transport": transport,
        "channels.signal.accounts.*.transport": transport,
    ]

    static func at(_ pattern: String) -> Alternatives? {
        if let exact = exact[pattern] { return exact }
        if pattern.hasSuffix(".request.auth") { return authentication }
        return pattern.hasSuffix(".request.proxy") ? proxy : nil
    }
}

extension ConfigurationJudge {
    /// What the kind of an object wants, where its place takes objects of several kinds.
    mutating func judgeAlternatives(_ value: Setting, _ at: At) {
        judgeReference(value, at)
        if at.pattern == "bindings[]" { return judgeBinding(value, at) }
        guard let alternatives = Alternatives.at(at.pattern) else { return }
        if !value[alternatives.key].isSet {
            let path = key(alternatives.key, below: at)
            refuse(.missing, path, "OpenClaw \(name) wants \(path), which is missing", value)
        }
        guard let word = value[alternatives.key].text, let kind = alternatives.kinds[word] else { return }
        var needed = kind.needed
        if at.pattern == "secrets.providers.*", word == "exec", !value["pluginIntegration"].isSet {
            needed = ["command"]
        }
        for key in needed where !value[key].isSet {
            let reason = "\(at.path) with \(alternatives.key) \(word) needs \(key)"
            refuse(.missing, self.key(key, below: at), reason, value)
        }
        guard let taken = kind.taken else { return }
        for entry in value.entries where entry.key != alternatives.key && !taken.contains(entry.key) {
            refuse(
                .unknownKey,
                key(entry.key, below: at),
                "\(at.path) with \(alternatives.key) \(word) does not take \(entry.key)",
                entry.value
            )
        }
    }

    private mutating func judgeBinding(_ value: Setting, _ at: At) {
        guard value["acp"].isSet, value["type"].text != "acp" else { return }
        refuse(.unknownKey, key("acp", below: at), "\(at.path) takes acp only with type acp", value["acp"])
    }

    /// Whether the place is the name of a secret, which every kind of source writes in its own way.
    func isReferenceIdentifier(_ at: At) -> Bool {
        at.pattern.hasSuffix(".id") && Self.isReferencePlace(at.pattern)
    }

    private static func isReferencePlace(_ pattern: String) -> Bool {
        !pattern.hasSuffix("agentRuntime.id") && !pattern.hasPrefix("agents.list[].id")
    }

    /// A reference to a secret: the name has the form of its source.
    private mutating func judgeReference(_ value: Setting, _ at: At) {
        let below = place(at.number).below
        guard below["source"] != nil, below["provider"] != nil, below["id"] != nil, below.count == 3,
            let source = value["source"].text, let name = value["id"].text
        else { return }
        let patterns: [String: Substring] = [
            "env": "^[A-Z][A-Z0-9_]{0,127}$", "store": "^[A-Z][A-Z0-9_]{0,127}$",
            "file": "^(value|(/([^~/]|~[01])*)+)$",
            "exec": since(OpenClawVersion(2026, 6, 11))
                ? "^[A-Za-z0-9][A-Za-z0-9._:/#-]{0,255}$" : "^[A-Za-z0-9][A-Za-z0-9._:/-]{0,255}$",
        ]
        guard let pattern = patterns[source], name.utf16.count <= 2000, Self.matches(name, [pattern]) == false else {
            return
        }
        let reason = "\(at.path) names its secret in another way than \(source) does"
        refuse(.rule, key("id", below: at), reason, value["id"])
    }

    /// The plugins of which the table has settings in this version.
    var knownPlugins: KnownPlugins { KnownPlugins(version: version) }
}

/// Plugins whose settings the table has in a version; each is looked up when it is asked for.
struct KnownPlugins {
    fileprivate let version: Int

    func contains(_ name: String) -> Bool {
        guard name != "*", let place = Self.places[Substring(name)] else { return false }
        return ConfigurationSchema.shared.place(place).shape(in: version) != nil
    }

    private static let places: [Substring: Int] = {
        let schema = ConfigurationSchema.shared
        var entries: SchemaPlace? = schema.place(schema.root)
        for key in ["plugins", "entries"] { entries = entries?.below[Substring(key)].map(schema.place) }
        return entries?.below ?? [:]
    }()
}
