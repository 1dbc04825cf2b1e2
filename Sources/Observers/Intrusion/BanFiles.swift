import Catalog
import Documents
import Surface

/// Reads fail2ban's configuration files in the order its reader does, each at most once.
struct BanFiles {
    static let directory = "/etc/fail2ban"

    let surface: any Surface
    private var parsed: [String: JailFile?] = [:]

    init(_ surface: any Surface) { self.surface = surface }

    /// Why a configuration could not be read.
    struct Failure: Error {
        let why: Unknown
    }

    /// The configuration called `name`, such as `jail` or `filter.d/sshd`; none where no file has it.
    ///
    /// `name.conf`, then what `name.d` holds, then the same for `.local` (jail.conf(5)).
    mutating func configuration(_ name: String) async throws(Failure) -> JailConfiguration? {
        let base = Self.directory + "/" + name
        let extra = try await entries(base + ".d").map { base + ".d/" + $0 }
        var paths: [String] = []
        for ending in [".conf", ".local"] {
            let candidates: [String] = [base + ending] + extra.filter { $0.hasSuffix(ending) }
            for path in candidates where try await file(path) != nil {
                paths.append(path)
            }
        }
        guard !paths.isEmpty else { return nil }
        var configuration = JailConfiguration()
        var budget = 512
        for path in try await withIncludes(paths, parents: [], &budget) {
            if let file = try await file(path) { configuration.read(file) }
        }
        return configuration
    }

    private func entries(_ directory: String) async throws(Failure) -> [String] {
        switch await surface.entries(directory) {
        case .found(let names): return names
        case .absent: return []
        case .unreadable(let why): throw Failure(why: why)
        }
    }

    private mutating func file(_ path: String) async throws(Failure) -> JailFile? {
        if let known = parsed[path] { return known }
        let file: JailFile?
        switch await surface.text(path, limit: 128 << 10) {
        case .absent: file = nil
        case .unreadable(let why): throw Failure(why: why)
        case .found(let text):
            do {
                file = try JailFile(text, file: path)
            } catch {
                throw Failure(why: .malformed("\(path): \(error)"))
            }
        }
        parsed[path] = file
        return file
    }

    /// Files with those they include around them, and after each its `.local`.
    ///
    /// A file that is being included already is passed over.
    private mutating func withIncludes(
        _ paths: [String],
        parents: [String],
        _ budget: inout Int
    ) async throws(Failure) -> [String] {
        var all: [String] = []
        for path in paths {
            var local = path
            if let dot = path.lastIndex(of: "."), !path[dot...].contains("/") { local = path[..<dot] + ".local" }
            for resource in paths.contains(local) ? [path] : [path, local] {
                budget -= 1
                guard budget > 0 else { throw Failure(why: .tooLarge("\(path): files include each other too often")) }
                guard let file = try await file(resource) else { continue }
                for (place, when) in ["before", "after"].enumerated() {
                    if place == 1 { all.append(resource) }
                    for include in file.includes(when) {
                        let target =
                            include.hasPrefix("/") ? include : Path.resolve(include, from: Path.parent(resource))
                        guard !parents.contains(target) else { continue }
                        all += try await withIncludes([target], parents: parents + [resource], &budget)
                    }
                }
            }
        }
        return all
    }
}
