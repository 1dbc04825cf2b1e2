import Catalog
import Hardening
import Surface

extension UpdatesObserver {
    /// What is asked of at most so many processes.
    private static let processLimit = 4000

    /// Units that still run what an update has replaced: the file is gone from the disk under its name, and the kernel
    /// keeps it for those who have it in memory.
    ///
    /// Containers have files of their own and are made anew for updates; a login's processes end with it.
    func outdatedServices() async throws(Unknown) -> [Record]? {
        guard surface.isLive else { throw Unknown.needsRunningSystem("needs a running system") }
        guard let names = try await surface.entries("/proc").get() else { throw Unknown.missing("there is no /proc") }
        let processes = names.compactMap { Int($0) }.sorted()
        guard processes.count <= Self.processLimit else {
            throw Unknown.tooLarge("there are more than \(Self.processLimit) processes")
        }
        // Where /proc hides other people's processes it hides the first one.
        guard processes.first == 1 else { throw Unknown.notPermitted("only root sees what processes run") }
        var records: [Record] = []
        var places: [String: Int] = [:]
        for process in processes {
            let bytes: [UInt8]
            switch await surface.file("/proc/\(process)/maps", limit: 64 << 20) {
            // It has ended meanwhile.
            case .absent: continue
            case .unreadable(let why):
                guard case .found = await surface.status("/proc/\(process)") else { continue }
                throw why.saying("what process \(process) runs cannot be read: \(why)")
            case .found(let maps): bytes = maps.bytes
            }
            let replaced = ReplacedFiles.paths(in: bytes)
            guard !replaced.isEmpty, await isOnThisSystem(process),
                let group = ControlGroup(await surface.text("/proc/\(process)/cgroup").content ?? "")
            else { continue }
            let name = await surface.text("/proc/\(process)/comm").content?.firstLine ?? "process"
            let key = group.unit.map { "\($0) of \(group.account ?? "the system")" } ?? "\(process)"
            if let place = places[key] {
                records[place].add(replaced, "\(name) (\(process))")
            } else {
                places[key] = records.count
                var record = Record(
                    group.title ?? "process \(name)",
                    [
                        .outdatedUnit: group.unit.map { .text($0) } ?? .unset,
                        .isAccountsUnit: .flag(group.account != nil), .replacedFiles: [], .outdatedProcesses: [],
                    ]
                )
                record[.startsGateway] = .flag(await startsGateway(group.unit))
                record.add(replaced, "\(name) (\(process))")
                records.append(record)
            }
        }
        return records
    }

    /// Whether a process is not one of a container, which has process numbers of its own.
    private func isOnThisSystem(_ process: Int) async -> Bool {
        let own = await surface.link("/proc/self/ns/pid").content
        guard let own, let its = await surface.link("/proc/\(process)/ns/pid").content else { return true }
        return own == its
    }

    private func startsGateway(_ unit: String?) async -> Bool {
        guard let unit else { return false }
        return await gateway.gatewayServices().contains { Path.name($0.source) == unit }
    }
}

extension Record {
    fileprivate mutating func add(_ files: Set<String>, _ process: String) {
        guard case .list(let known) = self[.replacedFiles], case .list(let others) = self[.outdatedProcesses] else {
            return
        }
        self[.replacedFiles] = .list(Set(known).union(files).sorted())
        self[.outdatedProcesses] = .list(others + [process])
    }
}
