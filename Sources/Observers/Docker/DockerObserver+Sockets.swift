import Catalog
import Documents
import Hardening
import Surface

extension DockerObserver {
    /// Sockets through which the engine is commanded, with who may open them.
    func dockerSockets() async throws(Unknown) -> [Record]? {
        var records: [Record] = []
        let groups = await groupTable()
        for path in [Self.dockerSocket, "/run/containerd/containerd.sock", "/run/podman/podman.sock"] {
            switch await surface.status(path) {
            case .absent: continue
            case .unreadable(let why): records.append(Record(path, [.mode: .unknown(why)]))
            case .found(let status):
                let group = groups.first { $0.gid == Int(status.group) }?.name ?? String(status.group)
                records.append(
                    Record(
                        path,
                        [
                            .mode: .mode(status.mode), .owner: .number(Int(status.owner)),
                            .socketGroup: .text(group),
                        ],
                        origins: [.mode: Origin(path)]
                    )
                )
            }
        }
        guard surface.isLive else { throw Unknown.needsRunningSystem("needs a running Docker daemon") }
        return records.isEmpty ? nil : records
    }

    /// Accounts in groups whose members become root by asking a daemon.
    func dockerMembers() async throws(Unknown) -> [Record]? {
        switch await surface.text("/etc/group", limit: 256 << 10) {
        case .absent: return nil
        case .unreadable(let why): throw why
        case .found:
            let accounts = await accounts.accountRecords().content ?? []
            var records: [Record] = []
            for group in await groupTable()
            where ["docker", "lxd", "incus-admin", "libvirt", "disk"].contains(group.name) {
                let primary = accounts.filter { $0[.gid] == .number(group.gid) && $0[.canLogIn] == true }.map(\.name)
                for member in Set(group.members + primary).sorted() where member != "root" {
                    var record = Record("\(member) in \(group.name)", [.user: .text(member)])
                    record.set(.rootGroup, .text(group.name), from: Origin("/etc/group", line: group.line))
                    records.append(record)
                }
            }
            return records
        }
    }

    struct Group: Sendable {
        let name: String
        let gid: Int
        let members: [String]
        let line: Int
    }

    func groupTable() async -> [Group] {
        await cache.value {
            let text = await surface.text("/etc/group").content ?? ""
            return TextLines(text).compactMap { number, line in
                let fields = line.split(separator: ":", omittingEmptySubsequences: false)
                guard fields.count >= 4, let gid = Int(fields[2]) else { return nil }
                let members = fields[3].split(separator: ",").map(String.init)
                return Group(name: String(fields[0]), gid: gid, members: members, line: number)
            }
        }
    }
}
