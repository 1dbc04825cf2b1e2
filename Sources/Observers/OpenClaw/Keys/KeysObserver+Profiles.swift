import Catalog
import Documents
import Hardening
import Surface

// Logins at providers that OpenClaw keeps beside its configuration, and copies of keys that it made of them.
extension KeysObserver {
    /// The keys in OpenClaw's store of logins: one for all since 2026.8, one an agent before, and before that in a file.
    ///
    /// Since 2026.8.1 `doctor --fix` copies each key of the configuration there, and that copy goes before a text in the
    /// configuration that is changed later. A login may have `keyRef` in place of `key`: seen to be used by 2026.9.6, 2026.6.11
    /// and 2026.4.23, each where it keeps them.
    func profiles(of installation: Installation) async -> (keys: [PlainKey], doubts: [String]) {
        var keys: [PlainKey] = []
        var doubts: [String] = []
        let shared = Row(
            Path.join(installation.directory, "state/openclaw.sqlite"),
            table: "config_machine_state",
            keyColumn: "state_key",
            key: "authProfiles.store",
            valueColumn: "value_json"
        )
        var rows = [shared]
        let agents = Path.join(installation.directory, "agents")
        for agent in await surface.entries(agents).content ?? [] {
            rows.append(
                Row(
                    Path.join(agents, "\(agent)/agent/openclaw-agent.sqlite"),
                    table: "auth_profile_store",
                    keyColumn: "store_key",
                    key: "primary",
                    valueColumn: "store_json"
                )
            )
            let file = Path.join(agents, "\(agent)/agent/auth-profiles.json")
            guard let bytes = await surface.file(file).content?.bytes else { continue }
            let isRead = installation.version.map { $0 < Self.withoutFiles } ?? false
            let why = isRead ? nil : "this version does not read it; openclaw doctor --fix takes it over"
            keys += Self.keys(in: bytes, file, row: nil, installation, blocker: why)
        }
        for row in rows {
            switch await Observer(look: look).observe(.row(row)) {
            case .unreadable(let why): doubts.append("\(row.database): \(why.why)")
            case .state(.row(let content)):
                keys += Self.keys(in: Array(content.text.utf8), row.database, row: row, installation, blocker: nil)
            case .state: continue
            }
        }
        return (keys, doubts)
    }

    /// From here on, logins are in the agents' databases.
    private static let withoutFiles = OpenClawVersion(2026, 6, 1)

    private static func keys(
        in bytes: [UInt8],
        _ file: String,
        row: Row?,
        _ installation: Installation,
        blocker: String?
    ) -> [PlainKey] {
        guard let document = try? JSONDocument(bytes) else { return [] }
        return (document.root["profiles"]?.members ?? []).flatMap { profile -> [PlainKey] in
            ["key", "token"].compactMap { name in
                guard let node = profile.value[name], let text = node.text, !text.isEmpty else { return nil }
                return PlainKey(
                    installation: installation.name,
                    setting: ["auth", "profiles", profile.key, name],
                    file: file,
                    place: ["profiles", profile.key, name],
                    line: row == nil ? LineTable(bytes).line(at: node.range.lowerBound) : nil,
                    value: text,
                    row: row,
                    blocker: blocker
                )
            }
        }
    }
}
