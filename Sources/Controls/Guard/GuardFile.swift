public import Documents

/// guard.yaml, with the agents of an enrolment.
public enum GuardFile {
    public static let path = "/etc/nacre/guard.yaml"

    /// Where the guard listens, as it is written there; what it listens at without the setting where there is none.
    public static func listeners(in text: String) throws(SyntaxError) -> [String] {
        let listen = try YAMLDocument(text).root["listen"]
        return listen?.items?.compactMap(\.text) ?? [listen?.text ?? "127.0.0.1:18785"]
    }

    /// The text with the entries in it; what else it says of an agent that is there, such as its budget, stays.
    ///
    /// Agents find the guard at `address`; `text` is empty for a new file; `hash` gives a placeholder's in hexadecimal digits. Errors
    /// are of a text that is no YAML, or cannot be changed in the way it is written.
    public static func adding(
        _ entries: [GuardEnrolment.Entry],
        at address: String,
        to text: String,
        hash: (String) -> String
    ) throws(SyntaxError) -> String {
        var file = try YAMLText(text.isEmpty ? head : text)
        let listeners = try listeners(in: file.text)
        if !listeners.contains(address) {
            file = try file.setting(.list((listeners + [address]).map { .text($0) }), at: ["listen"])
        }
        for entry in entries {
            let name = try upstream(of: entry, in: file)
            if file.root["upstreams"]?[name] == nil {
                file = try file.setting(upstream(entry), at: ["upstreams", .key(name)])
            }
            let place: [JSONPathComponent] = ["agents", .key(entry.name)]
            let digest = YAMLValue.text("sha256:\(hash(entry.placeholder))")
            if file.root[place] == nil {
                file = try file.setting(
                    .map(["placeholder": digest, "upstream": .text(name)]),
                    at: place
                )
            } else {
                file = try file.setting(digest, at: place + ["placeholder"])
                file = try file.setting(.text(name), at: place + ["upstream"])
            }
        }
        return file.text
    }

    private static let head =
        "# What nacre-guard takes, and where it sends it; docs/guard.md says what else can stand here.\n"

    /// The name of one that says the same, or a free one.
    private static func upstream(of entry: GuardEnrolment.Entry, in file: YAMLText) throws(SyntaxError) -> String {
        let key = entry.key.map { "vault:\($0)" }
        let all = file.root["upstreams"]?.entries ?? []
        let same = all.first { one in
            one.value["dialect"]?.text == entry.dialect && one.value["url"]?.text == entry.upstream
                && one.value["key"]?.text == key
        }
        if let same { return same.key }
        let names = [entry.provider] + (2...999).map { "\(entry.provider)-\($0)" }
        return names.first { name in !all.contains { $0.key == name } } ?? entry.provider
    }

    private static func upstream(_ entry: GuardEnrolment.Entry) -> YAMLValue {
        var members: [String: YAMLValue] = ["dialect": .text(entry.dialect), "url": .text(entry.upstream)]
        if let key = entry.key { members["key"] = .text("vault:\(key)") }
        return .map(members)
    }
}
