import Catalog

/// A word in a command that only what was found tells, such as `{PATH}`.
///
/// A command whose holes cannot be filled is none that runs, and is told in words.
enum Hole: String, CaseIterable, Sendable {
    /// Of the file or directory that was found.
    case path = "PATH"
    /// Whom a file should belong to.
    case owner = "OWNER"
    /// Of an account of the system.
    case account = "ACCOUNT"
    case group = "GROUP"
    /// Of a unit of systemd.
    case unit = "UNIT"
    /// Where the drop-ins of that unit are.
    case unitDirectory = "UNIT_DIRECTORY"
    /// The program that speaks to the systemd of that unit.
    case systemctl = "SYSTEMCTL"
    case writtenPaths = "WRITTEN_PATHS"
    case container = "CONTAINER"
    case channel = "CHANNEL"
    /// A plugin or skill.
    case `extension` = "EXTENSION"
    case port = "PORT"
    case package = "PACKAGE"
    /// A setting of OpenClaw with the value that blocks a path.
    case setting = "SETTING"
    /// What blocks a path, in words.
    case cut = "CUT"
    /// A setting of OpenClaw that is taken out.
    case key = "KEY"
    /// The tools that an agent may not have, those that are denied already among them.
    case denied = "DENIED"
    /// The addresses of the control UI as the profile has them.
    case origins = "ORIGINS"
    /// Of fail2ban.
    case jail = "JAIL"
    /// Of an archive of packages.
    case origin = "ORIGIN"
    /// What a proxy is called as a unit.
    case service = "SERVICE"
    /// A file or directory in the home of an account, which others can write to.
    case exposed = "EXPOSED"
    /// One that lies elsewhere, so that others may need it as it is.
    case shared = "SHARED"
    /// That the gateway's token or password is read from.
    case variable = "VARIABLE"

    /// Whether what was found may need a command without it.
    var isOptional: Bool { [.setting, .denied, .unit, .container, .origins, .package, .exposed].contains(self) }

    /// What stands for it where nothing was looked at.
    var blank: String {
        switch self {
        case .cut: "the one that the evidence names"
        case .variable: "OPENCLAW_GATEWAY_TOKEN"
        default: rawValue
        }
    }

    /// What the row says; none where it does not.
    func values(in row: Record, _ place: RemedyPlace) -> [String] {
        switch self {
        // What lies in a home is not root's to take.
        case .path: row[.trustedIsRepairable] == false ? [] : row.file.map { [$0] } ?? []
        case .exposed: place.exposed(by: row).filter { place.isAtHome($0, row) }
        case .shared: place.exposed(by: row).filter { !place.isAtHome($0, row) }
        case .owner: row.text(.secretFileRightfulOwner) ?? place.account(of: row).map { [$0] } ?? []
        case .account: row.text(.user) ?? row.text(.gatewayAccount) ?? []
        case .group: row.text(.rootGroup) ?? []
        case .unit: row.text(.openclawUnit) ?? row.restartable.map { [$0] } ?? []
        case .unitDirectory:
            switch row[.openclawUnitAccount] {
            case .unset: ["/etc/systemd/system"]
            case .text(let account) where Quoting.isPlain(account): ["~\(account)/.config/systemd/user"]
            default: []
            }
        case .systemctl:
            switch row[.openclawUnitAccount] {
            case .unset: ["systemctl"]
            case .text(let account) where Quoting.isPlain(account): ["systemctl --user -M \(account)@"]
            default: []
            }
        case .writtenPaths: row.text(.unitWrites).map { [$0.map { "-\($0)" }.joined(separator: " ")] } ?? []
        case .container: row.text(.container) ?? row.text(.openclawContainer) ?? row.nameOfContainer.map { [$0] } ?? []
        case .channel: row.text(.channel) ?? []
        case .extension: row.text(.pluginsWithPromptAccess) ?? row.extensionName.map { [$0] } ?? []
        case .port: row.numbers(.hostPort) + row.numbers(.listeningPort)
        case .package: row.text(.heldPackages) ?? []
        case .setting: (row.text(.chainSettings) ?? []).compactMap(Self.setting)
        case .cut: row.text(.chainCut) ?? []
        case .key: row.text(.dangerousFlags) ?? []
        case .denied: row.denied
        case .origins: place.origins.map { [$0] } ?? []
        case .jail: row.text(.jailName) ?? []
        case .origin: row.text(.archiveOrigin) ?? []
        case .service: row.text(.proxyProgram) ?? []
        case .variable: row.text(.gatewaySecretVariable) ?? []
        }
    }
}

extension Hole {
    /// A key and a value as two words of a shell.
    private static func setting(_ text: String) -> String? {
        guard let space = text.lastIndex(of: " ") else { return nil }
        guard let key = Quoting.word(String(text[..<space])),
            let value = Quoting.word(String(text[text.index(after: space)...]))
        else { return nil }
        return "\(key) \(value)"
    }
}

extension Record {
    /// The texts of a field; none where it has no value.
    fileprivate func text(_ field: Field) -> [String]? {
        switch self[field] {
        case .text(let text) where !text.isEmpty: [text]
        case .list(let items) where !items.isEmpty: items
        default: nil
        }
    }

    fileprivate func numbers(_ field: Field) -> [String] {
        if case .number(let number) = self[field] { ["\(number)"] } else { [] }
    }

    /// The file that it is about.
    fileprivate var file: String? { path ?? (name.hasPrefix("/") ? name : nil) }

    /// The unit, where restarting it ends nothing that people or agents do.
    fileprivate var restartable: String? {
        guard case .text(let unit) = self[.outdatedUnit], self[.isAccountsUnit] != true, self[.startsGateway] != true
        else {
            return nil
        }
        let kept = ["containerd.service", "dbus.service", "docker.service", "systemd-logind.service"]
        return kept.contains(unit) || unit.hasPrefix("user@") ? nil : unit
    }

    /// A container is named by its record, where it is one.
    fileprivate var nameOfContainer: String? { fields[.containerImage] == nil ? nil : name }

    /// What a plugin is called where plugins are installed: the record is named `plugin NAME`.
    fileprivate var extensionName: String? {
        let words = name.split(separator: " ")
        return words.count >= 2 && words[0] == "plugin" ? String(words[1].filter { $0 != "," }) : nil
    }

    /// The whole list, as JSON: what it holds, and what blocks the path.
    fileprivate var denied: [String] {
        guard case .list(let present) = self[.deniedTools], let more = text(.chainDenials) else { return [] }
        let names = present + more.filter { !present.contains($0) }
        guard names.allSatisfy({ Quoting.isPlain($0.filter { $0 != "*" }) || $0 == "*" }) else { return [] }
        return ["'[\(names.map { "\"\($0)\"" }.joined(separator: ","))]'"]
    }
}
