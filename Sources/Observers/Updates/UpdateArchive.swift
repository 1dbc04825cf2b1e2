import Catalog
import Documents
import Hardening
import Surface

/// An archive the machine has lists of.
struct UpdateArchive: Sendable {
    /// What its lists' file names begin with.
    let prefix: String
    let path: String
    let release: ReleaseFile
    let site: String
    let components: [String]

    /// As a person tells it from others: a mirror in a directory has no host, and its file no name.
    var name: String {
        let suite = [release.suite, release.codename].first { !$0.isEmpty } ?? ""
        let place = site.isEmpty ? "a directory" : site
        return suite.isEmpty ? "the archive of \(place)" : "\(suite) (\(place))"
    }

    /// What unattended-upgrades asks its patterns of, one for each component.
    var faces: [OriginPattern.Archive] {
        (components.isEmpty ? [""] : components).map {
            OriginPattern.Archive(
                origin: release.origin,
                label: release.label,
                archive: release.suite,
                codename: release.codename,
                component: $0,
                site: site
            )
        }
    }

    func kind(for distribution: Distribution) -> String {
        switch release.origin {
        case "Debian" where release.label == "Debian-Security": "distribution security"
        case "Ubuntu" where release.suite.hasSuffix("-security"): "distribution security"
        case "UbuntuESM", "UbuntuESMApps": "distribution security"
        case distribution.identifier: "distribution"
        case "Docker": "Docker"
        default: "third party"
        }
    }
}

extension UpdatesObserver {
    /// The archives whose lists are there, from the names and headers of their Release files.
    func updateArchives() async -> Reading<[UpdateArchive]> {
        await cache.value {
            let directory = "/var/lib/apt/lists"
            let names: [String]
            switch await surface.entries(directory) {
            case .absent: return .found([])
            case .unreadable(let why): return .unreadable(why)
            case .found(let found): names = found
            }
            var archives: [UpdateArchive] = []
            for name in names where name.hasSuffix("_InRelease") || name.hasSuffix("_Release") {
                let prefix = String(name[...(name.lastIndex(of: "_") ?? name.startIndex)])
                guard !archives.contains(where: { $0.prefix == prefix }) else { continue }
                guard case .found(let content) = await surface.file("\(directory)/\(name)") else {
                    return .unreadable(.failed("\(directory)/\(name) cannot be read"))
                }
                let components = names.compactMap { list -> String? in
                    guard list.hasPrefix(prefix), let mark = list.firstRange(of: "_binary-") else { return nil }
                    return String(list[list.index(list.startIndex, offsetBy: prefix.count)..<mark.lowerBound])
                }
                archives.append(
                    UpdateArchive(
                        prefix: prefix,
                        path: "\(directory)/\(name)",
                        release: ReleaseFile(content.bytes),
                        site: String(name.prefix { $0 != "_" }),
                        components: Set(components).sorted()
                    )
                )
            }
            return .found(archives)
        }
    }

    /// Each archive, and whether unattended-upgrades would upgrade from it.
    func updateOrigins() async throws(Unknown) -> [Record]? {
        let archives: [UpdateArchive]
        switch await updateArchives() {
        case .absent: archives = []
        case .unreadable(let why): throw why
        case .found(let found): archives = found
        }
        guard !archives.isEmpty else {
            throw Unknown.missing("there are no package lists: apt-get update has not run")
        }
        guard let distribution = await installedDistribution().content else {
            throw Unknown.notStated("/etc/os-release is missing, or names no release")
        }
        let configuration: AptConfiguration
        switch await aptConfiguration() {
        case .absent: throw Unknown.missing("there is no apt configuration")
        case .unreadable(let why): throw why.saying("apt's configuration: \(why)")
        case .found(let found): configuration = found
        }
        let patterns = Patterns(configuration, distribution)
        var fetched = archives.map { patterns.record(of: $0, distribution) }
        let pins = await aptPins(configuration)
        for (number, archive) in archives.enumerated() where fetched[number][.takenUnattended] == true {
            let rivals = archives.enumerated().filter { other, rival in
                fetched[other][.takenUnattended] == true && rival.kind(for: distribution) == "distribution"
            }
            fetched[number].take(pins, archive, rivals.map(\.element))
        }
        return fetched + (await unfetchedArchives(archives))
    }
}

extension Record {
    /// Whether apt would choose what an archive brings: not below what is installed (100), nor below what the
    /// distribution's own archive has, where the same version lies as is installed.
    fileprivate mutating func take(_ read: Reading<AptPins>, _ archive: UpdateArchive, _ rivals: [UpdateArchive]) {
        let pins: AptPins
        switch read {
        case .absent: return
        case .unreadable(let why):
            self[.takenUnattended] = .unknown(why.saying("apt's preferences: \(why)"))
            return
        case .found(let found): pins = found
        }
        for component in archive.components.isEmpty ? [""] : archive.components {
            guard let own = pins.priority(of: archive, component) else {
                self[.takenUnattended] = .unknown(.notModeled("a pin with a regular expression decides about it"))
                return
            }
            let others = rivals.filter { $0.prefix != archive.prefix && $0.components.contains(component) }
                .compactMap { pins.priority(of: $0, component) }
            guard let highest = others.max(by: { $0.priority < $1.priority }), highest.priority > own.priority,
                own.priority >= 100
            else {
                guard own.priority < 100 else { continue }
                keepBack(own)
                return
            }
            keepBack(highest.why.isEmpty ? own : highest)
            return
        }
    }

    private mutating func keepBack(_ decision: (priority: Int, why: String, origin: Origin?)) {
        self[.takenUnattended] = false
        self[.archivePin] = .text(decision.why)
        origins[.takenUnattended] = decision.origin
    }
}

/// The patterns of unattended-upgrades, each with where it was set.
private struct Patterns {
    private var patterns: [(pattern: OriginPattern, origin: Origin)] = []
    private var failure: String?

    init(_ configuration: AptConfiguration, _ distribution: Distribution) {
        for (name, isLegacy) in [("Allowed-Origins", true), ("Origins-Pattern", false)] {
            for setting in configuration.list("Unattended-Upgrade::" + name) {
                do {
                    let entry = isLegacy ? try OriginPattern.legacy(setting.value) : setting.value
                    let pattern = try OriginPattern(
                        entry,
                        identifier: distribution.identifier,
                        codename: distribution.codename
                    )
                    patterns.append((pattern, setting.origin))
                } catch {
                    failure = failure ?? "\(setting.file):\(setting.line): \(error)"
                }
            }
        }
    }

    func record(of archive: UpdateArchive, _ distribution: Distribution) -> Record {
        let release = archive.release
        var record = Record(
            "\(release.origin.isEmpty ? archive.site : release.origin) \(release.codename) (\(archive.site))",
            [
                .archiveKind: .text(archive.kind(for: distribution)),
                .archiveOrigin: .text(release.origin),
                .archiveLabel: .text(release.label),
                .archiveSuite: .text(release.suite),
                .archiveCodename: .text(release.codename),
                .archiveSite: .text(archive.site),
            ],
            origins: [.archiveKind: Origin(archive.path)]
        )
        // One bad entry ends unattended-upgrades before it upgrades anything.
        if let failure {
            record[.takenUnattended] = false
            record[.originPatterns] = .list(["refused: \(failure)"])
            return record
        }
        let match = patterns.first { pattern in archive.faces.allSatisfy(pattern.pattern.matches) }
        record.set(.takenUnattended, .flag(match != nil), from: match?.origin)
        record[.originPatterns] = .list(match.map { [$0.pattern.text] } ?? patterns.map(\.pattern.text))
        return record
    }
}
