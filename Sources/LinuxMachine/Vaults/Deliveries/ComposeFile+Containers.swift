import Catalog
import Documents
import Hardening
import Surface

/// Containers that have the file as a mount, and whether it is still the one that lies there.
extension ComposeFile {
    private struct Holder {
        let id: String
        let name: String
        let process: Int
        /// Where it has the file.
        let inside: String
    }

    /// The project's containers that run and mount the file.
    private func holders() async throws(RunningMachine.Failure) -> [Holder] {
        let docker = DockerAPI(host)
        var holders: [Holder] = []
        for listed in try await docker.containers(labels: ["com.docker.compose.project=\(project)"]) {
            guard let id = listed["Id"]?.text else { throw .init(.unreadable, "the Docker daemon names no container") }
            let node = try await docker.json("/containers/\(id)/json")
            guard let process = node["State"]?["Pid"]?.integer, let mounts = node["Mounts"]?.items else {
                throw .init(.unreadable, "the Docker daemon does not say what the container \(id) is")
            }
            guard process > 0, let mount = mounts.first(where: { $0["Source"]?.text == path }),
                let inside = mount["Destination"]?.text
            else { continue }
            let name = node["Name"]?.text.map { String($0.drop { $0 == "/" }) } ?? id
            holders.append(Holder(id: id, name: name, process: process, inside: inside))
        }
        return holders
    }

    /// Why containers that run have another value, or may have.
    func stale() async -> [String] {
        var stale: [String] = []
        do throws(RunningMachine.Failure) {
            for holder in try await holders() {
                switch await host.file("/proc/\(holder.process)/mountinfo", limit: 4 << 20) {
                case .absent: continue
                case .unreadable(let why): stale.append("what \(holder.name) runs with cannot be told: \(why)")
                case .found(let content):
                    if Self.isCurrent(String(decoding: content.bytes, as: UTF8.self), path, at: holder.inside) {
                        continue
                    }
                    stale.append("\(holder.name) has the file from before mounted at \(holder.inside)")
                }
            }
        } catch { stale.append("what the containers of \(project) run with cannot be told: \(error)") }
        return stale
    }

    /// Whether the mount at that place is of the file that has the name now; one that was replaced is a deleted one.
    ///
    /// proc_pid_mountinfo(5): the fourth word is what is mounted, as its own file system has it, the fifth is where.
    static func isCurrent(_ mounts: String, _ path: String, at inside: String) -> Bool {
        let words = mounts.split(separator: "\n").map { $0.split(separator: " ") }.last { words in
            words.count > 4 && words[4] == inside
        }
        guard let words else { return false }
        return words[3].hasPrefix("/") && path.hasSuffix(words[3])
    }

    /// Starts anew those that have the file of before.
    func restart() async throws(RunningMachine.Failure) {
        for holder in try await holders() {
            try await DockerAPI(host).demand(.post, "/containers/\(holder.id)/restart", seconds: 120)
        }
    }
}
