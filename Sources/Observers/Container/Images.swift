import Catalog
import Documents
import Hardening
import Surface

extension Observer {
    /// Images that the daemon has, one record each, with all names.
    func images() async throws(Unknown) -> [Record]? {
        guard let list = try await docker("/images/json").get() else { return nil }
        return (list.items ?? []).map { image in
            let names = ["RepoTags", "RepoDigests"].flatMap { image[$0]?.items ?? [] }.compactMap(\.text)
            let name = names.first ?? image["Id"]?.text ?? "without a name"
            return Record("image \(name)", [.imageNames: .list(names)])
        }
    }
}
