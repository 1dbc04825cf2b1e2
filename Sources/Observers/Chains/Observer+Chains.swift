import Catalog
import Hardening

extension Observer {
    /// The subjects of the layer.
    func chainsFacts(_ subject: Subject) async -> Observation {
        switch subject {
        case .chains: await chains()
        default: .unreadable(.notObserved("\(subject.title) is not a subject of the chains"))
        }
    }
}
