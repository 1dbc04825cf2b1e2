import Catalog
import Documents
import Hardening
import Surface

extension ComposeObserver {
    /// The names compose looks for, in its order (`compose-go`, `DefaultFileNames`).
    static let composeNames = ["compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"]
    /// What it lays over them where it was given no file by name; it takes the first.
    static let overrideNames = [
        "compose.override.yml", "compose.override.yaml", "docker-compose.override.yml", "docker-compose.override.yaml",
    ]

    /// Compose files that containers were made from, and those in the usual places.
    func composeFiles() async -> [String] { await composeSearch().files }

    /// The same, and the directories that the asking account may not look into.
    func composeSearch() async -> (files: [String], hidden: [HiddenPlace]) {
        await cache.value { await searchForComposeFiles() }
    }

    private func searchForComposeFiles() async -> (files: [String], hidden: [HiddenPlace]) {
        var files: [String] = []
        var hidden: [HiddenPlace] = []
        for container in await docker.dockerContainers().content ?? [] where container.isOpenClaw {
            files += container.composeFiles.filter { $0.hasPrefix("/") }
        }
        var directories = ["/root", "/opt", "/srv"]
        if case .unreadable(let why) = await surface.entries("/home") { hidden.append(HiddenPlace("/home", why)) }
        for base in ["/root", "/opt", "/srv", "/home"] {
            let few = (await surface.entries(base).content ?? []).bounded("names", in: base)
            if let rest = few.rest { hidden.append(HiddenPlace(base, rest)) }
            directories += few.first.map { Path.join(base, $0) }
        }
        for home in await surface.entries("/home").content ?? [] {
            let named = (await surface.entries("/home/\(home)").content ?? [])
                .filter { $0.lowercased().contains("claw") || $0.lowercased().contains("docker") }
                .bounded("directories that may hold a project", in: "/home/\(home)", to: 200)
            if let rest = named.rest { hidden.append(HiddenPlace("/home/\(home)", rest)) }
            directories += named.first.map { "/home/\(home)/\($0)" }
        }
        // What lies in a state directory is what the agent wrote there.
        for directory in directories where !InstallationsObserver.isStateName(Path.name(directory)) {
            switch await surface.entries(directory) {
            case .absent: continue
            // What is behind a person's own links is not looked for, as they cannot make containers by it.
            case .unreadable(let why): if why.cause == .notPermitted { hidden.append(HiddenPlace(directory, why)) }
            case .found(let names): files += names.filter(Self.isComposeName).map { Path.join(directory, $0) }
            }
        }
        return (files.first(ofEach: \.self), hidden)
    }

    private static func isComposeName(_ name: String) -> Bool {
        (name.hasPrefix("docker-compose") || name.hasPrefix("compose"))
            && (name.hasSuffix(".yml") || name.hasSuffix(".yaml"))
    }

    /// The files of each project: those its containers were made from, and those that compose would find by itself.
    ///
    /// A file that no container was made from counts only where it is of somebody who could make one.
    func composeProjectFiles() async -> [[String]] {
        var projects: [[String]] = []
        for container in await docker.dockerContainers().content ?? [] where container.isOpenClaw {
            let named = container.composeFiles.filter { $0.hasPrefix("/") }
            if !named.isEmpty { projects.append(named) }
        }
        let made = Set(projects.flatMap { $0 })
        var files: [String] = []
        for file in await composeFiles() {
            if !made.contains(file), case .others = await author(ofComposeFile: file) { continue }
            files.append(file)
        }
        let known = Set(projects.flatMap { $0 })
        for file in files where !known.contains(file) && !Self.overrideNames.contains(Path.name(file)) {
            projects.append([file])
        }
        // A file given alone is as good as one found by itself: the next command is given without it.
        projects = projects.map { project in
            guard project.count == 1, Self.composeNames.contains(Path.name(project[0])) else { return project }
            let others = Self.overrideNames.map { Path.join(Path.parent(project[0]), $0) }
            return project + others.filter(files.contains).prefix(1)
        }
        let covered = Set(projects.flatMap { $0 })
        projects += files.filter { !covered.contains($0) }.map { [$0] }
        var seen: Set<[ByteName]> = []
        return await chosenByVariable(projects, made).filter { seen.insert($0.map { ByteName($0) }).inserted }
    }

