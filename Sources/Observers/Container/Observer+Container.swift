import Catalog
import Hardening

extension Observer {
    /// The subjects of the layer.
    func containerFacts(_ subject: Subject) async -> Observation {
        switch subject {
        case .containers: await containers()
        case .publishedPorts: await publishedPorts()
        case .containerMounts: await containerMounts()
        case .containerEnvironment: await containerEnvironment()
        case .composeServices: await composeServices()
        case .composeProjects: await composeProjects()
        case .images: await images()
        case .otherContainers: await otherContainers()
        default: .unreadable(.notObserved("\(subject.title) is not a subject of the containers"))
        }
    }
}
