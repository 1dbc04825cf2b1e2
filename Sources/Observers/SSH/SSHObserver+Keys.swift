import Catalog
import Documents
import Hardening
import Surface

extension SSHObserver {
    /// Every key that opens an account, and whether others can add one.
    ///
    /// Accounts without a shell count too: their keys still forward ports.
    func authorizedKeys() async throws(Unknown) -> [Record]? {
        guard let configuration = try await sshdGround().get()?.configuration else { return nil }
        guard let accounts = try await accounts.accountRecords().get() else {
            throw Unknown.missing("there is no account database")
        }
        let groups = await self.accounts.groups().names
        let places = Place.all(in: configuration)
        var table = SSHDSettingsTable(configuration)
        var records: [Record] = []
        for account in accounts {
            guard case .text(let home) = account[.home], case .number(let uid) = account[.uid] else { continue }
            var patterns: Set<String> = []
            for place in places {
                let connection = place.connection(of: account.name, groups: groups[account.name] ?? [])
                do {
                    let files = try table.settings(for: connection)["authorizedkeysfile"] ?? []
                    patterns.formUnion(files.flatMap(configuration.words))
                } catch {
                    throw Unknown.malformed("sshd refuses its configuration: \(error)")
                }
            }
            for pattern in patterns.sorted() where pattern != "none" {
                let path = Self.expand(pattern, home: home, user: account.name, uid: uid)
                guard configuration.version >= SSHDVersion(10, 0), SSHDGlob.isPattern(path) else {
                    records += await keyRecords(path, of: account)
                    continue
                }
                // Since 10.0 the name may be a pattern.
                switch await expand(path) {
                case .absent: continue
                case .unreadable(let why): records.append(Self.unknown(path, account, why))
                case .found(let paths): for path in paths { records += await keyRecords(path, of: account) }
                }
            }
        }
        return records
    }

    /// The path with the tokens of AuthorizedKeysFile filled in, as sshd_config(5) lists them.
    static func expand(_ pattern: String, home: String, user: String, uid: Int) -> String {
        var path = ""
        var isToken = false
        for character in pattern {
            if isToken {
                path += character == "h" ? home : character == "u" ? user : character == "U" ? "\(uid)" : "\(character)"
                isToken = false
            } else if character == "%" {
                isToken = true
            } else {
                path.append(character)
            }
        }
        return path.hasPrefix("/") ? path : Path.join(home, path)
    }

    private static func unknown(_ path: String, _ account: Record, _ why: Unknown) -> Record {
        let unknown = Value.unknown(why)
        return Record(
            path,
            [.user: .text(account.name), .keyType: unknown, .isWeakKey: unknown, .writableByOthers: unknown],
            identity: [.path: .text(path)]
        )
    }

    private func keyRecords(_ path: String, of account: Record) async -> [Record] {
        let content: FileContent
        switch await surface.file(path, limit: 512 << 10) {
        case .absent: return []
        case .unreadable(let why): return [Self.unknown(path, account, why)]
        case .found(let found): content = found
        }
        let exposed = await exposure(of: path, content.status, account)
        var shared = Record(
            path,
            [.user: .text(account.name), .writableByOthers: exposed.value],
            identity: [.path: .text(path)]
        )
        shared[.fileMode] = .mode(content.status.mode)
        shared[.fileOwner] = .number(Int(content.status.owner))
        shared.origins[.writableByOthers] = Origin(exposed.path)
        return SSHPublicKey.keys(in: content.bytes).map { key in
            var record = shared
            record.name = "\(path) line \(key.line)"
            Self.describe(key, in: &record)
            record[.keyOptions] = .list(key.options.map { String($0.prefix { $0 != "=" }) })
            record[.keySources] = key.value(of: "from").map { .text($0) } ?? .unset
            record[.isExpiredKey] = isExpired(key)
            record.origins[.isWeakKey] = Origin(path, line: key.line)
            return record
        }
    }

    /// Without a zone it is the server's local time; a key that ends within the day is none to count on.
    private func isExpired(_ key: SSHPublicKey) -> Value {
        guard let expiry = key.value(of: "expiry-time") else { return .unset }
        return SSHPublicKey.seconds(ofTime: expiry).map { .flag($0 < surface.now + 26 * 3600) } ?? true
    }

    /// Whether the file or a directory above it belongs to somebody else than the account or root, or others write there.
    ///
    /// Follows `safe_path` of misc.c with Debian's patch, by which the account's private group does no harm.
    private func exposure(
        of path: String,
        _ status: FileStatus,
        _ account: Record
    ) async -> (value: Value, path: String) {
        let table = await accounts.groups()
        var current = path
        var status = status
        while true {
            let isOwn = status.owner == 0 || account[.uid] == .number(Int(status.owner))
            let isPrivate = table.members[Int(status.group), default: []].isSubset(of: [account.name])
            let isOpen = status.mode & 0o002 != 0 || (status.mode & 0o020 != 0 && !(isPrivate || status.group == 0))
            if !isOwn || isOpen { return (true, current) }
            current = Path.parent(current)
            guard current != "/" else { return (false, path) }
            switch await surface.status(current) {
            case .found(let parent): status = parent
            case .absent: return (.unknown(.missing("\(current) is missing")), current)
            case .unreadable(let why): return (.unknown(why), current)
            }
        }
    }
}
