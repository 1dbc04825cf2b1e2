import Catalog
import Hardening
import Surface

extension GatewayObserver {
    /// What starts a gateway and could not be read, so that its state may lie anywhere.
    func hiddenServices() async -> [HiddenPlace] {
        await hiddenUnits() + (await hiddenProcesses())
    }

    private func hiddenUnits() async -> [HiddenPlace] {
        var found: [HiddenPlace] = []
        for directory in Self.unitDirectories {
            switch await listing(directory) {
            case .absent: continue
            case .unreadable(let why): found.append(HiddenPlace(directory, why))
            case .found(let names):
                for name in names where name.hasSuffix(".service") && GatewayService.isNamed(name) {
                    let path = Path.join(directory, name)
                    if case .unreadable(let why) = await surface.text(path) { found.append(HiddenPlace(path, why)) }
                }
            }
        }
        return found
    }

    /// Processes of gateways whose variables are hidden, but for those of containers, which Docker tells of.
    private func hiddenProcesses() async -> [HiddenPlace] {
        guard surface.isLive else { return [] }
        let isDockerSeen = await docker.dockerContainers().content != nil
        var found: [HiddenPlace] = []
        for process in (await listing("/proc").content ?? []).compactMap({ Int($0) }) {
            let place = "/proc/\(process)"
            guard case .unreadable(let why) = await surface.file("\(place)/environ"),
                let name = await surface.text("\(place)/comm").content
            else { continue }
            let command = await surface.file("\(place)/cmdline").content?.bytes ?? []
            let arguments = command.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
            guard GatewayService.isNamed(name) || GatewayService.isProgram(arguments) else { continue }
            let cgroup = await surface.text("\(place)/cgroup").content ?? ""
            if isDockerSeen, ["docker", "containerd"].contains(where: cgroup.contains) { continue }
            found.append(HiddenPlace(place, why.saying("process \(process) runs a gateway: \(why)")))
        }
        return found
    }
}
