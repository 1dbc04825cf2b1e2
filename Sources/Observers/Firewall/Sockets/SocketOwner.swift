import Catalog
import Surface

/// The first process that holds a socket, and what it calls itself.
struct SocketOwner: Hashable, Sendable {
    let process: Int
    let name: String
}

extension SocketsObserver {
    /// Which program holds each of the sockets, by inode; other users' processes are closed to all but root.
    func socketOwners(_ inodes: Set<Substring>) async -> Reading<[Substring: SocketOwner]> {
        guard case .found(let processes) = await surface.entries("/proc") else { return .absent }
        var owners: [Substring: SocketOwner] = [:]
        var closed = 0
        // Long-lived daemons have low numbers and come first.
        for process in processes.compactMap({ Int($0) }).sorted() {
            guard owners.count < inodes.count else { break }
            switch await surface.entries("/proc/\(process)/fd") {
            case .absent: continue
            case .unreadable: closed += 1
            case .found(let descriptors):
                let sockets = await sockets(of: process, descriptors).intersection(inodes)
                guard !sockets.isEmpty else { continue }
                let owner = SocketOwner(process: process, name: await programName(process))
                for socket in sockets where owners[socket] == nil { owners[socket] = owner }
            }
        }
        if owners.isEmpty, closed > 0 {
            return .unreadable(.notPermitted("only root sees which program holds a socket"))
        }
        return .found(owners)
    }

    /// What a process calls itself; sshd, for which doors are kept open, is root's alone.
    private func programName(_ process: Int) async -> String {
        let name = await surface.text("/proc/\(process)/comm").content?.firstLine ?? "process \(process)"
        guard name == "sshd", let account = await session.account(ofProcess: process), account != 0 else {
            return String(name)
        }
        return "a program of the account with the id \(account), which calls itself sshd"
    }

    /// The inodes of the sockets among a process's descriptors.
    func sockets(of process: Int, _ descriptors: [String]) async -> Set<Substring> {
        var found: Set<Substring> = []
        for descriptor in descriptors {
            // `socket:[12345]`
            guard let target = await surface.link("/proc/\(process)/fd/\(descriptor)").content,
                target.hasPrefix("socket:["), target.hasSuffix("]")
            else { continue }
            found.insert(target.dropFirst(8).dropLast())
        }
        return found
    }

    /// Whether a process may bind ports that are root's alone: bit 10 of its effective capabilities. capabilities(7)
    func bindsLowPorts(_ process: Int) async -> Bool {
        let lines = await surface.text("/proc/\(process)/status").content?.split(separator: "\n") ?? []
        let mask = lines.first { $0.hasPrefix("CapEff:") }?.split(separator: "\t").last.flatMap {
            UInt64($0, radix: 16)
        }
        return (mask ?? 0) & 1 << 10 != 0
    }
}
