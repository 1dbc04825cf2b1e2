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

    private static func isOpenClaw(_ service: ComposeService) -> Bool {
        let node = service.node
        var words = [service.name, node["image"]?.text, node["container_name"]?.text, node["command"]?.text]
            .compactMap { $0 }
        words += (node["command"]?.items ?? []).compactMap(\.text)
        words += ComposeReader(node).ports.map(\.container)
        words += ComposeReader(node).environment.map(\.name)
        let all = words.joined(separator: " ").lowercased()
        return ["openclaw", "clawdbot", "moltbot", "18789"].contains(where: all.contains)
    }
}
