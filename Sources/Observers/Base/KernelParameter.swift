import Catalog
import Hardening
import Surface

extension Observer {
    /// A kernel parameter, read from the running kernel.
    ///
    /// Dots in a name are slashes in `/proc/sys`; a slash in a name is a dot there, as in `net/ipv4/conf/eth0.1`.
    func kernelParameter(_ name: String) async -> Observation {
        guard surface.isLive else { return .unreadable(.needsRunningSystem("needs the running kernel")) }
        let path = String(name.map { $0 == "." ? "/" : $0 == "/" ? "." : $0 })
        switch await surface.text("/proc/sys/" + path) {
        case .absent: return .state(.absent)
        case .unreadable(let why): return .unreadable(why)
        case .found(let text):
            let words = text.split(whereSeparator: \.isWhitespace)
            return .state(.value(words.joined(separator: " ")))
        }
    }
}
