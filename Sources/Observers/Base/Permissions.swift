import Catalog
import Hardening
import Surface

extension Observer {
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
}
