import Catalog

/// The server that a remedy is for.
struct RemedyPlace: Sendable {
    private let installations: [Record]
    private let files: [Record]
    private let accounts: [Record]

    /// The addresses of the control UI, as JSON between quotation marks; none where the profile names none.
    let origins: String?

    init(_ snapshot: Snapshot, _ profile: Profile) {
        func records(_ subject: Subject) -> [Record] {
            if case .state(.records(let records)) = snapshot[.facts(subject)] { records } else { [] }
        }
        installations = records(.openclaw)
        files = records(.openclawFiles)
        accounts = records(.accounts)
        let names = profile.proxy.domains
        origins =
            names.isEmpty || !names.allSatisfy(Quoting.isPlain)
            ? nil : "'[\(names.map { "\"https://\($0)\"" }.joined(separator: ","))]'"
    }

    /// The installation that a row is about: it says so, or its file lies there, or there is no other.
    private func installation(of row: Record) -> Record? {
        if installations.count == 1 { return installations[0] }
        if case .text(let directory) = row[.installation] {
            return installations.first { $0[.installation] == .text(directory) }
        }
        let origins = row.origins.values.map(\.file)
        return installations.first { one in
            guard case .text(let directory) = one[.installation] else { return false }
            return origins.contains { $0.hasPrefix("\(directory)/") } || row.name.hasSuffix(" in \(directory)")
        }
    }

    /// What others can write to, so that they can change the authorized keys that the row is about.
    func exposed(by row: Record) -> [String] { row.origins[.writableByOthers].map { [$0.file] } ?? [] }

    /// Whether that is the account's home, or lies in it.
    func isAtHome(_ path: String, _ row: Record) -> Bool {
        guard let account = accounts.first(where: { row[.user] == .text($0.name) }),
            case .text(let home) = account[.home], home.split(separator: "/").count > 0
        else { return false }
        return path == home || path.hasPrefix(home + "/")
    }

    /// The account that runs the gateway of the installation.
    func account(of row: Record) -> String? { installation(of: row).flatMap { runner(of: $0) } }

    private func runner(of installation: Record) -> String? {
        if case .text(let account) = installation[.gatewayAccount], Quoting.isPlain(account) { return account }
        guard case .text(let directory) = installation[.installation] else { return nil }
        let state = files.first { $0[.installation] == installation[.installation] && $0[.path] == .text(directory) }
        if let state, case .number(let owner) = state[.owner], owner != 0 || directory.hasPrefix("/root/") {
            return owner == 0 ? "root" : "'#\(owner)'"
        }
        let parts = directory.split(separator: "/")
        if directory.hasPrefix("/root/") { return "root" }
        guard parts.count > 2, parts[0] == "home", Quoting.isPlain(String(parts[1])) else { return nil }
        // A home may be left of an account that is gone.
        let isThere = accounts.isEmpty || accounts.contains { $0.name == parts[1] }
        return isThere ? String(parts[1]) : nil
    }

    /// The version that surely knows a setting, where the installation that the row is about may not; none where it does, or
    /// where nobody can tell.
    func version(knowing setting: String, insteadOf row: Record) -> String? {
        guard let installation = installation(of: row), case .list(let disputed) = installation[.disputedSettings],
            case .text(let next) = installation[.nextKnownVersion]
        else { return nil }
        let isDisputed = disputed.contains { setting == $0 || setting.hasPrefix($0 + ".") }
        return isDisputed ? next : nil
    }

    /// What stands before `openclaw` so that it speaks of the installation that the row is about; none where that is
    /// not known.
    func program(for row: Record) -> String? {
        guard let installation = installation(of: row), case .text(let directory) = installation[.installation] else {
            return nil
        }
        if case .text(let container) = installation[.openclawContainer] {
            return Quoting.word(container).map { "sudo docker exec \($0) " }
        }
        // Its version is known from a file where its program is.
        guard installation.origins[.openclawVersion] != nil else { return nil }
        guard let account = runner(of: installation), let word = Quoting.word(directory) else { return nil }
        let isUsual = directory == "/home/\(account)/.openclaw" || account == "root" && directory == "/root/.openclaw"
        return "sudo -iu \(account) " + (isUsual ? "" : "env OPENCLAW_STATE_DIR=\(word) ")
    }
}
