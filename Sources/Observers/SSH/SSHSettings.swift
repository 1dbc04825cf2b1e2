import Documents
import Hardening

extension Observer {
    /// Keywords whose lines are worth a record.
    private static let telling: Set<String> = [
        "passwordauthentication", "kbdinteractiveauthentication", "challengeresponseauthentication", "permitrootlogin",
        "permitemptypasswords", "pubkeyauthentication", "maxauthtries", "logingracetime", "maxstartups", "port",
        "usepam",
        "allowtcpforwarding", "allowagentforwarding", "x11forwarding", "permituserenvironment", "strictmodes",
        "hostbasedauthentication", "authenticationmethods", "ciphers", "macs", "kexalgorithms",
    ]

    /// The lines outside Match blocks that set what matters, in the order sshd reads them, and which of them wins.
    func sshSettings() async -> Observation {
        switch await sshdConfiguration() {
        case .absent: return .state(.absent)
        case .unreadable(let why): return .unreadable(why)
        case .found(let loaded):
            if let why = loaded.unread.first { return .unreadable("\(why), and sshd reads it") }
            var lines: [SettingLine] = []
            Self.collect(loaded.configuration.main, loaded.configuration, depth: 0, into: &lines)
            var winners: [String: SettingLine] = [:]
            return .state(
                .records(
                    lines.map { line in
                        let first = winners[line.keyword]
                        // Every Port line counts.
                        let isBeaten = first != nil && line.keyword != "port"
                        if first == nil { winners[line.keyword] = line }
                        let name = Path.name(line.file)
                        let contradicted = isBeaten && first?.value.lowercased() != line.value.lowercased()
                        let origin = Origin(line.file, line: line.line)
                        return Record(
                            "\(line.keyword) in \(name) line \(line.line)",
                            [
                                .keyword: .text(line.keyword), .settingValue: .text(line.value),
                                .isOurs: .flag(name.contains("nacre")), .isBeaten: .flag(isBeaten),
                                .isContradicted: .flag(contradicted),
                                .winner: isBeaten
                                    ? .text(first.map { "\($0.file) line \($0.line): \($0.value)" } ?? "") : .unset,
                            ],
                            origins: [.settingValue: origin, .isContradicted: origin]
                        )
                    }
                )
            )
        }
    }

    private struct SettingLine {
        let keyword: String
        let value: String
        let file: String
        let line: Int
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
            case let keyword where telling.contains(keyword):
                let name = keyword == "challengeresponseauthentication" ? "kbdinteractiveauthentication" : keyword
                lines.append(
                    SettingLine(
                        keyword: name,
                        value: arguments.joined(separator: " "),
                        file: path,
                        line: line.number
                    )
                )
            default: continue
            }
        }
    }
}
