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
}
