import Catalog
import Documents
import Hardening
import Surface

extension UpdatesObserver {
    /// Archives that apt is told of and has no lists of: nothing can be said of what it would take from them.
    func unfetchedArchives(_ archives: [UpdateArchive]) async -> [Record] {
        var sources: [(source: AptSource, file: String)] = []
        for path in await sourceFiles() {
            guard case .found(let text) = await surface.text(path) else { continue }
            let found = path.hasSuffix(".sources") ? AptSource.stanzas(text) : AptSource.lines(text)
            sources += found.map { ($0, path) }
        }
        var seen = Set(archives.map(\.prefix))
        let known = Set(archives.map(\.site))
        return sources.compactMap { source, file in
            let prefix = source.listPrefix
            guard seen.insert(prefix).inserted else { return nil }
            let site = String(prefix.prefix { $0 != "_" })
            let why = Value.unknown(.missing("apt-get update has not fetched its lists"))
            let kind: Value = site == "download.docker.com" ? "Docker" : known.contains(site) ? why : "third party"
            return Record(
                "\(source.suite) (\(site))",
                [.archiveKind: kind, .archiveSite: .text(site), .takenUnattended: why],
                origins: [.archiveKind: Origin(file, line: source.line)]
            )
        }
    }

    /// `sources.list`, and what its directory holds under names that apt reads.
    private func sourceFiles() async -> [String] {
        let directory = "/etc/apt/sources.list.d"
        let names = (await surface.entries(directory).content ?? []).filter { name in
            (name.hasSuffix(".list") || name.hasSuffix(".sources"))
                && name.utf8.allSatisfy {
                    (48...57).contains($0) || (97...122).contains($0 | 32) || "_-.:".utf8.contains($0)
                }
        }
        return ["/etc/apt/sources.list"] + names.map { directory + "/" + $0 }
    }
}
