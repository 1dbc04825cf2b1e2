import Catalog
import Documents
import Hardening
import Surface

extension KeysObserver {
    /// The account that runs the gateway, as this machine counts accounts.
    func account(of installation: Installation) async -> InstallationKeys.Account? {
        if let container = installation.container {
            let all = await docker.dockerContainers().content ?? []
            guard let detail = all.first(where: { $0.name == container.name }), detail.isRunning,
                let process = detail.node["State"]?["Pid"]?.integer, process > 0
            else { return nil }
            return await account(ofProcess: process, depth: 0)
        }
        guard let named = installation.service?.account, let records = await accounts.accountRecords().content,
            let record = records.first(where: { $0.name == named || $0[.uid] == Int(named).map { .number($0) } }),
            case .number(let user) = record[.uid], case .number(let group) = record[.gid],
            let user = UInt32(exactly: user), let group = UInt32(exactly: group)
        else { return nil }
        return .init(user: user, group: group, name: record.name)
    }

    /// A first process of root's may only start the one that runs the gateway.
    private func account(ofProcess process: Int, depth: Int) async -> InstallationKeys.Account? {
        guard let status = await surface.text("/proc/\(process)/status").content else { return nil }
        func effective(_ name: String) -> UInt32? {
            let line = status.split(separator: "\n").first { $0.hasPrefix(name) }
            let words = line?.split { $0 == "\t" || $0 == " " } ?? []
            return words.count > 2 ? UInt32(words[2]) : nil
        }
        guard let user = effective("Uid:"), let group = effective("Gid:") else { return nil }
        if user == 0, depth < 3,
            let children = await surface.text("/proc/\(process)/task/\(process)/children").content,
            let child = children.split(separator: " ").first.flatMap({ Int($0) }),
            let own = await account(ofProcess: child, depth: depth + 1)
        {
            return own
        }
        return .init(user: user, group: group, name: nil)
    }
}
