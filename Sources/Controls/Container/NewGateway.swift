import Documents
import Hardening

/// A gateway that is to be set up where there is none: what it is made from, and the files that make it.
struct NewGateway: Sendable {
    let image: String
    let directory: String
    let port: Int
    let limits: Profile.Container
    let docker: Profile.Docker

    /// None where the profile names no image.
    init?(_ profile: Profile) {
        guard !profile.container.image.isEmpty else { return nil }
        image = profile.container.image
        directory = profile.container.directory
        port = profile.openclaw.gatewayPort
        limits = profile.container
        docker = profile.docker
    }

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

    /// Whether the daemon has the image under this name, or under the digest that it names.
    func isThere(_ images: [Record]) -> Bool {
        // With a digest the tag is for people: `name:tag@sha256:…` is `name@sha256:…`.
        let parts = image.split(separator: "@", maxSplits: 1)
        var names: Set<String> = [image]
        if parts.count == 2, let slash = parts[0].lastIndex(of: "/") ?? parts[0].indices.first,
            let colon = parts[0][slash...].firstIndex(of: ":")
        {
            names.insert("\(parts[0][..<colon])@\(parts[1])")
        }
        return images.contains { !names.isDisjoint(with: $0[.imageNames].items) }
    }

    /// The files and what starts the container; it belongs to the account that its state belongs to.
    func amendments(_ account: State.Permissions) -> [Amendment] {
        let activation = Activation.compose(.init(name: project, directory: directory, files: [composeFile]))
        return [
            new(configuration, "a gateway that asks for its token", Self.configured(port), 0o600, account, nil),
            new(composeFile, "a gateway from \(image)", compose(account), 0o644, .init(mode: 0o644), activation),
        ]
    }

    private func new(
        _ path: String,
        _ summary: String,
        _ text: String,
        _ mode: UInt16,
        _ account: State.Permissions,
        _ activation: Activation?
    ) -> Amendment {
        Amendment(.file(path), summary, activation: activation) { state in
            guard state == .absent else { return state }
            return .file(State.File(Array(text.utf8), mode: mode, owner: account.owner, group: account.group))
        }
    }

    /// What it cannot start without; everything else is put by the controls of its configuration.
    ///
    /// In a container it must listen beyond loopback to be reached by a published port. Its token is in the
    /// environment, or it refuses everybody.
    private static func configured(_ port: Int) -> String {
        """
        {
          "gateway": {
            "mode": "local",
            "port": \(port),
            "bind": "lan",
            "auth": { "mode": "token" }
          }
        }

        """
    }

    /// OpenClaw's image brings a health check of its own; another one gets it by its control, once it is seen.
    private func compose(_ account: State.Permissions) -> String {
        let memory = max(2 << 30, limits.memoryFloor) >> 20
        return """
            # Written by Nacre for a new gateway. Settings of your own: docker-compose.override.yml beside it.
            services:
              openclaw-gateway:
                image: "\(image)"
                init: true
                user: "\(account.owner):\(account.group)"
                cap_drop: [ALL]
                security_opt: ["no-new-privileges:true"]
                read_only: true
                tmpfs: [/tmp, /home/node/.cache, /home/node/.npm]
                mem_limit: \(memory)m
                pids_limit: \(limits.processes)
                environment:
                  NODE_OPTIONS: "--max-old-space-size=\(memory * 3 / 4)"
                ports: ["127.0.0.1:\(port):\(port)"]
                volumes: ["./state:/home/node/.openclaw"]
                restart: unless-stopped
                logging:
                  driver: json-file
                  options: { max-size: "\(docker.logMaxSize >> 20)m", max-file: "\(docker.logMaxFiles)" }

            """
    }
}
