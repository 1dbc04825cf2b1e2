import Catalog
import Documents
import Hardening
import Surface

/// What `docker inspect` tells of one container.
struct ContainerDetail: Sendable {
    let node: JSONNode

    var name: String { String((node["Name"]?.text ?? "?").drop { $0 == "/" }) }
    var image: String { node["Config"]?["Image"]?.text ?? "" }
    var isRunning: Bool { node["State"]?["Running"]?.flag ?? false }
    var labels: [JSONNode.Member] { node["Config"]?["Labels"]?.members ?? [] }

    /// Variables and values; the values never leave the observers.
    var environment: [String: String] {
        var variables: [String: String] = [:]
        for item in node["Config"]?["Env"]?.items ?? [] {
            guard let text = item.text, let equals = text.firstIndex(of: "=") else { continue }
            variables[String(text[..<equals])] = String(text[text.index(after: equals)...])
        }
        return variables
    }

    /// Whether OpenClaw runs in it, by image, name, service, command or port.
    var isOpenClaw: Bool {
        let service = labels.first { $0.key == "com.docker.compose.service" }?.value.text ?? ""
        let command = (node["Config"]?["Cmd"]?.items ?? []).compactMap(\.text).joined(separator: " ")
        // A proxy or an updater beside OpenClaw is often named after it, so that a name alone says little.
        if ComposeObserver.isOpenClawImage(image) || [name, service].contains(where: ComposeObserver.isOpenClawName) {
            return true
        }
        if ["openclaw", "clawdbot", "moltbot"].contains(where: command.lowercased().contains) { return true }
        let ports =
            (node["HostConfig"]?["PortBindings"]?.members ?? []) + (node["Config"]?["ExposedPorts"]?.members ?? [])
        return ports.contains { $0.key.hasPrefix("18789/") } || environment.keys.contains { $0.hasPrefix("OPENCLAW_") }
    }
}
