import Catalog
import Hardening

extension Observer {
    /// The subjects of the layer.
    func openclawFacts(_ subject: Subject) async -> Observation {
        switch subject {
        case .openclaw: await openclaw()
        case .openclawGateway: await openclawGateway()
        case .openclawSettings: await openclawSettings()
        case .openclawChannels: await openclawChannels()
        case .openclawAgents: await openclawAgents()
        case .openclawFiles: await openclawFiles()
        case .openclawPlugins: await openclawPlugins()
        case .openclawProblems: await openclawProblems()
        case .openclawAdvisories: await openclawAdvisories()
        case .openclawUnits: await openclawUnits()
        case .openclawLiterals: await openclawLiterals()
        default: .unreadable(.notObserved("\(subject.title) is not a subject of OpenClaw"))
        }
    }
}
