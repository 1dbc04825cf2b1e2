import Documents
import Hardening
import Surface

/// Containers that a compose project made and whose service stands in none of its files as they are now.
extension ComposeObserver {
    /// A record each, with the container and why it is not made anew; it is no service that can be changed.
    func containersWithoutService(_ records: [Record], _ errors: [Record]) async -> [Record] {
        let told = Set(records.map { $0[.container] })
        var orphans: [Record] = []
        for container in await docker.dockerContainers().content ?? [] where container.isOpenClaw {
            let files = container.composeFiles
            guard let first = files.first, !told.contains(.text(container.name)) else { continue }
            var record = Record("container \(container.name) of \(first)")
            record[.container] = .text(container.name)
            record[.composeBlocker] = .text(await whyNoService(container, files, errors))
            orphans.append(record)
        }
        return orphans
    }

    private func whyNoService(_ container: ContainerDetail, _ files: [String], _ errors: [Record]) async -> String {
        for file in files {
            if let error = errors.first(where: { $0.name == file }), case .unknown(let why) = error[.runsAsRoot] {
                return "\(file), which it was made from, cannot be read as a compose file: \(why)"
            }
            switch await surface.status(file) {
            case .absent: return "\(file), which it was made from, is gone"
            case .unreadable(let why): return "\(file), which it was made from, cannot be looked at: \(why)"
            case .found: continue
            }
        }
        let service = container.label("com.docker.compose.service") ?? ""
        return "the files that it was made from have no service \(service) of OpenClaw any more"
    }
}
