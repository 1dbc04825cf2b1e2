import Catalog
import Surface

/// What belongs to the system.
private let systemPlaces = [
    "/usr", "/lib", "/lib32", "/lib64", "/libx32", "/bin", "/sbin", "/boot", "/etc", "/dev", "/proc", "/sys", "/run",
]

extension SubjectObserver {
    /// Why a place counts for nothing when a file, unit or process of an account names it; nothing where it counts.
    ///
    /// Root names what it likes. Anybody else may name what is their own: otherwise a name alone would have root read, and
    /// later change, what belongs to the system or to other people.
    func objection(to path: String, namedBy account: UInt32) async -> Unknown? {
        guard account != 0 else { return nil }
        let words = "\(path) is named by the account with the id \(account)"
        if path == "/" || systemPlaces.contains(where: { Path.isInside(path, $0) }) {
            return .notTrusted("\(words) and is the system's; it is left alone")
        }
        switch await surface.status(path) {
        case .absent: return nil
        case .unreadable(let why): return why
        case .found(let status) where status.owner != account:
            return .notTrusted("\(words) and is not theirs; it is left alone")
        case .found: return nil
        }
    }

    /// The account that decides what a file says: its owner, or else that of its directory; root's where both are.
    func author(of path: String) async -> UInt32 {
        let owner = await surface.status(path).content?.owner ?? 0
        return owner != 0 ? owner : await surface.status(Path.parent(path)).content?.owner ?? 0
    }
}
