import Catalog
import Hardening

extension Observer {
    /// The subjects of the layer.
    func updatesFacts(_ subject: Subject) async -> Observation {
        switch subject {
        case .updates: await updates()
        case .updateTimers: await updateTimers()
        case .updateOrigins: await updateOrigins()
        case .pendingUpdates: await pendingUpdates()
        case .release: await release()
        default: .unreadable(.notObserved("Nacre does not observe \(subject.title) yet"))
        }
    }
}
