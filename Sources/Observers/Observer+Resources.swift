import Catalog
import Hardening
import Surface

extension Observer {
    /// A regular file with its content, mode and owner.
    func file(_ path: String) async -> Observation {
        switch await surface.file(path) {
        case .absent: .state(.absent)
        case .unreadable(let why): .unreadable(why)
        case .found(let file):
            .state(
                .file(
                    State.File(
                        file.bytes,
                        mode: file.status.mode,
                        owner: file.status.owner,
                        group: file.status.group
                    )
                )
            )
        }
    }

    /// Who may touch what is at a path, which must be of one of the kinds.
    func permissions(_ path: String, of kinds: Set<FileStatus.Kind>) async -> Observation {
        switch await surface.status(path) {
        case .absent: .state(.absent)
        case .unreadable(let why): .unreadable(why)
        case .found(let status) where !kinds.contains(status.kind):
            .unreadable(.malformed("\(path) is a \(status.kind.rawValue)"))
        case .found(let status):
            .state(.permissions(.init(mode: status.mode, owner: status.owner, group: status.group)))
        }
    }

    /// A kernel parameter, read from the running kernel.
    func kernelParameter(_ name: String) async -> Observation {
        guard surface.isLive else { return .unreadable(.needsRunningSystem("needs a running system")) }
        switch await surface.text(Resource.kernelPath(of: name)) {
        case .absent: return .state(.absent)
        case .unreadable(let why): return .unreadable(why)
        case .found(let text):
            let words = text.split(whereSeparator: \.isWhitespace)
            return .state(.value(words.joined(separator: " ")))
        }
    }

    /// A unit as systemd reports it; absent where systemd knows no such unit.
    func unit(_ name: String) async -> Observation {
        switch await units() {
        case .absent: .unreadable(.notRunning("systemd does not run here"))
        case .unreadable(let why): .unreadable(why)
        case .found(let units): .state(units[name].map { .unit($0) } ?? .absent)
        }
    }

    /// An installed Debian package with its version.
    func package(_ name: String) async -> Observation {
        switch await packages() {
        case .absent: .unreadable(.missing("there is no dpkg database"))
        case .unreadable(let why): .unreadable(why)
        case .found(let versions): .state(versions[name].map { .package(.exact($0)) } ?? .absent)
        }
    }
}
