extension Observer {
    /// Which program holds each of the sockets, by inode; other users' processes are closed to all but root.
    func socketOwners(_ inodes: Set<Substring>) async -> Reading<[Substring: String]> {
        guard case .found(let processes) = await surface.entries("/proc") else { return .absent }
        var owners: [Substring: String] = [:]
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
                let name = await programName(process)
                for socket in sockets where owners[socket] == nil { owners[socket] = name }
            }
        }
        if owners.isEmpty, closed > 0 { return .unreadable("only root sees which program holds a socket") }
        return .found(owners)
    }

    /// What a process calls itself; sshd, for which doors are kept open, is root's alone.
    private func programName(_ process: Int) async -> String {
        let name = await surface.text("/proc/\(process)/comm").content?.firstLine ?? "process \(process)"
        guard name == "sshd", let account = await account(ofProcess: process), account != 0 else { return String(name) }
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
}
