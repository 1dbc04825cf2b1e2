import Catalog
import Surface

/// Whether files are root's alone to change, by themselves and by every directory on the way to them.
struct RootsOwn {
    let surface: any Surface

    /// What is wrong with a file, or with a directory and all that is in it; and with the way there.
    func faults(of path: String, isProgram: Bool) async -> [SelfCheck.Line] {
        let status: FileStatus
        switch await surface.node(path) {
        case .absent:
            return [.wrong("\(path) is not there", remedy: "settle what waits, then arm it anew by the next change")]
        case .unreadable(let why): return [.unknown("\(path): \(why.why)")]
        case .found(let node): status = node
        }
        guard !status.isLink, status.kind == .regular || status.kind == .directory else {
            return [.wrong("\(path) is no regular file", remedy: "see who put it there: ls -l \(path)")]
        }
        if let fault = Self.foreignHand(path, status) { return [fault] }
        if isProgram, status.kind == .regular, status.mode & 0o100 == 0 {
            return [.wrong("\(path) is not executable", remedy: "chmod u+x \(path)")]
        }
        var faults = await faults(ofAncestorsOf: path)
        guard status.kind == .directory else { return faults }
        switch await surface.entries(path) {
        case .absent: break
        case .unreadable(let why): faults.append(.unknown("\(path): \(why.why)"))
        case .found(let names):
            for name in names {
                guard let inner = await surface.node("\(path)/\(name)").content else { continue }
                if let fault = Self.foreignHand("\(path)/\(name)", inner) { faults.append(fault) }
            }
        }
        return faults
    }

    /// Which directories on the way to a file somebody else could exchange it in.
    func faults(ofAncestorsOf path: String) async -> [SelfCheck.Line] {
        var faults: [SelfCheck.Line] = []
        var way = ""
        for name in path.split(separator: "/").dropLast() {
            way += "/\(name)"
            switch await surface.status(way) {
            case .found(let status): if let fault = Self.foreignHand(way, status) { faults.append(fault) }
            case .absent: faults.append(.wrong("\(way) is not there", remedy: "put it back, root's, mode 755"))
            case .unreadable(let why): faults.append(.unknown("\(way): \(why.why)"))
            }
        }
        return faults
    }

    /// Whether somebody other than root could change it.
    private static func foreignHand(_ path: String, _ status: FileStatus) -> SelfCheck.Line? {
        let isGroups = status.mode & 0o020 != 0 && status.group != 0
        guard status.owner != 0 || isGroups || status.mode & 0o002 != 0 else { return nil }
        return .wrong(
            "\(path) can be changed by others than root: owner \(status.owner), group \(status.group), mode "
                + String(status.mode, radix: 8),
            remedy: "chown root:root \(path) && chmod go-w \(path); then see who had a hand in it"
        )
    }
}
