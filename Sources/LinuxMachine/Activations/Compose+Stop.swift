import Documents
import Hardening

extension Compose {
    /// Whether a running container has something mounted that the changes are about.
    ///
    /// A gateway takes over its configuration as soon as it is there, and must not be at it when it is told to end.
    func mustStop(before changes: [Change], isUndoing: Bool) async throws(Failure) -> Bool {
        guard project.newService == nil else { return false }
        let paths = changes.paths.subtracting(project.files)
        guard !paths.isEmpty else { return false }
        let running = try await ComposeMembers(of: project, host, isUndoing: isUndoing).running()
        for (name, container) in running {
            let mounts = try await DockerAPI(host).json("/containers/\(container)/json")["Mounts"]?.items ?? []
            let sources = mounts.compactMap { $0["Source"]?.text }
            guard sources.contains(where: { source in paths.contains { ($0 + "/").hasPrefix(source + "/") } }) else {
                continue
            }
            await handover.stop("\(project.name)/\(name)", .init(answered: false, isHealthy: false))
        }
        for (name, _) in running {
            if await handover.isStopped("\(project.name)/\(name)") { return true }
        }
        return false
    }

    /// Waits for the end of containers that somebody told to end and did not see ended.
    ///
    /// Docker goes on with that when whoever asked for it is gone: until then they seem to run, and are well.
    func endWhatIsEnding() async throws(Failure) {
        for (name, container) in try await ComposeMembers(of: project, host, isUndoing: true).running() {
            guard await !handover.isStopped("\(project.name)/\(name)") else { continue }
            await handover.stop("\(project.name)/\(name)", .init(answered: false, isHealthy: false))
            try await ContainerStart(container, host).stop()
        }
    }

    func stop() async throws(Failure) {
        await handover.leaves()
        for (name, container) in try await ComposeMembers(of: project, host, isUndoing: true).running() {
            guard await handover.isStopped("\(project.name)/\(name)") else { continue }
            try await ContainerStart(container, host).stop()
        }
    }
}

extension [Change] {
    /// Files whose content the changes are about.
    var paths: Set<String> {
        Set(compactMap { if case .file(let path) = $0.resource { path } else { nil } })
    }
}
