import Catalog
import Documents
import Hardening
import Surface

extension SecretsObserver {
    /// Files that hold secrets by their nature, with who may read them.
    func secretFiles() async throws(Unknown) -> [Record]? {
        guard let homes = try await homeDirectories().get() else {
            throw Unknown.missing("there is no account database")
        }
        var records: [Record] = []
        for home in homes { records += await personalSecrets(home) }
        records += await projectSecrets()
        records += await keysOfCertificates()
        return records
    }

    private func personalSecrets(_ home: HomeDirectory) async -> [Record] {
        var files = PersonalPlaces.files.map { ($0.kind, "\(home.path)/\($0.name)") }
        var records: [Record] = []
        for (kind, name, mark) in PersonalPlaces.sometimes {
            let path = "\(home.path)/\(name)"
            switch await surface.text(path) {
            case .absent: continue
            case .unreadable: files.append((kind, path))
            case .found(let text): if text.contains(mark) { files.append((kind, path)) }
            }
        }
        let keys = await listing("\(home.path)/.ssh")
        if case .unreadable(let why) = keys {
            records.append(Self.unseenFile("SSH key", "\(home.path)/.ssh/*", why))
        }
        let someKeys = (keys.content ?? []).bounded("files", in: "\(home.path)/.ssh")
        if let rest = someKeys.rest {
            records.append(Self.unseenFile("SSH key", "further files in \(home.path)/.ssh", rest))
        }
        for name in someKeys.first {
            let path = "\(home.path)/.ssh/\(name)"
            let isNamed = name.hasPrefix("id_") && !name.hasSuffix(".pub") || name.hasSuffix(".pem")
            if await isPrivateKey(path) ?? false || isNamed { files.append(("SSH key", path)) }
        }
        for (kind, path) in files {
            let owner = UInt32(clamping: home.uid)
            if let record = await secretFile(kind, path, owner: owner, isPersonal: true) { records.append(record) }
        }
        return records
    }

    /// Whether a file's content is a private key, whatever it is called; nil where it cannot be read.
    private func isPrivateKey(_ path: String) async -> Bool? {
        guard case .found(let status) = await surface.status(path), status.kind == .regular else { return false }
        guard status.size <= 64 << 10 else { return false }
        guard let text = await surface.text(path).content else { return nil }
        return text.contains("PRIVATE KEY-----") || text.hasPrefix("PuTTY-User-Key-File")
    }

    /// Environment files, those that compose files name, and archives of OpenClaw's state.
    private func projectSecrets() async -> [Record] {
        let places = await projectDirectories()
        var records: [Record] = []
        var seen: Set<ByteName> = []
        func add(_ kind: String, _ path: String) async {
            guard seen.insert(ByteName(path)).inserted else { return }
            let owner = await surface.status(Path.parent(path)).content?.owner
            if let record = await secretFile(kind, path, owner: owner) { records.append(record) }
        }
        for directory in places.directories {
            for name in await listing(directory).content ?? [] {
                if SecretFileNames.isEnvironment(name) { await add("environment file", Path.join(directory, name)) }
                if SecretFileNames.isArchive(name) { await add("archive", Path.join(directory, name)) }
            }
        }
        for directory in ["/var/backups", "/backup", "/backups"] {
            let names = await listing(directory)
            if case .unreadable(let why) = names { records.append(Self.unseenFile("archive", directory, why)) }
            for name in names.content ?? [] where SecretFileNames.isArchive(name) {
                await add("archive", Path.join(directory, name))
            }
        }
        for service in await compose.openclawServices().services {
            let node = service.node["env_file"]
            let items = node?.items ?? [node].compactMap { $0 }
            for item in items {
                guard let name = item.text ?? item["path"]?.text, !name.contains("$") else { continue }
                let path = Path.resolve(name, from: Path.parent(service.file))
                // A compose file names what its author likes; what lies beside it is where its author put it.
                let isBeside = Path.isInside(path, Path.parent(service.file))
                if !isBeside, let why = await objection(to: path, namedBy: await author(of: service.file)) {
                    if seen.insert(ByteName(path)).inserted {
                        records.append(Self.unseenFile("environment file", path, why))
                    }
                } else {
                    await add("environment file", path)
                }
            }
        }
        if let doubt = places.doubt {
            for kind in ["environment file", "archive"] { records.append(Self.unseenFile(kind, "others", doubt)) }
        }
        return records
    }

