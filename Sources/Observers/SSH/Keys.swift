import Documents
import Hardening

extension Observer {
    /// The least length of RSA that is sound until 2030. NIST SP 800-57 part 1
    private static let leastRSA = 2048

    /// The keys sshd shows to clients, and who may touch their files.
    func hostKeys() async -> Observation {
        let loaded: SSHDLoaded
        switch await sshdConfiguration() {
        case .absent: return .state(.absent)
        case .unreadable(let why): return .unreadable(why)
        case .found(let found): loaded = found
        }
        if let why = loaded.unread.first { return .unreadable("\(why), and sshd reads it") }
        let settings: SSHDSettings
        do {
            settings = try loaded.configuration.settings()
        } catch {
            return .unreadable("sshd refuses its configuration: \(error)")
        }
        let configured = settings["hostkey"]?.map(\.value) ?? []
        let paths =
            configured.isEmpty
            ? ["rsa", "ecdsa", "ed25519"].map { "\(SSHDConfiguration.directory)/ssh_host_\($0)_key" } : configured
        var records: [Record] = []
        for path in paths {
            switch await surface.status(path) {
            case .absent: continue
            case .unreadable(let why):
                records.append(Record(path, [.fileMode: .unknown(why), .fileOwner: .unknown(why)]))
            case .found(let status):
                var record = Record(
                    path,
                    [.fileMode: .mode(status.mode), .fileOwner: .number(Int(status.owner))],
                    origins: [.fileMode: Origin(path)]
                )
                switch await surface.file(path + ".pub") {
                case .found(let content):
                    if let key = SSHPublicKey.keys(in: content.bytes).first {
                        Self.describe(key, in: &record)
                    } else {
                        Self.unknownKey("\(path).pub holds no key", in: &record)
                    }
                case .absent: Self.unknownKey("\(path).pub is missing", in: &record)
                case .unreadable(let why): Self.unknownKey(why, in: &record)
                }
                records.append(record)
            }
        }
        return .state(.records(records))
    }

    /// Every key that opens an account, and whether others can add one.
    func authorizedKeys() async -> Observation {
        let loaded: SSHDLoaded
        switch await sshdConfiguration() {
        case .absent: return .state(.absent)
        case .unreadable(let why): return .unreadable(why)
        case .found(let found): loaded = found
        }
        if let why = loaded.unread.first { return .unreadable("\(why), and sshd reads it") }
        guard case .found(let accounts) = await accountRecords() else {
            return .unreadable("the account database could not be read")
        }
        let groups = await groupNames()
        var records: [Record] = []
        for account in accounts where account[.canLogIn] != false {
            guard case .text(let home) = account[.home], case .number(let uid) = account[.uid] else { continue }
            var patterns: Set<String> = []
            for place in Place.all(in: loaded.configuration) {
                let connection = place.connection(of: account.name, groups: groups[account.name] ?? [])
                guard let settings = try? loaded.configuration.settings(for: connection) else {
                    return .unreadable("sshd refuses its configuration")
                }
                patterns.formUnion(settings.value("authorizedkeysfile")?.split(separator: " ").map(String.init) ?? [])
            }
            for pattern in patterns.sorted() where pattern != "none" {
                let path = Self.expand(pattern, home: home, user: account.name, uid: uid)
                records += await keyRecords(path, of: account.name, uid: uid)
            }
        }
        return .state(.records(records))
    }

    /// The tokens of AuthorizedKeysFile. sshd_config(5), TOKENS
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

    private func keyRecords(_ path: String, of user: String, uid: Int) async -> [Record] {
        let content: FileContent
        switch await surface.file(path) {
        case .absent: return []
        case .unreadable(let why):
            let unknown = Value.unknown(why)
            return [
                Record(
                    path,
                    [.user: .text(user), .keyType: unknown, .isWeakKey: unknown, .writableByOthers: unknown]
                )
            ]
        case .found(let found): content = found
        }
        let exposed = await exposure(of: path, content.status, uid: uid)
        var shared = Record(path, [.user: .text(user), .writableByOthers: exposed.value])
        shared[.fileMode] = .mode(content.status.mode)
        shared[.fileOwner] = .number(Int(content.status.owner))
        shared.origins[.writableByOthers] = Origin(exposed.path)
        return SSHPublicKey.keys(in: content.bytes).map { key in
            var record = shared
            record.name = "\(path) line \(key.line)"
            Self.describe(key, in: &record)
            record[.keyOptions] = .list(key.options.map { String($0.prefix { $0 != "=" }) })
            record.origins[.isWeakKey] = Origin(path, line: key.line)
            return record
        }
    }

    /// Follows `safe_path` of misc.c: the file and every directory above it belong to the account or root, and nobody
    /// else writes there.
    private func exposure(of path: String, _ status: FileStatus, uid: Int) async -> (value: Value, path: String) {
        var current = path
        var status = status
        while true {
            if (Int(status.owner) != uid && status.owner != 0) || status.mode & 0o022 != 0 { return (true, current) }
            guard current != "/" else { return (false, path) }
            current = Path.parent(current)
            switch await surface.status(current) {
            case .found(let parent): status = parent
            case .absent: return (.unknown("\(current) is missing"), current)
            case .unreadable(let why): return (.unknown(why), current)
            }
        }
    }

    private static func describe(_ key: SSHPublicKey, in record: inout Record) {
        record[.keyType] = .text(key.type)
        record[.keyBits] = key.bits.map { .number($0) } ?? .unset
        record[.isWeakKey] = .flag(key.isWeak(leastRSA: leastRSA))
    }

    private static func unknownKey(_ why: String, in record: inout Record) {
        for field in [Field.keyType, .keyBits, .isWeakKey] { record[field] = .unknown(why) }
    }
}
