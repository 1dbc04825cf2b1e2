import Catalog
import Documents
import Hardening
import Surface

extension SSHObserver {
    /// The lines outside Match blocks that set what matters, in the order sshd reads them, and which of them wins.
    func sshSettings() async throws(Unknown) -> [Record]? {
        guard let configuration = try await sshdGround().get()?.configuration else { return nil }
        do {
            _ = try configuration.settings()
        } catch {
            throw Unknown.malformed("sshd refuses its configuration: \(error)")
        }
        var lines: [SettingLine] = []
        Self.collect(configuration.main, configuration, depth: 0, into: &lines)
        var winners: [String: SettingLine] = [:]
        var records: [Record] = []
        for line in lines {
            let winner = winners[line.keyword]
            if winner == nil { winners[line.keyword] = line }
            records.append(Self.record(of: line, beatenBy: winner))
        }
        return records
    }

    private static func record(of line: SettingLine, beatenBy winner: SettingLine?) -> Record {
        let name = Path.name(line.file)
        let isOurs = name.contains("nacre")
        let isWeaker = winner.map { winner in
            guard let own = line.strictness, let other = winner.strictness else { return false }
            return other < own
        }
        let differs = winner.map { $0.value.lowercased() != line.value.lowercased() } ?? false
        let origin = Origin(line.file, line: line.line)
        return Record(
            "\(line.keyword) in \(name) line \(line.line)",
            [
                .keyword: .text(line.keyword), .settingValue: .text(line.value), .isOurs: .flag(isOurs),
                .isBeaten: .flag(winner != nil), .isOverruled: .flag(isWeaker == true || (isOurs && differs)),
                .winner: winner.map { .text("\($0.file) line \($0.line): \($0.value)") } ?? .unset,
            ],
            origins: [.settingValue: origin, .winner: winner.map { Origin($0.file, line: $0.line) } ?? origin]
        )
    }

    /// Up to the first Match line of each file; deeper than sshd goes there is nothing.
    private static func collect(
        _ path: String,
        _ configuration: SSHDConfiguration,
        depth: Int,
        into lines: inout [SettingLine]
    ) {
        guard depth <= SSHDConfiguration.deepest, lines.count < 4096 else { return }
        for line in configuration.files[path]?.lines ?? [] {
            guard case .directive(let keyword, let arguments, _) = line.content else { continue }
            switch keyword {
            case "match": return
            case "include":
                for argument in arguments {
                    for file in configuration.expansions[SSHDConfiguration.pattern(argument)] ?? [] {
                        collect(file, configuration, depth: depth + 1, into: &lines)
                    }
                }
            default:
                let name = SettingLine.aliases[keyword] ?? keyword
                guard SettingLine.telling.contains(name) else { continue }
                let value = arguments.joined(separator: " ")
                lines.append(SettingLine(keyword: name, value: value, file: path, line: line.number))
            }
        }
    }
}

/// A line of sshd's configuration that matters.
private struct SettingLine {
    let keyword: String
    let value: String
    let file: String
    let line: Int

    /// Keywords of which `no` is the strict value.
    private static let permissions: Set<String> = [
        "passwordauthentication", "kbdinteractiveauthentication", "permitemptypasswords", "allowagentforwarding",
        "x11forwarding", "permituserenvironment", "hostbasedauthentication", "gatewayports", "permittunnel",
    ]
    private static let scales: [String: [String]] = [
        "permitrootlogin": ["yes", "prohibit-password", "forced-commands-only", "no"],
        "allowtcpforwarding": ["yes", "local", "no"],
        "strictmodes": ["no", "yes"],
        "disableforwarding": ["no", "yes"],
    ]
    static let aliases = ["challengeresponseauthentication": "kbdinteractiveauthentication"]
    static let telling: Set<String> = permissions.union(scales.keys)
        .union(["maxauthtries", "logingracetime", "maxstartups", "usepam", "authenticationmethods"])
        .union(["ciphers", "macs", "kexalgorithms", "hostkeyalgorithms", "pubkeyacceptedalgorithms"])

    /// How strict the value is among those of its keyword; `nil` where values have no order.
    var strictness: Int? {
        let word = value.lowercased() == "without-password" ? "prohibit-password" : value.lowercased()
        if Self.permissions.contains(keyword) { return word == "no" ? 1 : 0 }
        if let scale = Self.scales[keyword] { return scale.firstIndex(of: word == "all" ? "yes" : word) }
        return keyword == "maxauthtries" ? Int(word).map { -$0 } : nil
    }
}
