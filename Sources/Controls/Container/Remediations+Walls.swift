import Documents
import Hardening

/// What separates the container from the server.
extension Catalogue {
    static func containerWallWays(_ profile: Profile) -> [Remediation] {
        [
            .compose("keep-root-read-only", profile) { target in
                switch scratch(target) {
                case .failure(let obstacle): return .refuse(obstacle.words)
                case .success(let directories):
                    return .amend([
                        target.setting("read_only, with tmpfs for what is written") { compose throws(SyntaxError) in
                            try compose.set(true, at: ["read_only"], of: target.service)
                            try compose.include(directories, in: "tmpfs", of: target.service)
                        }
                    ])
                }
            },
            confined("keep-seccomp", "seccomp", profile),
            confined("keep-apparmor", "apparmor", profile),
            .compose("mount-no-engine-socket", profile) { .amend($0.withoutEngine) },
            .compose("define-no-system-mounts", profile) { target in
                guard case .list(let mounts) = target.record[.dangerousMounts], mounts.allSatisfy(isEngine) else {
                    return .refuse("what is worked on in the mounted directories must first be moved")
                }
                return .amend(target.withoutEngine)
            },
        ]
    }

    private static func confined(_ phrase: String, _ option: String, _ profile: Profile) -> Remediation {
        .compose(phrase, profile) { target in
            .amend(
                [target.unprivileged]
                    + target.editing("no \(option):unconfined") { compose throws(SyntaxError) in
                        try compose.remove(from: "security_opt", of: target.service) {
                            ["\(option):unconfined", "\(option)=unconfined"].contains($0.text)
                        }
                    }
            )
        }
    }

    private struct Obstacle: Error { let words: String }

    /// Directories in memory for what the container writes and nobody needs to keep.
    private static func scratch(_ target: ComposeTarget) -> Result<[String], Obstacle> {
        guard case .list(let written) = target.record[.writtenPaths] else {
            return .failure(Obstacle(words: "what it writes cannot be told"))
        }
        var directories: Set<String> = ["/tmp"]
        // OpenClaw's programs keep what they fetched here.
        if case .list(let programs) = target.record[.imagePrograms], programs.contains(where: { $0.hasSuffix("/node") })
        {
            directories.formUnion(["/home/node/.cache", "/home/node/.npm"])
        }
        for path in written {
            // Docker writes these itself; the last two are what `init: true` runs, by image.
            let own = [
                "/etc/hosts", "/etc/hostname", "/etc/resolv.conf", "/etc/mtab", "/sbin/docker-init",
                "/usr/sbin/docker-init",
            ]
            if own.contains(path) { continue }
            if ["/dev", "/proc", "/sys"].contains(where: { path == $0 || path.hasPrefix($0 + "/") }) { continue }
            let parts = path.split(separator: "/").map(String.init)
            let fixed = [
                "/tmp", "/var/tmp", "/run", "/var/run", "/var/cache", "/var/log", "/root/.cache", "/root/.npm",
            ]
            if let directory = fixed.first(where: { path == $0 || path.hasPrefix($0 + "/") }) {
                directories.insert(directory)
            } else if parts.count > 2, parts[0] == "home", [".cache", ".npm"].contains(parts[2]) {
                directories.insert("/" + parts.prefix(3).joined(separator: "/"))
            } else {
                return .failure(Obstacle(words: "it wrote to \(path), which no volume keeps"))
            }
        }
        // A tmpfs takes the mode of the directory that the image has there, and belongs to root.
        return .success(directories.sorted().map { $0.hasPrefix("/home/") ? "\($0):mode=1777" : $0 })
    }

    static func isEngine(_ mount: String) -> Bool {
        ["docker.sock", "containerd.sock", "podman.sock", "crio.sock"].contains { mount.hasSuffix($0) }
    }
}

extension ComposeTarget {
    /// The engine's socket is not mounted.
    var withoutEngine: [Amendment] {
        let service = self.service
        return editing("the container engine's socket is not mounted") { compose throws(SyntaxError) in
            try compose.remove(from: "volumes", of: service) { item in
                let source = item["source"]?.text ?? item.text?.split(separator: ":").first.map(String.init) ?? ""
                return Catalogue.isEngine(source)
            }
        }
    }
}
