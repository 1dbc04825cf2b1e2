import Catalog
import Documents
import Hardening
import Surface

extension SecretsObserver {
    /// Tracked files of one repository that are read, and the size beyond which one holds no settings.
    private static let trackedLimit = 200
    private static let trackedSize = 256 << 10

    /// Settings that Git keeps for ever, as the index names them, and the addresses of remotes.
    func lookAtRepository(_ directory: String, _ search: inout SecretSearch) async {
        let place = "git"
        guard (await listing(directory).content ?? []).contains(".git") else { return }
        await look(at: SuspectFile(place: place, path: "\(directory)/.git/config"), &search)
        let path = "\(directory)/.git/index"
        let index: GitIndex
        switch await surface.file(path) {
        case .absent: return
        case .unreadable(let why): return search.unseen(place, path, why)
        case .found(let file):
            do throws(SyntaxError) {
                index = try GitIndex(file.bytes)
            } catch {
                return search.unseen(place, path, .malformed("\(error)"))
            }
        }
        let paths = index.paths.filter(SecretFileNames.mayHoldSettings).map { Path.resolve($0, from: directory) }
        for path in paths.prefix(Self.trackedLimit) where Path.isInside(path, directory) {
            if case .found(let status) = await surface.status(path), status.size > Self.trackedSize { continue }
            await look(at: SuspectFile(place: place, path: path), &search)
        }
        if paths.count > Self.trackedLimit {
            search.unseen(
                place,
                directory,
                .tooLarge("only \(Self.trackedLimit) of its settings files were looked through")
            )
        }
    }
}
