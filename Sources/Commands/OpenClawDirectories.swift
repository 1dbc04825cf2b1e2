import Glibc
import Surface

/// Directories that `--openclaw` names, as the system that is looked at has them.
enum OpenClawDirectories {
    /// The absolute directories.
    ///
    /// A relative one begins where the command was given; of a system that lies in a directory, at its root.
    ///
    /// - Throws: `ConfigurationError` for what is no directory.
    static func checked(
        _ named: [String],
        on surface: any Surface,
        from start: String = workingDirectory
    ) async throws -> [String] {
        var found: [String] = []
        for name in named {
            let path = Path.resolve(name, from: surface.isLive ? start : "/")
            switch await surface.status(path) {
            case .found(let status) where status.kind == .directory: found.append(path)
            case .found:
                throw ConfigurationError(
                    "--openclaw \(name): this is a file; name the directory that it is in: --openclaw \(Path.parent(path))"
                )
            case .absent: throw ConfigurationError("--openclaw \(name): there is no such directory")
            case .unreadable(let why): throw ConfigurationError("--openclaw \(name): cannot be looked at: \(why)")
            }
        }
        return found
    }

    private static var workingDirectory: String {
        guard let path = unsafe getcwd(nil, 0) else { return "/" }
        defer { unsafe free(path) }
        return unsafe String(cString: path)
    }
}
