import Catalog
import Hardening

extension Observer {
    /// The subjects of the layer.
    func proxyFacts(_ subject: Subject) async -> Observation {
        switch subject {
        case .proxyServers: await proxyServers()
        case .proxyRoutes: await proxyRoutes()
        case .endpoints: await endpoints()
        default: .unreadable(.notObserved("Nacre does not observe \(subject.title) yet"))
        }
    }
}
