import Catalog
import Documents
import Hardening
import Surface

extension UpdatesObserver {
    /// Installed packages for which the distribution's security archive has a newer version.
    ///
    /// Only that archive's lists are read: they are small, and what stands in them is a security fix.
    func pendingUpdates() async throws(Unknown) -> [Record]? {
        let archives: [UpdateArchive]
        switch await updateArchives() {
        case .absent: archives = []
        case .unreadable(let why): throw why
        case .found(let found): archives = found
        }
        guard let distribution = await installedDistribution().content else {
            throw Unknown.notStated("/etc/os-release is missing, or names no release")
        }
        let security = archives.filter { $0.kind(for: distribution) == "distribution security" }
        guard !security.isEmpty else {
            throw Unknown.missing("there are no package lists of a security archive")
        }
        guard let refreshed = await listsRefreshed(), surface.now - refreshed <= Self.listLifetime else {
            throw Unknown.missing("the package lists are older than a week: apt-get update")
        }
        guard let installed = try await packages().get() else { throw Unknown.missing("there is no dpkg database") }
        let names = await surface.entries("/var/lib/apt/lists").content ?? []
        var pending: [String: Record] = [:]
        for archive in security {
            let lists = names.filter { $0.hasPrefix(archive.prefix) && $0.contains("_Packages") }
            guard !lists.isEmpty else {
                throw Unknown.missing("apt-get update has fetched no package lists of \(archive.name)")
            }
            for name in lists {
                guard let bytes = try await packageList("/var/lib/apt/lists/" + name) else { continue }
                Self.newer(in: bytes, than: installed) { name, version in
                    if case .text(let best)? = pending[name]?[.availableVersion],
                        DebianVersion(best) >= DebianVersion(version)
                    {
                        return
                    }
                    pending[name] = Record(
                        name,
                        [
                            .installedVersion: .text(installed[name] ?? ""), .availableVersion: .text(version),
                            .isSecurityFix: true,
                        ]
                    )
                }
            }
        }
        return pending.values.sorted { $0.name < $1.name }
    }

    /// Seconds for which package lists still tell what is pending; Debian's own security lists expire after a week.
    private static let listLifetime = 7 * 86400

    private func packageList(_ path: String) async throws(Unknown) -> [UInt8]? {
        guard let content = try await surface.file(path, limit: 16 << 20).get() else { return nil }
        if path.hasSuffix("_Packages") { return content.bytes }
        guard path.hasSuffix(".lz4") else {
            throw Unknown.notModeled("\(path) is compressed in a way Nacre does not read")
        }
        do {
            return try LZ4Frame.decompress(content.bytes, limit: 16 << 20)
        } catch {
            throw Unknown.failed("\(path): \(error)")
        }
    }

    /// Walks a list's paragraphs by their `Package` and `Version` lines.
    static func newer(in list: [UInt8], than installed: [String: String], _ found: (String, String) -> Void) {
        var name: String?
        var start = 0
        let list = list.span
        while start < list.count {
            var end = start
            while end < list.count, list[end] != 0x0A { end += 1 }
            defer { start = end + 1 }
            func value(after label: StaticString) -> String? {
                let length = label.utf8CodeUnitCount
                guard end - start > length else { return nil }
                var index = start
                for byte in label.description.utf8 {
                    guard list[index] == byte else { return nil }
                    index += 1
                }
                var text: [UInt8] = []
                while index < end {
                    text.append(list[index])
                    index += 1
                }
                return String(decoding: text, as: UTF8.self)
            }
            guard end > start else {
                name = nil
                continue
            }
            // Most lines are neither; their first letter tells.
            if list[start] == UInt8(ascii: "P") {
                if let package = value(after: "Package: ") { name = installed[package] == nil ? nil : package }
            } else if list[start] == UInt8(ascii: "V"), let package = name, let version = value(after: "Version: "),
                let present = installed[package], DebianVersion(present) < DebianVersion(version)
            {
                found(package, version)
            }
        }
    }
}
