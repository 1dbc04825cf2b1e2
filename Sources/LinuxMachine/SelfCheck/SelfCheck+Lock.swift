import Catalog
import FoundationEssentials
import Glibc
import Hardening
import Surface

extension SelfCheck {
    /// Who has the right to change the server.
    enum Lock: Sendable {
        case free
        case held(by: Int32)
        case wrong(String, remedy: String)
        case unknown(String)
    }

    func lockLine() async -> Line {
        switch await lock() {
        case .free: .ok("nobody holds the lock")
        case .held(let pid): .ok("the lock is held by process \(pid), which is at work")
        case .wrong(let words, let remedy): .wrong(words, remedy: remedy)
        case .unknown(let why): .unknown(why)
        }
    }

    /// Who holds the right to change the server: nobody, or a process that lives.
    ///
    /// The kernel's own table is read. To try the lock would keep away who wants it at that moment.
    func lock() async -> Lock {
        let path = "\(store)/lock"
        let file: FileContent
        switch await surface.file(path, limit: 4096) {
        case .absent: return .free
        case .unreadable(let why): return .unknown("\(path): \(why.why)")
        case .found(let content): file = content
        }
        let locks: String
        switch await surface.text("/proc/locks", limit: 16 << 20) {
        case .absent: return .unknown("\(path): /proc/locks is not there, which says who holds it")
        case .unreadable(let why): return .unknown("\(path): \(why.why)")
        case .found(let text): locks = text
        }
        let named = try? JSONDecoder().decode(ProcessIdentity.self, from: Data(file.bytes))
        for pid in Self.holders(in: locks, of: lockInode) {
            if await isOpen(path, by: pid) {
                guard let named, named.pid == pid, await began(pid) == named.began else {
                    return .wrong(
                        "\(path) is held by process \(pid), which did not say so in it",
                        remedy: "see what it is: ps -fp \(pid)"
                    )
                }
                return .held(by: pid)
            }
            if named?.pid == pid {
                return .wrong(
                    "\(path) is held for process \(pid), which is gone",
                    remedy: "a child of it has it open; see which, and end it: fuser -v \(path)"
                )
            }
        }
        return .free
    }

    /// The processes that hold a whole-file lock on a file of this number, on whatever device.
    static func holders(in locks: String, of inode: UInt64?) -> [Int32] {
        guard let inode else { return [] }
        return locks.split(separator: "\n").compactMap { line in
            let fields = line.split(separator: " ")
            // Who waits for a lock has an arrow before the kind.
            guard fields.count >= 6, fields[1] == "FLOCK", fields[3] == "WRITE",
                fields[5].split(separator: ":").last.flatMap({ UInt64($0) }) == inode
            else { return nil }
            return Int32(fields[4])
        }
    }

    private func isOpen(_ path: String, by pid: Int32) async -> Bool {
        let directory = "/proc/\(pid)/fd"
        for name in await surface.entries(directory).content ?? []
        where await surface.link("\(directory)/\(name)").content == path { return true }
        return false
    }

    private func began(_ pid: Int32) async -> UInt64? {
        await surface.text("/proc/\(pid)/stat").content.flatMap { ProcessIdentity(pid: pid, stat: $0)?.began }
    }
}
