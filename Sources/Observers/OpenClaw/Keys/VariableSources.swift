import Catalog
import Documents
import Hardening
import Surface

/// What gives the gateway's process a variable, from outside of the files that it reads itself.
struct VariableSources: Sendable {
    private(set) var places: [KeyVariable.Place] = []
    /// Why it has to stay there; the first reason that was found.
    private(set) var blocker: String?

    init() {}

    init(blocker: String) { self.blocker = blocker }

    mutating func add(_ place: KeyVariable.Place) { if !places.contains(place) { places.append(place) } }

    mutating func block(_ why: String) { blocker = blocker ?? why }
}

extension SubjectObserver {
    /// Why the lines cannot be taken out of their files; none where they can.
    func objection(toClearing places: [KeyVariable.Place]) async -> String? {
        for (file, here) in Dictionary(grouping: places, by: \.file).sorted(by: { $0.key < $1.key }) {
            if let owner = Self.keeper(of: file) { return "\(file) is \(owner)" }
            if case .found(let status) = await surface.node(file), status.isLink {
                return "\(file) is a link, through which nothing is written"
            }
            guard case .found(let text) = await surface.text(file) else { return "\(file) cannot be read" }
            let names = Set(here.map(\.variable))
            switch here[0].form {
            case .compose:
                do throws(SyntaxError) {
                    var compose = try ComposeText(text)
                    for place in here {
                        guard case .compose(let service) = place.form else { continue }
                        try compose.removeVariable(place.variable, of: service)
                    }
                } catch {
                    return "\(file), \(error)"
                }
                continue
            case .unit: if UnitFile.removing(variables: names, from: text) != nil { continue }
            default: if DotenvFile.removing(names, fromSharedFile: text) != nil { continue }
            }
            return "it cannot be taken out of \(file) so that the rest is read as before"
        }
        return nil
    }

    /// Whose a file is that nobody edits.
    private static func keeper(of file: String) -> String? {
        if ["/run/", "/var/run/"].contains(where: file.hasPrefix) { return "made anew at every boot" }
        let isPackaged = ["/usr/", "/lib/"].contains(where: file.hasPrefix) && !file.hasPrefix("/usr/local/")
        return isPackaged ? "a package's, which an update puts back" : nil
    }

    /// What else reads a file of variables, in words: a unit, or a service of a compose file, besides those named.
    func otherReader(of file: String, _ name: String, besides own: Set<String>) async -> String? {
        for unit in await unitFiles() where !own.contains(unit.path) {
            guard let text = await surface.text(unit.path).content, text.contains("/") else { continue }
            let reads = UnitFile(text).entries.contains { entry in
                guard entry.section == "Service" else { return false }
                if entry.value.contains(file) { return true }
                guard entry.key == "EnvironmentFile" else { return false }
                let named = String(entry.value.drop { $0 == "-" }).replacing("%h", with: unit.home ?? "%h")
                let isPattern = named.contains { "*?[%".contains($0) }
                return named == file || isPattern && Path.parent(named) == Path.parent(file)
            }
            if reads { return unit.path }
        }
        for path in await compose.composeFiles() where !own.contains(path) {
            guard let text = await surface.text(path).content, let document = try? YAMLDocument(text) else { continue }
            let directory = Path.parent(path)
            let asked = Path.join(directory, ".env") == file && text.contains(name)
            let named = (document.root["services"]?.entries ?? []).contains { service in
                ComposeReader(service.value).variableFiles.contains { Path.resolve($0, from: directory) == file }
            }
            if asked || named { return path }
        }
        return nil
    }

    /// Units and drop-ins of the system and of people, with the home of whose they are.
    private func unitFiles() async -> [(path: String, home: String?)] {
        let homes = await installations.openclawHomes()
        let ofSystem = [
            "/etc/systemd/system", "/usr/local/lib/systemd/system", "/usr/lib/systemd/system", "/etc/systemd/user",
        ]
        var places: [(directory: String, home: String?)] = ofSystem.map { ($0, nil) }
        places += homes.map { ("\($0)/.config/systemd/user", $0) }
        var files: [(path: String, home: String?)] = []
        for (directory, home) in places {
            for name in await listing(directory).content ?? [] {
                let path = Path.join(directory, name)
                if name.hasSuffix(".service") { files.append((path, home)) }
                guard name.hasSuffix(".service.d") else { continue }
                for more in await listing(path).content ?? [] where more.hasSuffix(".conf") {
                    files.append((Path.join(path, more), home))
                }
            }
        }
        return files
    }
}
