import Catalog
import Hardening

extension Observer {
    /// The subjects of the layer.
    func dockerFacts(_ subject: Subject) async -> Observation {
        switch subject {
        case .dockerDaemon: await dockerDaemon()
        case .dockerSockets: await dockerSockets()
        case .dockerMembers: await dockerMembers()
        default: .unreadable(.notObserved("\(subject.title) is not a subject of Docker"))
        }
    }
}
