import Catalog
import Documents
import Hardening
import Surface

extension ComposeObserver {
    /// What gives the gateway in a container a variable; none where it has none of that name.
    func variableSources(of name: String, to container: OpenClawContainer, _ directory: String) async
        -> VariableSources?
    {
        guard let value = container.environment[name], !value.isEmpty else { return nil }
        let made = (await docker.dockerContainers().content ?? []).first { $0.name == container.name }
        let all = await openclawServices().services
        let service = all.first {
            $0.name == made?.label("com.docker.compose.service") && made?.composeFiles.contains($0.file) == true
        }
        guard let service else {
            return VariableSources(blocker: "the container \(container.name) was made with it, and by no compose file")
        }
        let written = await variables(of: service)
        guard written.values[name] == value else {
            let why = (written.doubts[name] ?? written.doubt)?.why
            return VariableSources(
                blocker: why ?? "the container \(container.name) has it from its image, or from another time"
            )
        }
        let files = await composeProjectFiles().first { $0.first == service.file } ?? [service.file]
        if let other = service.layers.first(where: { !files.contains($0.file) }) {
            return VariableSources(blocker: "the service \(service.name) comes from \(other.file), too")
        }
        // The command line beside it is told the same.
        let siblings = all.filter {
            $0.file == service.file && $0.name != service.name && !Self.isGateway($0)
                && Self.holds($0, directory) == true
        }
        var search = ComposeVariableSearch(name: name, value: value, members: [service.name] + siblings.map(\.name))
        for file in files {
            // An override need not be there.
            if case .absent = await surface.status(file) { continue }
            guard let text = await surface.text(file).content, let document = try? YAMLDocument(text) else {
                return VariableSources(blocker: "\(file) cannot be read whole")
            }
            search.look(at: document.root, of: file)
        }
        search.lookForOthers()
        await lookIntoFiles(&search, beside: service.file, service.directories.min())
        if search.sources.places.isEmpty {
            search.sources.block("the container \(container.name) has it from its image, or from another time")
        }
        for place in search.sources.places where place.form == .composeVariables {
            if let other = await otherReader(of: place.file, place.variable, besides: Set(files)) {
                search.sources.block("\(other) has \(place.file) read, too")
            }
        }
        if search.sources.blocker == nil, let why = await objection(toClearing: search.sources.places) {
            search.sources.block(why)
        }
        return search.sources
    }

    /// Files of variables that the services name, and the one beside the project that its files are filled in from.
    private func lookIntoFiles(_ search: inout ComposeVariableSearch, beside file: String, _ directory: String?) async {
        let base = directory ?? Path.parent(file)
        var texts: [(path: String, text: String, service: String)] = []
        for named in search.files {
            guard !named.name.contains("$") else {
                search.sources.block("which file of variables \(named.name) stands for is not followed")
                continue
            }
            let path = Path.resolve(named.name, from: base)
            guard let text = await surface.text(path).content else { continue }
            texts.append((path, text, named.service))
        }
        for asked in search.asked.sorted() {
            let path = Path.join(Path.parent(file), ".env")
            let text = await surface.text(path).content ?? ""
            guard Self.raw(text)[asked] != nil else {
                search.sources.block("\(file) takes \(asked) from whoever runs docker compose")
                continue
            }
            search.sources.add(
                .init(path, line: GivenVariables.line(of: asked, in: text), .composeVariables, as: asked)
            )
            if let other = texts.first(where: { Self.raw($0.text).values.contains { $0.asks(for: asked) } }) {
                search.sources.block("\(other.path) asks for \(asked), too")
            }
        }
        for (path, text, service) in texts where search.members.contains(service) && Self.raw(text)[search.name] != nil
        {
            let line = GivenVariables.line(of: search.name, in: text)
            search.sources.add(.init(path, line: line, .composeVariables, as: search.name))
        }
        let going = Set(search.sources.places.filter { $0.form == .composeVariables }.map(\.file))
        if let other = texts.first(where: { going.contains($0.path) && !search.members.contains($0.service) }) {
            search.sources.block("the service \(other.service) of \(file) has \(other.path) read, too")
        }
    }

    /// The variables of a file, with what stands in their values for others.
    private static func raw(_ text: String) -> [String: String] { ComposeVariables(text) { value, _ in value }.values }
}
