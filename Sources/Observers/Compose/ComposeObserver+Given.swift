import Catalog
import Documents
import Hardening
import Surface

extension ComposeObserver {
    /// What a container was given, and the lines of compose files that say the same.
    func variables(of container: OpenClawContainer) async -> GivenVariables {
        var given = GivenVariables()
        given.values = container.environment
        given.settled = Set(container.environment.keys)
        let made = (await docker.dockerContainers().content ?? []).first { $0.name == container.name }
        let name = made?.label("com.docker.compose.service")
        var written: GivenVariables?
        for service in await openclawServices().services
        where service.name == name && made?.composeFiles.contains(service.file) == true && written == nil {
            written = await variables(of: service)
        }
        for (name, value) in given.values {
            given.origins[name] =
                written?.values[name] == value ? written?.origins[name] : Origin("container \(container.name)")
        }
        return given
    }

    /// What compose files give the gateway whose state lies in a directory; none where none of them speaks of it.
    ///
    /// Where the next container is to be made from: nothing of this counts where there is one.
    func variables(givenTo directory: String) async -> GivenVariables? {
        var all: [GivenVariables] = []
        var possible: [(service: ComposeService, given: GivenVariables)] = []
        for service in await openclawServices().services where Self.isGateway(service) {
            switch Self.holds(service, directory) {
            case true?: all.append(await variables(of: service))
            case nil: possible.append((service, await variables(of: service)))
            case false?: continue
            }
        }
        guard var given = all.first else {
            guard !possible.isEmpty else { return nil }
            var given = GivenVariables()
            for (service, other) in possible {
                for name in Set(other.values.keys).union(other.doubts.keys) {
                    given.doubts[name] = .notStated(
                        "\(service.file) may give it to the gateway: where that has its state, a variable decides"
                    )
                }
            }
            return given
        }
        for other in all.dropFirst() {
            for name in Set(other.values.keys).union(given.values.keys) where other.values[name] != given.values[name] {
                given.doubts[name] = .contradictory("several services have \(directory), and differ in \(name)")
            }
            given.doubt = given.doubt ?? other.doubt
        }
        return given
    }

    /// Whether a service's containers have the directory; nil where a variable decides.
    static func holds(_ service: ComposeService, _ directory: String) -> Bool? {
        let reader = ComposeReader(service.node)
        var isOpen = false
        var sources = reader.mounts.map { ($0.source, $0.target) }
        for volume in reader.namedVolumes {
            let definition = service.definitions["volumes"]?[volume.name]
            if let device = definition?["driver_opts"]?["device"]?.text { sources.append((device, volume.target)) }
            let project = projectName(Path.parent(service.file))
            let name = definition?["name"]?.text ?? "\(project)_\(volume.name)"
            sources.append(("\(InstallationsObserver.volumes)/\(name)/_data", volume.target))
        }
        for (source, target) in sources {
            if source.hasPrefix("~") || source.contains("$") {
                isOpen =
                    isOpen || target.split(separator: "/").contains { InstallationsObserver.isStateName(String($0)) }
                continue
            }
            for base in service.directories {
                let path = Path.resolve(source, from: base)
                if path != "/", Path.isInside(directory, path) { return true }
            }
        }
        return isOpen ? nil : false
    }

    /// What the containers of a service are given, as compose resolves it: its own variables before those of files, and
    /// the last file before the others.
    func variables(of service: ComposeService) async -> GivenVariables {
        var given = GivenVariables()
        given.doubt = service.doubt
        await readFiles(of: service, into: &given)
        let beside = Path.join(Path.parent(service.file), ".env")
        let text = await surface.text(beside).content ?? ""
        let told = ComposeVariables(text) { ComposeReader.resolved($0, $1).replacing("$$", with: "$") }.values
        let written = ComposeReader(service.written).environment
        for variable in ComposeReader(service.node).environment {
            let name = variable.name
            let source = written.last { $0.name == name }
            let asked = source?.value.map(Self.references) ?? [name]
            let origin = Self.origin(of: variable, in: service)
            // A name alone is passed on; what was filled in with nothing is nothing.
            let value = variable.value ?? (source?.value == nil ? told[name] : "")
            given.settled.insert(name)
            let isOpen = asked.contains { told[$0] == nil } && (value == nil || value == "")
            if let value, !isOpen, !value.replacing("$$", with: "").contains("$") {
                given.values[name] = value.replacing("$$", with: "$")
                given.doubts[name] = nil
                let decider = asked.first { told[$0] != nil }
                given.origins[name] =
                    decider.map { Origin(beside, line: GivenVariables.line(of: $0, in: text)) } ?? origin
            } else {
                given.values[name] = nil
                given.doubts[name] = .notStated(
                    "\(origin.file):\(origin.line ?? 1) takes \(name) from whoever runs docker compose"
                )
            }
        }
        if service.doubt != nil { given.settled = [] }
        let words = ComposeReader(service.node).words
        if let open = words.first(where: { $0.replacing("$$", with: "").contains("$") }) {
            given.argumentsDoubt = .notStated(
                "what \(open) stands for, \(service.file) leaves to whoever calls compose"
            )
        } else {
            given.arguments = words
        }
        return given
    }

    /// Files of variables that a service names.
    private func readFiles(of service: ComposeService, into given: inout GivenVariables) async {
        let node = service.node["env_file"]
        for item in node?.items ?? [node].compactMap({ $0 }) {
            guard let name = item.text ?? item["path"]?.text, !name.contains("$") else {
                given.doubt = .notStated("which file of variables \(service.file) names is not known")
                continue
            }
            let path = Path.resolve(name, from: service.directories.min() ?? Path.parent(service.file))
            let isBeside = Path.isInside(path, Path.parent(service.file))
            if !isBeside, let why = await objection(to: path, namedBy: await author(of: service.file)) {
                given.doubt = why
                continue
            }
            switch await surface.text(path) {
            case .absent:
                guard item["required"]?.flag != false else { continue }
                given.doubt = .missing("\(path), which \(service.file) names, is not there")
            case .unreadable(let why): given.doubt = why.saying("\(path): \(why)")
            case .found(let text):
                let read = ComposeVariables(text) { ComposeReader.resolved($0, $1).replacing("$$", with: "$") }
                if let refusal = read.refusal { given.doubt = .malformed("\(path): \(refusal)") }
                given.add(text, read.values, from: path)
            }
        }
    }

    /// Names of the variables in a text.
    private static func references(_ text: String) -> [String] {
        var names: [String] = []
        var rest = Substring(text.replacing("$$", with: ""))
        while let mark = rest.firstIndex(of: "$") {
            rest = rest[rest.index(after: mark)...]
            if rest.first == "{" { rest = rest.dropFirst() }
            let name = rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
            if !name.isEmpty { names.append(String(name)) }
        }
        return names
    }

    private static func origin(of variable: ComposeReader.Variable, in service: ComposeService) -> Origin {
        let layer = service.layers.last { layer in
            ComposeReader(layer.node).environment.contains { $0.name == variable.name }
        }
        let line = layer.flatMap { ComposeReader($0.node).environment.last { $0.name == variable.name }?.line }
        return Origin(layer?.file ?? service.file, line: line ?? variable.line)
    }
}
