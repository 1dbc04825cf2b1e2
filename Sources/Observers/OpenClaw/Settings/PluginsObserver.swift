import Catalog
import Documents
import Hardening
import Surface

/// Plugins of an installation.
struct PluginsObserver: SubjectObserver {
    let look: Look

    /// Plugins, hook packs and skills that are installed, with what is recorded of where they came from.
    func openclawPlugins() async throws(Unknown) -> [Record]? {
        guard let all = try await installations.openclawInstallations().get() else { return nil }
        var records: [Record] = []
        for installation in all {
            var here = await plugins(of: installation)
            here += await installs(of: installation)
            here += await skills(of: installation)
            records += GatewayObserver.named(here, after: installation, of: all)
        }
        return all.isEmpty ? nil : records.map(Self.complete)
    }

    /// What a kind of extension does not have is not set, rather than unknown.
    private static func complete(_ record: Record) -> Record {
        guard record.doubt == nil else { return record }
        var record = record
        if record.fields[.strayEntries] == nil { record[.strayEntries] = [] }
        for field in [
            Field.isAllowListed, .isFloating, .hasIntegrity, .isWritableByOthers, .leavesWorkspace, .differsFromRecord,
        ]
        where record.fields[field] == nil {
            record[field] = .unset
        }
        return record
    }

    /// Directories in `extensions/`, which load by themselves where no list restricts them.
    private func plugins(of installation: Installation) async -> [Record] {
        let allowed = installation.root.at("plugins.allow")
        let directory = Path.join(installation.directory, "extensions")
        let listing = await surface.entries(directory)
        if case .unreadable(let why) = listing { return [Self.unseen("plugin", directory, why)] }
        let present = listing.content ?? []
        var records: [Record] = []
        let few = present.bounded("names", in: directory)
        if let rest = few.rest { records.append(Self.unseen("further plugin", directory, rest, kind: "plugin")) }
        for name in few.first where !name.hasPrefix(".") {
            let path = Path.join(directory, name)
            guard let status = await surface.status(path).content, status.kind == .directory else { continue }
            var record = Record("plugin \(name)", [.pluginKind: "plugin", .isInstalled: true])
            record.set(.isAllowListed, .flag(allowed.texts.contains(name)), from: allowed.origin ?? Origin(path))
            record.set(.isWritableByOthers, .flag(status.mode & 0o022 != 0), from: Origin(path))
            let entries = await package(in: path)?["openclaw"]?["extensions"]?.items?.compactMap(\.text) ?? []
            let stray = entries.filter(Self.isStray)
            record.set(.strayEntries, .list(stray), from: Origin(Path.join(path, "package.json")))
            records.append(record)
        }
        return records
    }

    /// What may be in a directory that could not be looked into.
    private static func unseen(_ what: String, _ directory: String, _ why: Unknown, kind: String? = nil) -> Record {
        Record("\(what)s in \(directory)", [.pluginKind: .text(kind ?? what)], doubt: why)
    }

    private func package(in directory: String) async -> JSONNode? {
        guard let bytes = await surface.file(Path.join(directory, "package.json")).content?.bytes else { return nil }
        return try? JSONDocument(bytes, dialect: .json).root
    }

    /// Outside of the plugin's directory, or in a hidden or dependencies' folder, which OpenClaw's own scan leaves out.
    private static func isStray(_ entry: String) -> Bool {
        guard !entry.hasPrefix("/") else { return true }
        let parts = entry.split(separator: "/").drop { $0 == "." }
        return parts.contains { $0 == "node_modules" || $0.hasPrefix(".") }
    }

    /// What `plugins.installs` and `hooks.internal.installs` say of packages from npm.
    private func installs(of installation: Installation) async -> [Record] {
        var records: [Record] = []
        for (kind, place) in [("plugin", "plugins.installs"), ("hook", "hooks.internal.installs")] {
            let few = installation.root.at(place).entries.bounded(place, in: installation.configurationPath)
            if let rest = few.rest {
                records.append(Self.unseen("further \(kind)", installation.configurationPath, rest, kind: kind))
            }
            for entry in few.first where entry.value["source"].text == "npm" {
                records.append(await install(entry, kind, installation))
            }
        }
        return records
    }

    private func install(_ entry: Setting.Entry, _ kind: String, _ installation: Installation) async -> Record {
        let origin = entry.value.origin
        var record = Record("\(kind) \(entry.key), as installed", [.pluginKind: .text(kind)])
        record.set(.isFloating, .flag(!Self.isExact(entry.value["spec"].text ?? "")), from: origin)
        record.set(.hasIntegrity, .flag(entry.value["integrity"].text?.isEmpty == false), from: origin)
        let usual = Path.join(installation.directory, "\(kind == "hook" ? "hooks" : "extensions")/\(entry.key)")
        let named = entry.value["installPath"].text.flatMap { path in
            installation.container.map { $0.outside(path) } ?? (path.hasPrefix("/") ? path : nil)
        }
        let found = await package(in: named ?? usual)?["version"]?.text
        let recorded = entry.value["resolvedVersion"].or(entry.value["version"]).text
        let differs = found.flatMap { found in recorded.map { $0 != found } } ?? false
        record.set(.differsFromRecord, .flag(differs), from: origin)
        return record
    }

    /// `name@1.2.3`, with nothing that matches more than one version.
    private static func isExact(_ spec: String) -> Bool {
        guard let at = spec.lastIndex(of: "@"), at != spec.startIndex else { return false }
        let version = spec[spec.index(after: at)...]
        return version.first?.isNumber == true
            && version.allSatisfy { $0.isLetter || $0.isNumber || ".-+".contains($0) }
            && version.split(separator: ".").count >= 3
    }

    /// Skills in the workspace and the managed folder; links that leave, and folders that others write to.
    private func skills(of installation: Installation) async -> [Record] {
        var records: [Record] = []
        for place in ["skills", "workspace/skills"] {
            let directory = Path.join(installation.directory, place)
            let listing = await surface.entries(directory)
            if case .unreadable(let why) = listing { records.append(Self.unseen("skill", directory, why)) }
            let few = (listing.content ?? []).bounded("names", in: directory)
            if let rest = few.rest { records.append(Self.unseen("further skill", directory, rest, kind: "skill")) }
            for name in few.first where !name.hasPrefix(".") {
                let path = Path.join(directory, name)
                let seen = await surface.status(path)
                let target = await surface.link(path).content
                let isWritable: Value
                switch seen {
                case .absent: continue
                case .found(let status) where status.kind != .directory && target == nil: continue
                case .found(let status): isWritable = .flag(status.mode & 0o022 != 0)
                case .unreadable(let why): isWritable = .unknown(why)
                }
                var record = Record("skill \(name)", [.pluginKind: "skill", .isInstalled: true])
                record.set(.isWritableByOthers, isWritable, from: Origin(path))
                let leaves = target.map { !Path.isInside(Path.resolve($0, from: directory), installation.directory) }
                record.set(.leavesWorkspace, .flag(leaves ?? false), from: Origin(path))
                records.append(record)
            }
        }
        return records
    }
}
