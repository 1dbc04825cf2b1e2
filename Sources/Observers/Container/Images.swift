import Documents
import Hardening
import Surface

extension Observer {
    /// Images that the daemon has, one record each, with all names.
    func images() async -> Observation {
        switch await docker("/images/json") {
        case .absent: .state(.absent)
        case .unreadable(let why): .unreadable(why)
        case .found(let list):
            .state(
                .records(
                    (list.items ?? []).map { image in
                        let names = ["RepoTags", "RepoDigests"].flatMap { image[$0]?.items ?? [] }.compactMap(\.text)
                        let name = names.first ?? image["Id"]?.text ?? "without a name"
                        return Record("image \(name)", [.imageNames: .list(names)])
                    }
                )
            )
        }
    }
}
