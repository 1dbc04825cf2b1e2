import Catalog
import Hardening

extension Observer {
    /// The subjects of the layer.
    func secretsFacts(_ subject: Subject) async -> Observation {
        switch subject {
        case .secretFiles: await secretFiles()
        case .secretFindings: await secretFindings()
        default: .unreadable(.notObserved("Nacre does not observe \(subject.title) yet"))
        }
    }
}
