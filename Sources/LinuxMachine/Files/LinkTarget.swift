import Observers

/// Where a symbolic link leads, and whether it may be followed by one who writes as root.
enum LinkTarget: Equatable {
    /// The path is no link.
    case none
    /// A regular file that nobody but root can change or exchange, by its own path.
    case file(String)
    /// Why it is not followed.
    case refused(String)

    private static let limit = 16

    /// Follows links step by step; every directory on the way must be root's alone.
    init(_ path: String, on surface: LiveSurface) {
        guard case .found(let first) = surface.link(path) else {
            self = .none
            return
        }
        var here = path
        for _ in 0..<Self.limit {
            // A directory on the way may be a link as well: `..` leads out of where that leads to.
            let directory: String
            do {
                directory = try Self.real(FileWriter.directory(of: here), on: surface)
            } catch {
                self = .refused("\(path) is a symbolic link, and \(error.why)")
                return
            }
            guard case .found(let target) = surface.link(here) else {
                let name = here.split(separator: "/").last ?? ""
                self = Self.end(directory == "/" ? "/\(name)" : "\(directory)/\(name)", of: path, on: surface)
                return
            }
            here = Self.resolve(target, from: directory)
        }
        self = .refused("\(path) is a symbolic link to \(first), which leads through too many others")
    }

    private static func end(_ target: String, of path: String, on surface: LiveSurface) -> Self {
        let words = "\(path) is a symbolic link to \(target), which"
        switch surface.status(target) {
        case .absent: return .refused("\(words) is not there")
        case .unreadable(let why): return .refused("\(words) cannot be looked at: \(why)")
        case .found(let status) where status.kind != .regular: return .refused("\(words) is no file")
        case .found(let status) where status.owner != 0 || status.mode & 0o022 != 0:
            return .refused("\(words) others than root may change")
        case .found: return .file(target)
        }
    }

    /// Why somebody else than root may decide where a path leads.
    private struct Exposure: Error {
        let why: String
    }

    /// Fails where others than root may exchange things in a directory of the path, itself included.
    private static func requireRootAlone(_ directory: String, on surface: LiveSurface) throws(Exposure) {
        var path = directory
        while true {
            guard case .found(let status) = surface.status(path) else {
                throw Exposure(why: "\(path) cannot be looked at")
            }
            guard status.owner == 0, status.mode & 0o022 == 0 else {
                throw Exposure(why: "others than root may change \(path)")
            }
            if path == "/" { return }
            path = FileWriter.directory(of: path)
        }
    }

    /// The directory's own path, without links; those on the way must lie where root alone can exchange them.
    private static func real(_ directory: String, on surface: LiveSurface) throws(Exposure) -> String {
        var rest = directory.split(separator: "/").map(String.init)[...]
        var path = "/"
        var steps = 0
        while let next = rest.popFirst() {
            let candidate = path == "/" ? "/" + next : path + "/" + next
            guard case .found(let target) = surface.link(candidate) else {
                path = candidate
                continue
            }
            try requireRootAlone(path, on: surface)
            steps += 1
            guard steps <= limit else { throw Exposure(why: "\(directory) leads through too many others") }
            rest = (resolve(target, from: path).split(separator: "/").map(String.init) + rest)[...]
            path = "/"
        }
        try requireRootAlone(path, on: surface)
        return path
    }

    private static func resolve(_ path: String, from directory: String) -> String {
        var parts: [Substring] = path.hasPrefix("/") ? [] : directory.split(separator: "/")
        for part in path.split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(part) }
        }
        return "/" + parts.joined(separator: "/")
    }
}
