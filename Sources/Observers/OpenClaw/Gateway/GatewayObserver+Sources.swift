import Catalog
import Documents
import Hardening
import Surface

extension GatewayObserver {
    /// What gives a gateway outside of containers a variable; none where nothing does.
    func variableSources(of name: String, to directory: String) async -> VariableSources? {
        let services = await gatewayServices().filter { ByteName($0.stateDirectory) == ByteName(directory) }
        guard let holder = services.first(where: { !($0.variables[name] ?? "").isEmpty }) else { return nil }
        let units = services.filter { $0.source.hasSuffix(".service") }
        guard let unit = units.first else {
            return VariableSources(blocker: "\(holder.source) got it from whoever started it; start it without")
        }
        guard units.count == 1 else {
            return VariableSources(
                blocker: "\(units.map(\.source).joined(separator: " and ")) may both start the gateway"
            )
        }
        var sources = VariableSources()
        let file = Path.name(unit.source)
        let home = unit.source.firstRange(of: "/.config/systemd/user/").map { String(unit.source[..<$0.lowerBound]) }
        let stored =
            if let home {
                await storedUnit(
                    file,
                    in: [
                        "\(home)/.config/systemd/user", "/etc/systemd/user", "/run/systemd/user",
                        "/usr/lib/systemd/user",
                    ]
                )
            } else {
                await storedUnit(file)
            }
        if let why = stored.unreadable { sources.block("not all of \(file) can be read: \(why.why)") }
        for (path, text) in stored.files {
            for entry in UnitFile(text).entries where entry.section == "Service" {
                await look(at: entry, of: path, for: name, home: home ?? unit.home, into: &sources)
            }
        }
        if file.contains("@") { sources.block("\(file) is a template, and gives it to every unit that is made of it") }
        if let shared = sources.places.first(where: { $0.file.hasPrefix("/etc/systemd/user/") }) {
            sources.block("\(shared.file) counts for the unit of every account")
        }
        if sources.places.isEmpty {
            sources.block("\(holder.source) has it from elsewhere than from the files of \(file)")
        }
        let own = Set(stored.files.map(\.path))
        for place in sources.places where place.form == .unitVariables {
            if let other = await otherReader(of: place.file, name, besides: own) {
                sources.block("\(other) has \(place.file) read, too")
            }
        }
        if sources.blocker == nil, let why = await objection(toClearing: sources.places) { sources.block(why) }
        return sources
    }

    private func look(
        at entry: UnitFile.Entry,
        of path: String,
        for name: String,
        home: String?,
        into sources: inout VariableSources
    ) async {
        let place = "\(path):\(entry.line)"
        switch entry.key {
        case "Environment" where UnitFile.words(entry.value).contains { $0.hasPrefix("\(name)=") }:
            sources.add(.init(path, line: entry.line, .unit, as: name))
        case "PassEnvironment" where UnitFile.words(entry.value).contains(name):
            sources.block("\(place) passes it on from the service manager")
        case "EnvironmentFile":
            let file = String(entry.value.drop { $0 == "-" }).replacing("%h", with: home ?? "%h")
            if file.contains(where: { "*?[%".contains($0) }) {
                return sources.block("which files \(place) stands for is not followed")
            }
            let author = await author(of: path)
            if let why = await objection(to: file, namedBy: author) { return sources.block("\(file): \(why.why)") }
            switch await surface.text(file) {
            case .absent: return
            case .unreadable(let why): sources.block("\(file): \(why.why)")
            case .found(let text) where EnvironmentFile(text).values[name] != nil:
                sources.add(.init(file, line: GivenVariables.line(of: name, in: text), .unitVariables, as: name))
            case .found: return
            }
        case _ where entry.key.hasPrefix("Exec"):
            let isGiven = UnitFile.words(entry.value).contains { $0.hasPrefix("\(name)=") || $0.hasPrefix("--token") }
            if entry.value.asks(for: name) { sources.block("the command in \(place) uses it") }
            if isGiven, name == "OPENCLAW_GATEWAY_TOKEN" || !entry.value.contains("--token") {
                sources.block("it is a word of the command in \(place)")
            }
        default: return
        }
    }
}
