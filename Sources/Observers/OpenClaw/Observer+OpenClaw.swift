import Hardening

extension Observer {
    /// The subjects of the layer.
    func openclawFacts(_ subject: Subject) async -> Observation {
        switch subject {
        case .openclaw: await openclaw()
        case .openclawGateway: await openclawGateway()
        case .openclawSettings: await openclawSettings()

        case .openclawProblems: await openclawProblems()

        case .openclawAdvisories: await openclawAdvisories()
        default: .unreadable("Nacre does not observe \(subject.title) yet")
        }
    }
}
