import Documents
import Hardening
import Surface

/// A gateway's container that a plan is about to begin, as Docker would speak of it.
struct ComingContainer: Sendable {
    /// The gateway's openclaw.json on this machine.
    let configuration: String
    private let project: Activation.ComposeProject
    private let service: String
    private let node: YAMLNode

    /// None where the demands begin no container, or its compose file cannot be read.
    init?(_ demands: Demands) {
        for amendment in demands.amendments.map(\.amendment) {
            guard case .compose(let project) = amendment.activation, let service = project.newService,
                case .file(let configuration)? = amendment.sources.first,
                case .file(let file)? = try? amendment.amend(.absent, Snapshot()), let text = file.text,
                let node = try? YAMLText(text).root["services"]?[service]
            else { continue }
            self.configuration = configuration
            self.project = project
            self.service = service
            self.node = node
            return
        }
        return nil
    }

    private static let identifier = "c0c0"

    /// What Docker would answer, by target: its list with the container in it, and what inspecting it tells.
    ///
    /// What the image brings counts where the compose file does not speak of it.
    func answers(beside list: JSONNode?, image: JSONNode?) throws(SyntaxError) -> [String: Response] {
        let own = JSONValue.object([.init("Id", .string(Self.identifier))])
        let all = JSONValue.array((list?.items ?? []).map { JSONValue($0) } + [own])
        return [
            "/containers/json?all=1": Response(status: 200, body: try Self.text(all)),
            "/containers/\(Self.identifier)/json": Response(status: 200, body: try Self.text(detail(image?["Config"]))),
        ]
    }

    /// What Docker is asked about the image.
    var imageTarget: String? {
        let name = node["image"]?.text ?? ""
        let plain = name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f && !"?#%".utf8.contains($0) }
        return name.isEmpty || !plain ? nil : "/images/\(name)/json"
    }

    private func detail(_ image: JSONNode?) -> JSONValue {
        let reader = ComposeReader(node)
        let variables = reader.environment.map { JSONValue.string("\($0.name)=\($0.value ?? "")") }
        let mounts = reader.mounts.map { mount in
            JSONValue.object([
                .init("Type", "bind"), .init("Source", .string(Path.resolve(mount.source, from: project.directory))),
                .init("Destination", .string(mount.target)),
            ])
        }
        let bindings = reader.ports.map { port in
            JSONValue.Member(
                "\(port.container)/tcp",
                .array([.object([.init("HostIp", .string(port.address)), .init("HostPort", .string(port.host))])])
            )
        }
        var settings = (image?.members ?? []).map { JSONValue.Member($0.key, JSONValue($0.value)) }
            .filter { $0.key != "Image" && $0.key != "Env" && $0.key != "Labels" }
        let labels = (image?["Labels"]?.members ?? []).map { JSONValue.Member($0.key, JSONValue($0.value)) }
        settings.append(.init("Image", .string(node["image"]?.text ?? "")))
        settings.append(.init("Env", .array((image?["Env"]?.items ?? []).map { JSONValue($0) } + variables)))
        settings.append(.init("Labels", .object(labels + [.init("com.docker.compose.service", .string(service))])))
        return .object([
            .init("Id", .string(Self.identifier)), .init("Name", .string("/\(project.name)-\(service)-1")),
            .init("State", ["Running": true]), .init("Config", .object(settings)), .init("Mounts", .array(mounts)),
            .init(
                "HostConfig",
                ["NetworkMode": .string("\(project.name)_default"), "PortBindings": .object(bindings)]
            ),
        ])
    }

    private static func text(_ value: JSONValue) throws(SyntaxError) -> [UInt8] {
        let empty = try JSONDocument(Array(#"{"all":null}"#.utf8), dialect: .json)
        let whole = try empty.applying([.set(value, at: [.key("all")])])
        return whole.root["all"].map { Array(whole.bytes[$0.range]) } ?? []
    }
}
