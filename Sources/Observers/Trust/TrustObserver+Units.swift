import Catalog
import Documents
import Surface

/// A unit's files in the order in which they count, and what they have run.
private struct RunningUnit {
    var texts: [(path: String, text: String)] = []
}

extension TrustObserver {
    private static let unitPlaces = [
        "/etc/systemd/system", "/run/systemd/system", "/usr/local/lib/systemd/system", "/usr/lib/systemd/system",
        "/lib/systemd/system", "/etc/systemd/user", "/root/.config/systemd/user",
    ]

    /// Units, their drop-ins, and the programs that those of them name which run as root.
    func placesOfUnits() async -> (places: [TrustedPlace], doubt: Unknown?) {
        var places: [TrustedPlace] = []
        var units: [ByteName: RunningUnit] = [:]
        var doubt: Unknown?
        // With /lib a link to /usr/lib, both are one.
        let isMerged = await surface.node("/lib").content?.isLink ?? false
        for directory in Self.unitPlaces where !(isMerged && directory.hasPrefix("/lib/")) {
            places += .trees(.services, directory, depth: 2) { !$0.hasPrefix(".") }
            let few = (await listing(directory).content ?? []).bounded("names", in: directory, to: 4000)
            doubt = doubt ?? few.rest
            for name in few.first {
                let path = Path.join(directory, name)
                if name.hasSuffix(".service") {
                    // The first file of a name counts.
                    guard units[ByteName(name), default: RunningUnit()].texts.allSatisfy({ $0.path.contains(".d/") })
                    else {
                        continue
                    }
                    units[ByteName(name), default: RunningUnit()].texts.insert(
                        contentsOf: await text(path, &doubt),
                        at: 0
                    )
                } else if name.hasSuffix(".service.d") {
                    for file in await listing(path).content ?? [] where file.hasSuffix(".conf") {
                        units[ByteName(String(name.dropLast(2))), default: RunningUnit()].texts += await text(
                            Path.join(path, file),
                            &doubt
                        )
                    }
                }
            }
        }
        var programs: Set<String> = []
        for unit in units.values { programs.formUnion(Self.programs(of: unit)) }
        places += programs.sorted().map { TrustedPlace(reader: .services, path: $0) }
        return (places, doubt)
    }

    private func text(_ path: String, _ doubt: inout Unknown?) async -> [(path: String, text: String)] {
        // A unit that is a link is another one's second name, or none at all.
        guard let status = await surface.node(path).content, !status.isLink, status.kind == .regular else { return [] }
        switch await surface.text(path, limit: 256 << 10) {
        case .absent: return []
        case .unreadable(let why):
            doubt = doubt ?? why
            return []
        case .found(let text): return [(path, text)]
        }
    }

    private static func programs(of unit: RunningUnit) -> Set<String> {
        var (commands, user, directory, isDynamic): ([String], String, String?, Bool) = ([], "", nil, false)
        for (_, text) in unit.texts {
            for entry in UnitFile(text).entries where entry.section == "Service" {
                switch entry.key {
                case "User": user = entry.value
                case "DynamicUser": isDynamic = ["yes", "true", "1", "on"].contains(entry.value.lowercased())
                case "WorkingDirectory":
                    let path = entry.value.drop { $0 == "-" }
                    directory = path.hasPrefix("/") ? String(path) : path == "~" ? "/root" : nil
                case let key where key.hasPrefix("Exec"): commands.append(entry.value)
                default: continue
                }
            }
        }
        let isRoot = !isDynamic && ["", "root", "0"].contains(user)
        var found: Set<String> = []
        for command in commands {
            // systemd.service(5): with + and ! it runs as root whatever the unit's account.
            let marks = command.prefix { "@-:+!|".contains($0) }
            guard isRoot || marks.contains("+") || marks.contains("!") else { continue }
            var words = UnitFile.words(command.dropFirst(marks.count))
            if marks.contains("@"), words.count > 1 { words.remove(at: 1) }
            found.formUnion(
                NamedPrograms.paths(in: words, from: directory).filter { !$0.contains("%") && !$0.contains("$") }
            )
        }
        return found
    }
}
