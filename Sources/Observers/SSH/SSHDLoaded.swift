import Catalog
import Documents
import Hardening
import Surface

/// sshd's configuration with everything it includes.
struct SSHDLoaded: Sendable {
    let configuration: SSHDConfiguration
    /// Files that are there but could not be read: what they say is not known.
    let unread: [Unknown]
}

extension SSHObserver {
    /// The configuration sshd would read now; absent where there is no sshd.
    func sshdConfiguration() async -> Reading<SSHDLoaded> {
        await cache.value { await Reading(loadSSHD) }
    }

    private func loadSSHD() async throws(Unknown) -> SSHDLoaded? {
        let installed = try await packages().get()?["openssh-server"]
        let main = "\(SSHDConfiguration.directory)/sshd_config"
        guard let installed else {
            if case .absent = await surface.status("/usr/sbin/sshd") { return nil }
            throw Unknown.notModeled("sshd is not from a package, so that its release is not known")
        }
        guard let version = SSHDVersion(installed) else {
            throw Unknown.malformed("OpenSSH has the version \(installed)")
        }
        var files: [String: SSHDFile] = [:]
        var expansions: [String: [String]] = [:]
        var unread: [Unknown] = []
        var waiting = [main]
        var size = 0
        var seen: Set<ByteName> = []
        while let path = waiting.popLast() {
            let isNew = seen.insert(ByteName(path)).inserted
            guard files[path] == nil else {
                // To sshd two files, of which only one would be looked at here.
                guard !isNew else {
                    throw Unknown.malformed("\(path): another file's name differs only in how it is composed")
                }
                continue
            }
            // More files than anybody has: an include that leads everywhere.
            guard files.count < 512 else {
                throw Unknown.tooLarge("sshd's configuration includes more than 512 files")
            }
            switch await surface.file(path, limit: 256 << 10) {
            case .absent:
                if path == main { throw Unknown.missing("there is no \(main)") }
                unread.append(.missing("\(path) is missing"))
                files[path] = SSHDFile([])
            case .unreadable(let why):
                // A directory in place of a file holds no lines for sshd.
                if await surface.status(path).content?.kind != .directory { unread.append(why) }
                files[path] = SSHDFile([])
            case .found(let content):
                size += content.bytes.count
                guard size <= 256 << 10 else {
                    throw Unknown.tooLarge("\(path): sshd's configuration is too large")
                }
                let file = SSHDFile(content.bytes)
                files[path] = file
                for case .directive("include", let arguments, _) in file.lines.map(\.content) {
                    for argument in arguments {
                        let pattern = SSHDConfiguration.pattern(argument)
                        guard expansions[pattern] == nil else { continue }
                        switch await expand(pattern) {
                        case .found(let paths):
                            expansions[pattern] = paths
                            waiting += paths
                        case .absent: expansions[pattern] = []
                        case .unreadable(let why): unread.append(why)
                        }
                    }
                }
            }
        }
        let configuration = SSHDConfiguration(main: main, files: files, expansions: expansions, version: version)
        return SSHDLoaded(configuration: configuration, unread: unread)
    }

    /// The paths a pattern stands for, in the order of glob(3) in the C locale.
    func expand(_ pattern: String) async -> Reading<[String]> {
        var found = ["/"]
        for part in pattern.split(separator: "/").map(String.init) {
            var next: [String] = []
            for directory in found {
                if !SSHDGlob.isPattern(part) {
                    let path = Path.join(directory, part)
                    if case .absent = await surface.status(path) { continue }
                    next.append(path)
                    continue
                }
                switch await surface.entries(directory) {
                case .absent: continue
                case .unreadable(let why): return .unreadable(why)
                case .found(let names):
                    let glob = SSHDGlob(part)
                    next += names.filter(glob.matches).map { Path.join(directory, $0) }
                }
            }
            found = next
        }
        return .found(found.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) })
    }
}
