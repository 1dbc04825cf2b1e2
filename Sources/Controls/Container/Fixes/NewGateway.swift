import Documents
import Hardening

/// A gateway that is to be set up where there is none: what it is made from, and the files that make it.
struct NewGateway: Sendable {
    let image: String
    let directory: String
    let port: Int
    private let limits: Profile.Container
    private let docker: Profile.Docker
    private let domains: [String]
    private let isReadOnly: Bool

    /// None where the profile names no image.
    init?(_ profile: Profile) {
        guard !profile.container.image.isEmpty else { return nil }
        image = profile.container.image
        directory = profile.container.directory
        port = profile.openclaw.gatewayPort
        limits = profile.container
        docker = profile.docker
        domains = profile.proxy.domains
        isReadOnly = profile.openclaw.readOnlyConfiguration
    }

    static let service = "openclaw-gateway"
    /// Where it listens inside of its container: the image's own health check asks there.
    private static let inside = 18789

    var composeFile: String { directory + "/compose.yaml" }
    var state: String { directory + "/state" }
    var configuration: String { state + "/openclaw.json" }
    var environment: String { state + "/.env" }

    /// Docker's own rule for the name of a project: lower case, and nothing but letters, digits, `-` and `_`.
    private var project: String {
        let name = directory.split(separator: "/").last.map(String.init) ?? ""
        let plain = name.lowercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber || "-_".contains($0)) }
        let trimmed = plain.drop { $0 == "-" || $0 == "_" }
        return trimmed.isEmpty ? "openclaw" : String(trimmed)
    }

    /// Files by which Docker would take the directory for a project already.
    var otherFiles: [String] {
        ["compose.yml", "docker-compose.yml", "docker-compose.yaml"].map { "\(directory)/\($0)" }
    }

    /// Whether the daemon has the image under this name, or under the digest that it names.
    func isThere(_ images: [Record]) -> Bool {
        let name = Self.plain(image)
        return images.contains { $0[.imageNames].items.contains { Self.plain($0) == name } }
    }

    /// A name as Docker lists it: without its own registry, with a tag or else a digest.
    ///
    /// With a digest the tag is for people: `name:tag@sha256:…` is `name@sha256:…`.
    private static func plain(_ reference: String) -> String {
        var name = Substring(reference)
        for prefix in ["docker.io/", "index.docker.io/", "library/"] where name.hasPrefix(prefix) {
            name = name.dropFirst(prefix.count)
        }
        let parts = name.split(separator: "@", maxSplits: 1)
        let base = parts.first ?? name
        let last = base.lastIndex(of: "/").map { base.index(after: $0) } ?? base.startIndex
        let colon = base[last...].firstIndex(of: ":")
        if parts.count == 2 { return "\(base[..<(colon ?? base.endIndex)])@\(parts[1])" }
        return colon == nil ? "\(base):latest" : String(base)
    }

    /// The files and what starts the container; it belongs to the account that its state belongs to.
    ///
    /// Where `processors` says how many there are, some of them are left to others.
    func amendments(_ account: State.Permissions, processors: Int?) -> [Amendment] {
        let activation = Activation.compose(
            .init(name: project, directory: directory, files: [composeFile], newService: Self.service)
        )
        let settings = State.File(
            Array(configured.utf8),
            mode: 0o600,
            owner: account.owner,
            group: account.group
        )
        let file = State.File(Array(compose(account, processors).utf8), mode: 0o644)
        return [
            Amendment(.file(configuration), "a gateway that asks for its token") { state in
                state == .absent ? .file(settings) : state
            },
            // Where somebody goes on with the compose file, the settings stay with it.
            Amendment(
                .file(composeFile),
                "a gateway from \(image)",
                activation: activation,
                reading: [.file(configuration)]
            ) { state, _ in state == .absent ? .file(file) : state },
        ]
    }

    /// What it cannot start without; everything else is put by the controls of its configuration.
    ///
    /// In a container it must listen beyond loopback to be reached by a published port, and then refuses to start
    /// unless it is told from where browsers may come. Its token is in the environment, or it refuses everybody.
    private var configured: String {
        let origins =
            domains.isEmpty
            ? ["http://localhost:\(port)", "http://127.0.0.1:\(port)"] : domains.map { "https://\($0)" }
        return """
            {
              "gateway": {
                "mode": "local",
                "port": \(Self.inside),
                "bind": "lan",
                "auth": { "mode": "token" },
                "controlUi": { "allowedOrigins": [\(origins.map { "\"\($0)\"" }.joined(separator: ", "))] }
              }
            }

            """
    }

    /// OpenClaw's image brings a health check of its own; another one gets it by its control, once it is seen.
    private func compose(_ account: State.Permissions, _ processors: Int?) -> String {
        // A version that does not know it takes no notice.
        let readOnly = isReadOnly ? "\n      \(ReadOnlyConfiguration.variable): \"1\"" : ""
        let share = processors.map {
            "\n    cpus: \(YAMLValue.thousandths(ControlList.processorShare(of: $0)).flow)"
        }
        let memory = min(max(2 << 30, limits.memoryFloor), limits.memoryCeiling) >> 20
        return """
            # Written by Nacre for a new gateway. Settings of your own: docker-compose.override.yml beside it.
            services:
              \(Self.service):
                image: "\(image)"
                init: true
                user: "\(account.owner):\(account.group)"
                cap_drop: [ALL]
                security_opt: ["no-new-privileges:true"]
                read_only: true
                tmpfs: ["/tmp", "/home/node/.cache:mode=1777", "/home/node/.npm:mode=1777"]
                mem_limit: \(memory)m
                pids_limit: \(limits.processes)\(share ?? "")
                environment:
                  HOME: /home/node
                  NODE_OPTIONS: "--max-old-space-size=\(memory * 3 / 4)"\(readOnly)
                ports: ["127.0.0.1:\(port):\(Self.inside)"]
                volumes: ["./state:/home/node/.openclaw"]
                hostname: \(Self.service)
                stop_grace_period: \(ComposeTarget.gracePeriod)s
                restart: unless-stopped
                logging:
                  driver: json-file
                  options: { max-size: "\(max(docker.logMaxSize >> 10, 1))k", max-file: "\(docker.logMaxFiles)" }

            """
    }
}
