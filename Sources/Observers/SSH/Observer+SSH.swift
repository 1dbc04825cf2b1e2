import Hardening

extension Observer {
    /// The subjects of the layer.
    func sshFacts(_ subject: Subject) async -> Observation {
        switch subject {
        case .accounts: await accounts()
        default: .unreadable("Nacre does not observe \(subject.title) yet")
        }
    }
}
