import Hardening

extension ComposeTarget {
    /// Directories in memory for what the container writes and nobody needs to keep.
    var scratchDirectories: Result<[String], ComposeDrift.Blocker> {
        guard case .list(let written) = record[.writtenPaths] else {
            return .failure(ComposeDrift.Blocker(reason: "what it writes could not be determined"))
        }
        var directories: Set<String> = ["/tmp"]
        // OpenClaw's programs keep what they fetched here.
        if case .list(let programs) = record[.imagePrograms], programs.contains(where: { $0.hasSuffix("/node") }) {
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
                return .failure(ComposeDrift.Blocker(reason: "it wrote to \(path), which no volume keeps"))
            }
        }
        // A tmpfs takes the mode of the directory that the image has there, and belongs to root.
        return .success(directories.sorted().map { $0.hasPrefix("/home/") ? "\($0):mode=1777" : $0 })
    }
}
