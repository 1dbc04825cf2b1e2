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
        // A volume may be bound to any path of the server, and inspecting a container does not show it.
        let volumes = await docker.answer("/volumes")
        return try await containerRecords { container in
            (container.node["Mounts"]?.items ?? []).compactMap { mount -> Record? in
                guard var source = mount["Source"]?.text else { return nil }
                let target = mount["Destination"]?.text ?? "?"
                var kind: Value?
                switch mount["Type"]?.text {
                case "bind": kind = .text(Self.mountKind(source, at: target))
                case "volume":
                    guard let name = mount["Name"]?.text else { return nil }
                    switch volumes {
                    case .absent: return nil
                    case .unreadable(let why): kind = .unknown(why)
                    case .found(let all):
                        let volume = all["Volumes"]?.items?.first { $0["Name"]?.text == name }
                        guard let options = volume?["Options"], let device = options["device"]?.text,
                            let bound = Self.volumeKind(device, options["o"]?.text, at: target)
                        else { return nil }
                        source = device
                        kind = .text(bound)
                    }
                default: return nil
                }
                return Record(
                    "\(container.name): \(source)",
                    [
                        .mountSource: .text(source), .mountTarget: .text(target),
                        .mountIsWritable: .flag(mount["RW"]?.flag ?? true), .mountKind: kind ?? .unset,
                    ]
                )
            }
        }
    }

    /// What a volume with a device of its own is to a container; nil where the device is another server's.
    static func volumeKind(_ device: String, _ options: String?, at place: String) -> String? {
        if device.contains("://") || device.hasPrefix(":") || device.hasPrefix("//") { return nil }
        let isBound = options?.split(separator: ",").contains { $0 == "bind" || $0 == "rbind" } ?? false
        // A disk's files are the server's as well; what tmpfs is mounted from is a word only.
        return isBound ? mountKind(device, at: place) : device.hasPrefix("/dev/") ? "system" : nil
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
        // What /var/run leads to.
        if Path.isInside(path, "/var/run") { return mountKind(String(path.dropFirst(4)), at: place) }
        if ["/home", "/root", "~"].contains(path) { return "home" }
        // All of a person's, with their keys, and all of what services keep.
        let parts = path.split(separator: "/")
        if path.hasPrefix("/home/"), parts.count == 2 { return "home" }
        if ["/", "/var", "/var/lib"].contains(path) { return "system" }
        // Reading the clock's zone is what these are mounted for.
        if ["/etc/localtime", "/etc/timezone"].contains(path) { return "data" }
        for root in [
            "/etc", "/proc", "/sys", "/dev", "/boot", "/usr", "/lib", "/lib64", "/bin", "/sbin", "/var/log",
            "/var/spool",
            "/var/lib/docker", "/var/lib/containerd", "/var/lib/dpkg", "/var/lib/apt", "/var/lib/systemd",
            "/var/lib/cloud",
            "/var/lib/nacre", "/run/systemd", "/run/dbus", "/run/containerd", "/run/docker", "/run/user", "/run/udev",
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
