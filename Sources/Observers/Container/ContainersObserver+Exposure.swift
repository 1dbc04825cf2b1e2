import Catalog
import Documents
import Hardening
import Surface

extension ContainersObserver {
    /// Every port that any container publishes; one of a database beside OpenClaw is as open as its own.
    func publishedPorts() async throws(Unknown) -> [Record]? {
        guard let all = try await docker.dockerContainers().get() else { return nil }
        return all.flatMap(Self.ports)
    }

    static func ports(_ container: ContainerDetail) -> [Record] {
        let live = container.node["NetworkSettings"]?["Ports"]?.members ?? []
        let wanted = container.node["HostConfig"]?["PortBindings"]?.members ?? []
        return (container.isRunning && !live.isEmpty ? live : wanted).flatMap { member in
            (member.value.items ?? []).map { binding in
                let address = binding["HostIp"]?.text ?? ""
                let shown = address.isEmpty ? "0.0.0.0" : address
                let inner = member.key.split(separator: "/").first.flatMap { Int($0) } ?? 0
                let port = binding["HostPort"]?.text ?? ""
                let host = shown.contains(":") ? "[\(shown)]" : shown
                return Record(
                    "\(container.name): \(host):\(port) → \(member.key)",
                    [
                        .container: .text(container.name),
                        .hostAddress: .text(shown),
                        .hostPort: Int(port).map { .number($0) } ?? .unset,
                        .containerPort: .number(inner),
                        .isGatewayPort: .flag(container.isOpenClaw && (18789...18799).contains(inner)),
                        .isLoopback: .flag(isLoopback(shown)),
                    ]
                )
            }
        }
    }

    static func isLoopback(_ address: String) -> Bool {
        address.hasPrefix("127.") || address == "::1" || address == "localhost"
    }

    /// What OpenClaw's containers see of the host's files.
    func containerMounts() async throws(Unknown) -> [Record]? {
        try await containerRecords { container in
            (container.node["Mounts"]?.items ?? []).compactMap { mount in
                guard mount["Type"]?.text == "bind", let source = mount["Source"]?.text else { return nil }
                return Record(
                    "\(container.name): \(source)",
                    [
                        .mountSource: .text(source),
                        .mountTarget: .text(mount["Destination"]?.text ?? "?"),
                        .mountIsWritable: .flag(mount["RW"]?.flag ?? true),
                        .mountKind: .text(Self.mountKind(source, at: mount["Destination"]?.text ?? "")),
                    ]
                )
            }
        }
    }

    /// What a directory or file of the server is to a container that has it, and where it has it.
    ///
    /// A source that a variable names is told by its place: nothing else is mounted where the engine's socket is looked
    /// for.
    static func mountKind(_ source: String, at place: String = "") -> String {
        let sockets = ["docker.sock", "containerd.sock", "podman.sock", "crio.sock"]
        let isSocket = sockets.contains { source.hasSuffix($0) || place.hasSuffix("/\($0)") }
        if isSocket || source == "/run" || source == "/var/run" { return "container engine socket" }
        let path = source.count > 1 && source.hasSuffix("/") ? String(source.dropLast()) : source
        if ["/home", "/root", "~"].contains(path) { return "home" }
        // All of a person's, with their keys, and all of what services keep.
        let parts = path.split(separator: "/")
        if path.hasPrefix("/home/"), parts.count == 2 { return "home" }
        if ["/", "/var", "/var/lib"].contains(path) { return "system" }
        // Reading the clock's zone is what these are mounted for.
        if ["/etc/localtime", "/etc/timezone"].contains(path) { return "data" }
        for root in [
            "/etc", "/proc", "/sys", "/dev", "/boot", "/usr", "/lib", "/bin", "/sbin", "/var/lib/docker", "/var/log",
        ]
        where Path.isInside(path, root) {
            return "system"
        }
        let names = path.split(separator: "/")
        if names.contains(where: { [".ssh", ".aws", ".gnupg", ".kube", ".docker", ".config"].contains($0) }) {
            return names.last == "openclaw" ? "data" : "credentials"
        }
        return "data"
    }

    /// Variables of OpenClaw's containers that hold a secret: everybody who may inspect the container sees them.
    func containerEnvironment() async throws(Unknown) -> [Record]? {
        try await containerRecords { container in
            container.environment.keys.sorted().map { name in
                let isSecret =
                    SettingsObserver.isSecretName(name) && container.environment[name].map { $0.count >= 8 } ?? false
                return Record(
                    "\(container.name): \(name)",
                    [.variable: .text(name), .variableSecret: isSecret ? "by its name" : .unset]
                )
            }
        }
    }
}
