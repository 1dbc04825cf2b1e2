import Catalog
import Documents
import Hardening
import Surface

/// What apt's preferences and its default release make of archives and packages.
struct AptPins: Sendable {
    private let preferences: AptPreferences
    private let files: [Int: String]
    private let defaultRelease: AptConfiguration.Setting?

    init(_ preferences: AptPreferences, files: [Int: String], defaultRelease: AptConfiguration.Setting?) {
        (self.preferences, self.files, self.defaultRelease) = (preferences, files, defaultRelease)
    }

    private func origin(of pin: AptPreferences.Pin) -> Origin? {
        guard let number = preferences.pins.firstIndex(of: pin), let file = files[number] else { return nil }
        return Origin(file, line: pin.line)
    }

    /// The priority of an archive, and what decided it; nothing where that takes a regular expression.
    func priority(of archive: UpdateArchive, _ component: String) -> (priority: Int, why: String, origin: Origin?)? {
        let face = AptPreferences.Archive(archive.release, component: component, site: archive.site)
        if let defaultRelease {
            switch AptPreferences.matches(.release(defaultRelease.value), face) {
            case true?: return (990, "APT::Default-Release \(defaultRelease.value)", defaultRelease.origin)
            case false?: break
            case nil: return nil
            }
        }
        guard let (priority, pin) = preferences.priority(of: face) else { return nil }
        return (priority, pin.map { _ in "a pin to \(priority)" } ?? "", pin.flatMap(origin))
    }

    /// Installed packages that a pin of their own keeps back, with where it stands.
    ///
    /// A pin to a version keeps the package there; one below 100 keeps it from the archive it names.
    func keptBack(_ installed: some Collection<String>, _ archives: [UpdateArchive]) -> [(
        name: String, origin: Origin?
    )] {
        var kept: [(String, Origin?)] = []
        for pin in preferences.pins where !pin.isGeneral {
            let isKept: Bool
            switch pin.subject {
            case .version: isKept = pin.priority >= 500 || pin.priority < 0
            case .release, .site:
                isKept =
                    pin.priority < 100
                    && archives.contains { archive in
                        (archive.components.isEmpty ? [""] : archive.components).contains { component in
                            let face = AptPreferences.Archive(archive.release, component: component, site: archive.site)
                            return AptPreferences.matches(pin.subject, face) ?? true
                        }
                    }
            }
            guard isKept else { continue }
            let named = installed.filter { pin.names($0) == true }.sorted()
            let isUnclear = pin.packages.contains { $0.hasPrefix("/") || $0.hasPrefix("src:") }
            for name in named.prefix(20) { kept.append((name, origin(of: pin))) }
            if isUnclear { kept.append((pin.packages.joined(separator: " "), origin(of: pin))) }
        }
        return kept
    }
}

extension UpdatesObserver {
    /// apt's preferences, in the order apt reads them: the file, then the directory.
    func aptPins(_ configuration: AptConfiguration) async -> Reading<AptPins> {
        var preferences = AptPreferences()
        var files: [Int: String] = [:]
        var paths = ["/etc/apt/preferences"]
        switch await surface.entries("/etc/apt/preferences.d") {
        case .absent: break
        case .unreadable(let why): return .unreadable(why)
        case .found(let names):
            let few = AptFile.names(among: names, extension: "pref").bounded("files", in: "/etc/apt/preferences.d")
            if let rest = few.rest { return .unreadable(rest) }
            paths += few.first.map { "/etc/apt/preferences.d/\($0)" }
        }
        for path in paths {
            switch await surface.text(path, limit: 256 << 10) {
            case .absent: continue
            case .unreadable(let why): return .unreadable(why)
            case .found(let text):
                let count = preferences.pins.count
                do {
                    try preferences.add(text)
                } catch {
                    return .unreadable(.failed("\(path):\(error)"))
                }
                for number in count..<preferences.pins.count { files[number] = path }
            }
        }
        let release = configuration.setting("APT::Default-Release")
        return .found(
            AptPins(preferences, files: files, defaultRelease: release?.value.isEmpty == true ? nil : release)
        )
    }
}
