import Documents
import Hardening

/// A service of a compose file that runs OpenClaw.
struct ComposeService: Sendable {
    let file: String
    let name: String
    let node: YAMLNode
}

extension Observer {
    private static let composeNames = ["docker-compose.yml", "docker-compose.yaml", "compose.yml", "compose.yaml"]

    /// Compose files that containers were made from, and those in the usual places.
    func composeFiles() async -> [String] {
        var files = openclawDirectories.flatMap { directory in Self.composeNames.map { Path.join(directory, $0) } }
        for container in await dockerContainers().content ?? [] where container.isOpenClaw {
            let label = container.labels.first { $0.key == "com.docker.compose.project.config_files" }?.value.text ?? ""
            files += label.split(separator: ",").map(String.init).filter { $0.hasPrefix("/") }
        }
        var directories = ["/root", "/opt", "/srv"]
        for base in ["/root", "/opt", "/srv", "/home"] {
            directories += (await surface.entries(base).content ?? []).prefix(200).map { Path.join(base, $0) }
        }
        for home in (await surface.entries("/home").content ?? []).prefix(200) {
            directories += (await surface.entries("/home/\(home)").content ?? []).prefix(200)
                .filter { $0.lowercased().contains("claw") || $0.lowercased().contains("docker") }
                .map { "/home/\(home)/\($0)" }
        }
        for directory in directories {
            let names = await surface.entries(directory).content ?? []
            files += names.filter(Self.isComposeName).map { Path.join(directory, $0) }
        }
        var seen: Set<String> = []
        return files.filter { seen.insert($0).inserted }
    }

    private static func isComposeName(_ name: String) -> Bool {
        (name.hasPrefix("docker-compose") || name.hasPrefix("compose"))
            && (name.hasSuffix(".yml") || name.hasSuffix(".yaml"))
    }

    /// Services that run OpenClaw, and what is wrong with files that could not be read.
    func openclawServices() async -> (services: [ComposeService], errors: [Record]) {
        await memo.value("compose services") {
            var services: [ComposeService] = []
            var errors: [Record] = []
            for path in await composeFiles() {
                switch await surface.text(path) {
                case .absent: continue
                case .unreadable(let why): errors.append(Self.composeError(path, why, line: nil))
                case .found(let text):
                    do throws(SyntaxError) {
                        let found = Self.services(in: try YAMLDocument(text), file: path)
                        services += found.filter(Self.isOpenClaw)
                    } catch {
                        guard (path + text).lowercased().contains("claw") else { continue }
                        errors.append(Self.composeError(path, "\(error)", line: error.position.line))
                    }
                }
            }
            return (services, errors)
        }
    }

    private static func composeError(_ path: String, _ why: String, line: Int?) -> Record {
        Record(path, [.runsAsRoot: .unknown(why)], origins: [.runsAsRoot: Origin(path, line: line)])
    }

    /// The file's services with what they extend in the same file.
    static func services(in document: YAMLDocument, file: String) -> [ComposeService] {
        let services = document.root["services"]
        return (services?.entries ?? []).map { entry in
            var node = entry.value
            let base = node["extends"]?["service"]?.text ?? node["extends"]?.text
            if node["extends"]?["file"] == nil, let base, let parent = services?[base]?.entries {
                let own = Set((node.entries ?? []).map(\.key))
                let merged = parent.filter { !own.contains($0.key) } + (node.entries ?? [])
                node = node.replacing(merged)
            }
            return ComposeService(file: file, name: entry.key, node: node)
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
