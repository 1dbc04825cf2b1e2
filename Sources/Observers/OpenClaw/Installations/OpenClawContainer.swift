import Documents
import Hardening
import Surface

/// What a container tells of the OpenClaw in it, and where its files lie on this machine.
struct OpenClawContainer: Sendable {
    let name: String
    let image: String
    /// Values stay inside the observers.
    let environment: [String: String]
    /// The entry point and the command.
    let arguments: [String]
    /// Where it starts.
    let workingDirectory: String?
    /// What the image says of its version in a label.
    let labeledVersion: String?
    /// What is mounted from this machine: inside, outside.
    let mounts: [(inside: String, outside: String)]
    /// The container's own file system as this machine sees it, while the storage driver shows it.
    let root: String?
    /// Whether Docker starts it again and again; not known where it was not looked at.
    let keepsStarting: Bool?
    /// Whether it has this machine's own network.
    let sharesNetwork: Bool
    /// The network that it shares with the proxy alone; none where it has none.
    let proxyNetwork: ProxyNetwork?
    /// The gateway of each other network that it is in.
    let networkGateways: [String]
    /// The identifiers of those networks.
    let networks: [String]
    /// Names that it was told to have for the machine it runs on.
    let hostNames: [String]

    init(name: String, image: String, environment: [String: String] = [:], arguments: [String] = []) {
        self.name = name
        self.image = image
        self.environment = environment
        self.arguments = arguments
        workingDirectory = nil
        labeledVersion = nil
        mounts = []
        root = nil
        keepsStarting = nil
        sharesNetwork = false
        proxyNetwork = nil
        networkGateways = []
        networks = []
        hostNames = []
    }

    init(_ detail: ContainerDetail) {
        name = detail.name
        image = detail.image
        environment = detail.environment
        let config = detail.node["Config"]
        arguments = ((config?["Entrypoint"]?.items ?? []) + (config?["Cmd"]?.items ?? [])).compactMap(\.text)
        workingDirectory = config?["WorkingDir"]?.text.flatMap { $0.isEmpty ? nil : $0 }
        labeledVersion = detail.labels.last { $0.key == "org.opencontainers.image.version" }?.value.text
        mounts = (detail.node["Mounts"]?.items ?? []).compactMap { mount in
            guard let inside = mount["Destination"]?.text, let outside = mount["Source"]?.text, outside.hasPrefix("/")
            else { return nil }
            return (Path.resolve(inside, from: "/"), outside)
        }
        root = detail.isRunning ? detail.node["GraphDriver"]?["Data"]?["MergedDir"]?.text : nil
        let state = detail.node["State"]
        let health = state?["Health"]?["Status"]?.text ?? "none"
        // Docker forgets the count when somebody starts it by hand.
        keepsStarting =
            state?["Restarting"]?.flag == true
            || (detail.node["RestartCount"]?.integer ?? 0) >= 3 && ["starting", "unhealthy"].contains(health)
        sharesNetwork = detail.node["HostConfig"]?["NetworkMode"]?.text == "host"
        let all = detail.node["NetworkSettings"]?["Networks"]?.members ?? []
        let networks = all.filter { !$0.key.hasSuffix("_\(ProxyNetwork.name)") }
        let own = all.first { $0.key.hasSuffix("_\(ProxyNetwork.name)") }?.value
        // One that does not run has the address that it will get, and no other.
        proxyNetwork =
            [own?["IPAMConfig"]?["IPv4Address"]?.text, own?["IPAddress"]?.text].lazy.compactMap { $0 }
            .compactMap { ProxyNetwork(container: $0) }.first
        networkGateways = networks.compactMap { $0.value["Gateway"]?.text }.filter { !$0.isEmpty }
        self.networks = networks.compactMap { $0.value["NetworkID"]?.text }.filter { !$0.isEmpty }
        let extra = (detail.node["HostConfig"]?["ExtraHosts"]?.items ?? []).compactMap(\.text)
        hostNames = extra.filter { $0.hasSuffix(":host-gateway") }.map { String($0.prefix { $0 != ":" }).lowercased() }
    }

    /// Whether it runs the gateway, and not only the command line beside it.
    var isGateway: Bool { arguments.contains("gateway") || !name.contains("cli") }

    /// The version that the image's tag or label names.
    var imageVersion: OpenClawVersion? {
        let last = image.split(separator: "/").last ?? ""
        let tag = last.split(separator: "@").first?.split(separator: ":").dropFirst().first
        return tag.flatMap { OpenClawVersion(String($0)) } ?? labeledVersion.flatMap { OpenClawVersion($0) }
    }

    /// Where a path of the container lies on this machine: in the mount closest to it, or in its own file system.
    func outside(_ path: String) -> String? {
        let path = Path.resolve(path, from: "/")
        let closest = mounts.filter { Path.isInside(path, $0.inside) }.max { $0.inside.count < $1.inside.count }
        guard let closest else { return root.map { $0 + path } }
        return closest.outside + path.dropFirst(closest.inside == "/" ? 0 : closest.inside.count)
    }

    /// The state directory and the configuration as the container sees them, the likeliest first.
    var statePaths: [String] {
        if let directory = variable("STATE_DIR") { return [directory] }
        let homes = [variable("HOME"), environment["HOME"], "/home/node", "/root"].compactMap { $0 }
        let profile = variable("PROFILE").map { "-\($0)" } ?? ""
        let named = mounts.map(\.inside).filter { [".openclaw", ".clawdbot", ".moltbot"].contains(Path.name($0)) }
        return homes.flatMap { ["\($0)/.openclaw\(profile)", "\($0)/.clawdbot"] } + named
    }

    func variable(_ name: String) -> String? {
        ["OPENCLAW_", "CLAWDBOT_"].lazy.compactMap { environment[$0 + name] }.first { !$0.isEmpty }
    }
}

extension InstallationsObserver {
    /// The state directories of OpenClaw's containers, gateways first.
    func mountedStateDirectories() async -> [StateDirectory] {
        let containers = (await docker.dockerContainers().content ?? []).filter(\.isOpenClaw).map(
            OpenClawContainer.init
        )
        var found: [StateDirectory] = []
        for container in containers.filter(\.isGateway) + containers.filter({ !$0.isGateway }) {
            for inside in container.statePaths {
                guard let path = container.outside(inside) else { continue }
                if case .absent = await surface.entries(path) { continue }
                found.append(StateDirectory(path: path, container: container))
                break
            }
        }
        return found
    }

    /// The version of the package in the container's own file system.
    func packagedVersion(in container: OpenClawContainer) async -> (OpenClawVersion, String)? {
        for inside in ["/app/package.json", "/usr/local/lib/node_modules/openclaw/package.json"] {
            guard let path = container.outside(inside), let bytes = await surface.file(path).content?.bytes,
                let package = try? JSONDocument(bytes, dialect: .json).root,
                package["name"]?.text.map(GatewayService.isNamed) == true,
                let version = package["version"]?.text.flatMap({ OpenClawVersion($0) })
            else { continue }
            return (version, path)
        }
        return nil
    }
}
