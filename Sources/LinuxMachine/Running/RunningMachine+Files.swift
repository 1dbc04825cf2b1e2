public import Hardening
import SystemPackage

extension RunningMachine {
    /// Which file or directory is there now; nothing for what is neither.
    public func inode(of resource: Resource) async -> Inode? {
        guard let path = resource.permittedPath else { return nil }
        return try? Walk.live().place(path, for: .changing, followingLast: false).held?.info.inode
    }

    /// Why nothing is changed at a place any more: what is there is no longer reached by root's own steps.
    public func refusal(of resource: Resource) async -> String? {
        guard let path = resource.path else { return nil }
        do throws(Walk.Stop) {
            let place = try Walk.live().place(path, for: .changing, followingLast: false)
            try place.requireNamed(path)
            try place.requireGenuine()
            return nil
        } catch .refused(let why) {
            return why
        } catch {
            return nil
        }
    }

    /// Whether an account decides what is at a place: it is that account's, or lies in what is, or everybody may put
    /// something there.
    public func isOthers(_ resource: Resource) async -> Bool {
        guard let path = resource.path else { return false }
        return isOthers(path)
    }

    private func isOthers(_ path: String) -> Bool {
        do throws(Walk.Stop) {
            let place = try Walk.live().place(path, for: .changing, followingLast: false)
            return place.isOthers || place.held.map { $0.info.owner != 0 } ?? false
        } catch .refused {
            // Only what others could have made or put where it is stops a walk.
            return true
        } catch .absent {
            // Whoever may take a directory away may do so at any time.
            return path == "/" ? false : isOthers(FilePath(path).removingLastComponent().string)
        } catch {
            return false
        }
    }

    /// What a change would not keep, or could not be made by; asked before anything is changed.
    public func blocker(to resource: Resource) -> String? {
        if case .kernelParameter(let name) = resource { return KernelParameterPlace(name).blocker }
        guard let path = resource.path else { return nil }
        do throws(Walk.Stop) {
            let place = try Walk.live().place(path, for: .changing, followingLast: false)
            guard let held = place.held else { return nil }
            try place.requireFree()
            if case .row = resource { _ = try DatabaseFiles(path) }
            if case .permissions = resource { try place.requirePermitting(held.info.permissions) }
            guard case .file = resource else { return nil }
            if held.info.names > 1 {
                throw .refused("\(path) has another name (a hard link), which a new file would not have")
            }
            _ = try Attributes(of: place)
            return nil
        } catch .absent {
            return nil
        } catch {
            return error.why
        }
    }
}

extension Resource {
    /// The path of a file or directory.
    fileprivate var path: String? {
        switch self {
        case .file(let path), .directory(let path), .permissions(let path): path
        case .row(let row): row.database
        case .kernelParameter, .ruleset, .unit, .package, .facts: nil
        }
    }

    /// The path of what keeps being the same file when it is changed.
    fileprivate var permittedPath: String? {
        if case .file = self { nil } else { path }
    }
}