    private func keysOfCertificates() async -> [Record] {
        var files = ["/etc/ssl/private", "/etc/letsencrypt/archive", "/var/lib/caddy/.local/share/caddy"].map {
            ("TLS directory", $0)
        }
        var records: [Record] = []
        for directory in ["/etc/ssl/private", "/etc/letsencrypt/live"] {
            guard case .unreadable(let why) = await listing(directory) else { continue }
            records.append(Self.unseenFile("TLS key", "\(directory)/*", why))
        }
        for name in await listing("/etc/ssl/private").content ?? [] where name.hasSuffix(".key") {
            files.append(("TLS key", "/etc/ssl/private/\(name)"))
        }
        let live = (await listing("/etc/letsencrypt/live").content ?? []).bounded("names", in: "/etc/letsencrypt/live")
        if let rest = live.rest {
            records.append(Self.unseenFile("TLS key", "further names in /etc/letsencrypt/live", rest))
        }
        for name in live.first {
            files.append(("TLS key", "/etc/letsencrypt/live/\(name)/privkey.pem"))
        }
        for directory in ["/etc/caddy", "/etc/traefik", "/etc/haproxy", "/etc/nginx"] {
            let settings = await tree(directory)
            if let why = settings.hindrance ?? settings.content?.rest {
                records.append(Self.unseenFile("TLS key", "\(directory)/*", why))
            }
            for path in settings.content?.files ?? [] {
                let isNamed = path.hasSuffix(".key") || path.hasSuffix(".pem")
                if isNamed, await isPrivateKey(path) ?? path.hasSuffix(".key") { files.append(("TLS key", path)) }
                if directory == "/etc/caddy", let text = await surface.text(path).content {
                    files += Self.caddyKeys(text).map { ("TLS key", Path.resolve($0, from: "/etc/caddy")) }
                }
            }
        }
        files += await ServerVault.files(surface).map { ("vault", $0) }
        for site in await proxies.nginxSites().content ?? [] { files += site.keys.map { ("TLS key", $0) } }
        var seen: Set<ByteName> = []
        for (kind, path) in files where seen.insert(ByteName(path)).inserted {
            if let record = await secretFile(kind, path, owner: 0) { records.append(record) }
        }
        return records
    }

    /// Second files that lines `tls CERTIFICATE KEY` name.
    static func caddyKeys(_ text: String) -> [String] {
        TextLines(text).compactMap { _, line in
            let words = line.split { " \t".contains($0) }
            guard words.first == "tls", words.count >= 3, words[2] != "{" else { return nil }
            let key = words[2].filter { $0 != "\"" && $0 != "`" }
            return key.contains("{") ? nil : key
        }
    }

    private func secretFile(_ kind: String, _ path: String, owner: UInt32?, isPersonal: Bool = false) async -> Record? {
        switch await surface.status(path) {
        case .absent: return nil
        case .unreadable(let why): return Self.unseenFile(kind, path, why)
        // A history that leads to /dev/null keeps nothing.
        case .found(let status) where status.kind != .regular && status.kind != .directory: return nil
        case .found(let status):
            // The keys of certificates may belong to the account that serves them.
            let fits = status.owner == 0 || status.owner == owner || kind.hasPrefix("TLS") && status.owner < 1000
            var record = Record(
                path,
                [
                    .secretFileKind: .text(kind),
                    .secretFileMode: .mode(status.mode & 0o777),
                    .secretFileOwnerFits: owner == nil
                        ? .unknown(.failed("its directory could not be looked at")) : .flag(fits),
                    .secretFileTarget: status.isLink ? await target(of: path) : .unset,
                    .secretFileRightfulOwner: .unset,
                ],
                identity: [.path: .text(path)],
                origins: [.secretFileMode: Origin(path), .secretFileOwnerFits: Origin(path)]
            )
            // A file that has a second name elsewhere would be given away there too, and so would what a link leads to.
            if let owner, isPersonal, !status.isLink, status.kind == .directory || status.names == 1 {
                record[.secretFileRightfulOwner] = .number(Int(owner))
            }
            return record
        }
    }

    /// What a link leads to, through other links; directories on the way are taken as they are named.
    private func target(of path: String) async -> Value {
        var path = path
        for _ in 0..<8 {
            switch await surface.link(path) {
            case .absent: return .text(path)
            case .unreadable(let why): return .unknown(why)
            case .found(let next): path = Path.resolve(next, from: Path.parent(path))
            }
        }
        return .unknown(.tooLarge("too many links"))
    }

    private static func unseenFile(_ kind: String, _ path: String, _ why: Unknown) -> Record {
        Record(
            path,
            [.secretFileKind: .text(kind), .secretFileMode: .unknown(why), .secretFileOwnerFits: .unknown(why)],
            identity: [.path: .text(path)]
        )
    }
}
