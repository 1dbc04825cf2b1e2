import Catalog
import Documents
import Hardening
import Surface

/// The variable with which OpenClaw refuses to write its own openclaw.json.
enum ReadOnlySwitch {
    static let variable = "OPENCLAW_CONFIG_READONLY"

    /// The last version that was seen without it, and the first that was seen with it.
    private static let before = OpenClawVersion(2026, 9, 3)
    private static let first = OpenClawVersion(2026, 9, 6)

    /// Whether it is on; nothing but `1` turns it on, and versions without it take no notice.
    static func isOn(_ value: String?, in version: OpenClawVersion?) -> Value {
        guard let version else {
            return .unknown(
                .notStated("\(variable) came with \(first), and which version the image holds is not known")
            )
        }
        if version <= before { return .unset }
        guard version >= first else {
            return .unknown(
                .notModeled("whether \(version) knows OPENCLAW_CONFIG_READONLY was not looked at; \(first) does")
            )
        }
        return .flag(value == "1")
    }
}

extension ComposeObserver {
    /// Whether the OpenClaw in a container may not write its openclaw.json.
    func configurationIsReadOnly(in container: ContainerDetail) async -> Value {
        let version = await self.version(in: OpenClawContainer(container))
        return ReadOnlySwitch.isOn(container.environment[ReadOnlySwitch.variable], in: version)
    }

    /// The same of the container that compose files would make next.
    func configurationIsReadOnly(in service: ComposeService) async -> Value {
        let written = service.node["image"]?.text
        let image = written.map { ComposeReader.resolved($0) } ?? ""
        let made = (await docker.dockerContainers().content ?? []).first { container in
            container.image == image && container.composeFiles.contains(service.file)
                && container.label("com.docker.compose.service") == service.name
        }
        var version: OpenClawVersion?
        if let made {
            version = await self.version(in: OpenClawContainer(made))
        } else {
            version = OpenClawContainer(name: service.name, image: image).imageVersion
            if version == nil { version = await labeledVersion(of: image) }
        }
        let variable = ComposeReader(service.node).environment.last { $0.name == ReadOnlySwitch.variable }
        if let variable, variable.value == nil {
            return .unknown(.notStated("\(service.file) takes \(variable.name) from whoever runs docker compose"))
        }
        return ReadOnlySwitch.isOn(variable?.value.map { ComposeReader.resolved($0) }, in: version)
    }

    private func version(in container: OpenClawContainer) async -> OpenClawVersion? {
        if let packaged = await installations.packagedVersion(in: container) { return packaged.0 }
        return container.imageVersion
    }

    /// What an image says of its version, where its name says nothing.
    private func labeledVersion(of image: String) async -> OpenClawVersion? {
        guard Self.isImageName(image), let config = await docker.answer("/images/\(image)/json").content?["Config"]
        else {
            return nil
        }
        return config["Labels"]?["org.opencontainers.image.version"]?.text.flatMap { OpenClawVersion($0) }
    }
}
