import Catalog
import Hardening
import Surface

extension SelfCheck {
    /// Who may read and change the store's directories and files: root alone.
    func storeLines() async -> [Line] {
        switch await surface.node(store) {
        case .absent: return [.ok("\(store) is not there: nothing was changed yet")]
        case .unreadable(let why): return [.unknown("\(store): \(why.why)")]
        case .found: break
        }
        var faults = await rootsOwn.faults(ofAncestorsOf: store)
        faults += await privateDirectory(store, files: ["key", "lock"])
        let generations = "\(store)/generations"
        faults += await privateDirectory(generations, files: [])
        switch await surface.entries(generations) {
        case .absent: break
        case .unreadable(let why): faults.append(.unknown("\(generations): \(why.why)"))
        case .found(let names):
            for name in names where Int(name) != nil {
                faults += await privateDirectory(
                    "\(generations)/\(name)",
                    files: ["about", "plan", "journal", "baseline", "look"]
                )
            }
        }
        return faults.isEmpty ? [.ok("\(store) and all that undoing needs in it is root's alone")] : faults
    }

    private func privateDirectory(_ path: String, files: [String]) async -> [Line] {
        var lines = await privateNode(path, .directory, mode: 0o700)
        for name in files { lines += await privateNode("\(path)/\(name)", .regular, mode: 0o600) }
        return lines
    }

    /// What is wrong with a directory or file of the store; one that is not there is judged by who needs it.
    private func privateNode(_ path: String, _ kind: FileStatus.Kind, mode: UInt16) async -> [Line] {
        switch await surface.node(path) {
        case .absent: return []
        case .unreadable(let why): return [.unknown("\(path): \(why.why)")]
        case .found(let status):
            let digits = String(mode, radix: 8)
            guard status.kind == kind, !status.isLink else {
                return [
                    .wrong(
                        "\(path) is no \(kind == .directory ? "directory" : "regular file")",
                        remedy: "put it back from a backup of this server"
                    )
                ]
            }
            guard status.owner == 0, status.mode & ~mode == 0 else {
                return [
                    .wrong(
                        "\(path) is not root's alone: owner \(status.owner), mode \(String(status.mode, radix: 8))",
                        remedy: "chown root:root \(path) && chmod \(digits) \(path); then see who had a hand in it"
                    )
                ]
            }
            return []
        }
    }

    /// Whether every generation can be read, and is as it was sealed.
    func generationLines() -> [Line] {
        switch content {
        case .failure(let error): return [.wrong("the generations cannot be read: \(error)", remedy: Self.fromBackup)]
        case .success(let content):
            let damaged = content.damaged.map {
                Line.wrong(
                    "generation \($0.number) cannot be read: \($0.why)",
                    remedy: $0.isSettled
                        ? "nothing has to be undone by it; to set it aside: mv \($0.directory) \($0.directory).damaged"
                        : "\(Self.fromBackup); or, where the server is as it should be: mv \($0.directory) \($0.directory).damaged"
                )
            }
            let count = content.whole.count
            let whole = Line.ok(
                count == 1
                    ? "one generation is readable, its seal and its journal unbroken"
                    : "\(count) generations are readable, their seals and journals unbroken"
            )
            return (count > 0 ? [whole] : []) + damaged
        }
    }

    private static var fromBackup: String { "put its files back from a backup of this server" }
}
