import Catalog
import Documents
import Hardening
import Surface

/// A service that runs OpenClaw, as the compose files of its project define it together.
struct ComposeService: Sendable {
    /// The first of the project's files.
    let file: String
    let name: String
    /// With what variables stand for, as far as that is known.
    let node: YAMLNode
    /// As it stands in the files.
    let written: YAMLNode
    /// What each file says of it, in the order they are merged.
    let layers: [(file: String, node: YAMLNode)]
    /// Why the service may be another one than this.
    var doubt: Unknown?
    /// Whether it comes from a file that one of the project's includes.
    var isIncluded = false
    /// Where relative paths of what it was put together from begin.
    var directories: Set<String> = []
    /// What the project defines beside its services: volumes, secrets and configs, each by its name.
    var definitions: [String: YAMLNode] = [:]

    init(file: String, name: String, written: YAMLNode, from layer: String, variables: [String: String]) {
        self.init(file, name, written.interpolated(variables), written, [(layer, written)])
    }

    private init(
        _ file: String,
        _ name: String,
        _ node: YAMLNode,
        _ written: YAMLNode,
        _ layers: [(file: String, node: YAMLNode)]
    ) {
        self.file = file
        self.name = name
        self.node = node
        self.written = written
        self.layers = layers
    }

    /// The service with what a later file says of it.
    func overlaid(by other: ComposeService) -> ComposeService {
        let whole: Set<String> = ["command", "entrypoint", "test", "extends"]
        var both = ComposeService(
            file,
            other.name,
            Self.withoutRepeatedTargets(node.overlaid(by: other.node, replacing: whole)),
            written.overlaid(by: other.written, replacing: whole),
            layers + other.layers
        )
        both.doubt = doubt ?? other.doubt
        both.isIncluded = isIncluded || other.isIncluded
        both.directories = directories.union(other.directories)
        return both
    }

    /// The service without what tags of compose take away.
    var settled: ComposeService {
        var settled = ComposeService(file, name, Self.withoutRepeatedTargets(node.settled), written.settled, layers)
        settled.doubt = doubt
        settled.isIncluded = isIncluded
        settled.directories = directories
        return settled
    }

    func among(_ definitions: [String: YAMLNode]) -> ComposeService {
        var service = self
        service.definitions = definitions
        return service
    }

    func doubted(_ why: Unknown) -> ComposeService {
        var service = self
        service.doubt = service.doubt ?? why
        return service
    }

    /// Of volumes for the same place inside, the later one counts.
    private static func withoutRepeatedTargets(_ node: YAMLNode) -> YAMLNode {
        guard let entries = node.entries, let volumes = node["volumes"]?.items else { return node }
        let targets = volumes.map { ComposeReader.target(of: $0) }
        let kept = volumes.indices.filter { index in
            targets[index] == nil || !targets[(index + 1)...].contains(targets[index])
        }
        return node.replacing(
            entries.map { entry in
                guard entry.key == "volumes" else { return entry }
                let value = entry.value.replacing(items: kept.map { volumes[$0] })
                return YAMLNode.Entry(changing: entry, to: value)
            }
        )
    }

    /// Where the last file that sets the key does so.
    func origin(_ key: String) -> Origin {
        for layer in layers.reversed() {
            guard let line = layer.node.entries?.last(where: { $0.key == key })?.line else { continue }
            return Origin(layer.file, line: line)
        }
        return Origin(file, line: node.line)
    }

    /// Where a line of a list stands that several files may add to.
    func origin(_ key: String, line: Int?) -> Origin {
        let layer = layers.first { layer in layer.node[key]?.items?.contains { $0.line == line } ?? false }
        return Origin(layer?.file ?? file, line: line)
    }
}
