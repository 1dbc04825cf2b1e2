import Catalog
import Hardening
import Surface

extension Observer {
    /// A kernel parameter, read from the running kernel.
    func kernelParameter(_ name: String) async -> Observation {
        guard surface.isLive else { return .unreadable(.needsRunningSystem("needs a running system")) }
        switch await surface.text(Resource.kernelPath(of: name)) {
        case .absent: return .state(.absent)
        case .unreadable(let why): return .unreadable(why)
        case .found(let text):
            let words = text.split(whereSeparator: \.isWhitespace)
            return .state(.value(words.joined(separator: " ")))
        }
    }
}
