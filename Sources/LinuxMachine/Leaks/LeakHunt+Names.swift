import Detection
import Glibc
import Hardening
import Leaks
import SystemPackage

extension LeakHunt {
    /// A key may be what a file or a directory is called.
    func lookAtName(of path: String) {
        let name = path.utf8.lastIndex(of: 0x2F).map { path[path.utf8.index(after: $0)...] } ?? path[...]
        look(atName: Array(name.utf8), of: path, "its name")
    }

    /// Counts what holds no bytes, and looks at what it is called and, for a link, at where it leads.
    func passOver(_ path: String, _ kind: String, _ held: Held?) {
        passedOver[kind, default: 0] += 1
        if let held, let written, !written.includes(path, held.info) { return }
        lookAtName(of: path)
        guard let held, held.info.isLink else { return }
        do throws(Errno) { look(atName: Array(try held.target().utf8), of: path, "where it leads") } catch {
            leaveOut(path, "where it leads: \(error)")
        }
    }

    private func look(atName name: [UInt8], of path: String, _ inside: String) {
        guard name.count >= (known == nil ? 16 : KnownValues.shortest) else { return }
        scan.look(atName: name, of: path, inside)
    }
}
