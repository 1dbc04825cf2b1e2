import LinuxMachine
import Observers
import Surface

/// Where each OpenClaw of this server leaves what it was told.
enum OpenClawResidue {
    /// State directories, which hold workspaces, sessions, databases and copies of the configuration, what is configured
    /// elsewhere, and the logs.
    static func places() async throws -> [String] {
        switch await Observer(try LiveSurface()).secretReferences() {
        case .absent: throw VaultRefusal("no OpenClaw was found on this server")
        case .unreadable(let why):
            throw VaultRefusal("which there is could not be determined: \(why); sudo nacre leaks --openclaw")
        case .found(let all):
            guard !all.isEmpty else { throw VaultRefusal("no OpenClaw was found on this server") }
            var places: [String] = []
            for installation in all {
                places.append(installation.directory)
                if !installation.configuration.hasPrefix(installation.directory + "/") {
                    places.append(installation.configuration)
                }
                if let owner = installation.owner { places.append("/tmp/openclaw-\(owner)") }
            }
            places.append("/tmp/openclaw")
            var seen: Set<String> = []
            return places.filter { seen.insert($0).inserted && LeakHunt.exists($0) }
        }
    }
}