    /// Projects as `COMPOSE_FILE` of the variables beside them names their files, where it does.
    private func chosenByVariable(_ projects: [[String]], _ made: Set<String>) async -> [[String]] {
        var found: [[String]] = []
        for project in projects {
            let first = project.first ?? ""
            let directory = Path.parent(first)
            guard !made.contains(first), let text = await surface.text(Path.join(directory, ".env")).content else {
                found.append(project)
                continue
            }
            let variables = ComposeVariables(text) { ComposeReader.resolved($0, $1) }.values
            let separator = variables["COMPOSE_PATH_SEPARATOR"] ?? ":"
            let named = (variables["COMPOSE_FILE"] ?? "").split(separator: separator).map {
                Path.resolve(String($0), from: directory)
            }
            // Without the variable compose takes the files of the usual names, and others only where they are named.
            if named.isEmpty {
                found.append(project)
            } else if Self.composeNames.contains(Path.name(first)) || named.contains(first) {
                found.append(named)
            }
        }
        return found
    }

    /// Services that run OpenClaw, and what is wrong with files that could not be read.
    func openclawServices() async -> (services: [ComposeService], errors: [Record]) {
        await cache.value {
            var services: [ComposeService] = []
            var errors: [Record] = []
            let made = (await docker.dockerContainers().content ?? []).filter(\.isOpenClaw).flatMap(\.composeFiles)
            for files in await composeProjectFiles() {
                let isMade = files.contains(where: made.contains)
                let project = await ComposeLoader(surface, files: files, isMade: isMade)
                services += project.services.filter(Self.isOpenClaw)
                for error in project.errors {
                    let origin = Origin(error.file, line: error.line)
                    errors.append(
                        Record(error.file, [.runsAsRoot: .unknown(error.why)], origins: [.runsAsRoot: origin])
                    )
                }
            }
            errors += await composeSearch().hidden.map(\.record)
            return (services, errors)
        }
    }

    /// Whether the service runs OpenClaw: its image, its program, its port, its variables or its state say so.
    ///
    /// A name alone says little: a proxy or an updater beside OpenClaw is often named after it.
    private static func isOpenClaw(_ service: ComposeService) -> Bool {
        let reader = ComposeReader(service.node)
        let image = service.node["image"]?.text.map { ComposeReader.resolved($0) }
        if let image, isOpenClawImage(image) { return true }
        if reader.words.contains(where: { isOpenClawName(Path.name($0).split(separator: ".").first ?? "") }) {
            return true
        }
        if reader.ports.contains(where: { ["18789", "18790"].contains($0.container) }) { return true }
        let prefixes = ["OPENCLAW_", "CLAWDBOT_", "MOLTBOT_"]
        if reader.environment.contains(where: { variable in prefixes.contains { variable.name.hasPrefix($0) } }) {
            return true
        }
        let states: Set<Substring> = [".openclaw", ".clawdbot", ".moltbot"]
        if reader.targets.contains(where: { !states.isDisjoint(with: $0.split(separator: "/")) }) { return true }
        return image == nil && isOpenClawName(service.name)
    }

    /// `openclaw`, `ghcr.io/openclaw/openclaw`, `alpine/openclaw`, and forks that keep the name with an ending.
    static func isOpenClawImage(_ image: String) -> Bool {
        isOpenClawName((image.split(separator: "/").last ?? "").split { $0 == ":" || $0 == "@" }.first ?? "")
    }

    /// One of the names that OpenClaw had, alone or with the ending of one of its parts.
    static func isOpenClawName(_ name: some StringProtocol) -> Bool {
        let endings = ["", "-gateway", "-cli", "-server", "-sandbox", "-main"]
        return ["openclaw", "clawdbot", "moltbot"].contains { own in endings.contains { own + $0 == name.lowercased() }
        }
    }

    /// Whether the service is the gateway, and not the command line or a sandbox beside it.
    static func isGateway(_ service: ComposeService) -> Bool {
        if ComposeReader(service.node).words.contains("gateway") { return true }
        if ["cli", "sandbox"].contains(where: service.name.lowercased().contains) { return false }
        return service.node["entrypoint"] == nil || service.node["command"] != nil
    }
}
