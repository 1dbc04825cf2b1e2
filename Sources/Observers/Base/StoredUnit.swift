import Catalog
import Documents
import Hardening
import Surface

/// A unit of systemd as its files say it is: the first file of its name, and drop-ins in their order. systemd.unit(5)
struct StoredUnit: Sendable {
    /// Whether its file is a link to /dev/null, or empty, so that it cannot be started; where that is said.
    var mask: String?
    /// The files with their texts, in the order in which systemd reads them.
    var files: [(path: String, text: String)] = []
    /// Why one of them cannot be read.
    var unreadable: Unknown?

    /// The values of a key, and where the last one stands; an empty assignment forgets those before it.
    func values(_ key: String, in section: String) -> (values: [String], origin: Origin?) {
        var values: [String] = []
        var origin: Origin?
        for (path, text) in files {
            for entry in UnitFile(text).entries where entry.section == section && entry.key == key {
                origin = Origin(path, line: entry.line)
                if entry.value.isEmpty { values = [] } else { values.append(entry.value) }
            }
        }
        return (values, origin)
    }
}

/// Where systemd looks for units, the first place first.
private let unitDirectories = [
    "/etc/systemd/system", "/run/systemd/system", "/run/systemd/generator", "/usr/local/lib/systemd/system",
    "/usr/lib/systemd/system", "/lib/systemd/system",
]

extension SubjectObserver {
    /// What the files of a unit say; no files where there are none.
    func storedUnit(_ name: String) async -> StoredUnit { await storedUnit(name, in: unitDirectories) }

    /// The same of any file that systemd's programs read with drop-ins, the first place first.
    func storedUnit(_ name: String, in directories: [String]) async -> StoredUnit {
        var unit = StoredUnit()
        var dropIns: [String: String] = [:]
        for directory in directories {
            let path = "\(directory)/\(name)"
            if unit.files.isEmpty, unit.mask == nil {
                if case .found(let target) = await surface.link(path), target == "/dev/null" {
                    unit.mask = path
                } else {
                    switch await surface.text(path) {
                    case .absent: break
                    case .unreadable(let why): unit.unreadable = why
                    case .found(""): unit.mask = path
                    case .found(let text): unit.files.append((path, text))
                    }
                }
            }
            for file in await surface.entries("\(path).d").content ?? [] where file.hasSuffix(".conf") {
                dropIns[file] = dropIns[file] ?? "\(path).d/\(file)"
            }
        }
        for (_, path) in dropIns.sorted(by: { $0.key < $1.key }) {
            switch await surface.text(path) {
            case .absent: break
            case .unreadable(let why):
                // A link to /dev/null takes a drop-in of the same name away.
                if case .found("/dev/null") = await surface.link(path) { continue }
                unit.unreadable = why
            case .found(let text): unit.files.append((path, text))
            }
        }
        return unit
    }
}
