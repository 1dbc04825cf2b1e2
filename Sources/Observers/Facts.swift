import Hardening

extension Observer {
    /// Each subject has one function of the same name, in the folder of its layer.
    func facts(_ subject: Subject) async -> Observation {
        switch subject {
        case .accounts: await accounts()
        default: .unreadable("Nacre does not observe \(subject.title) yet")
        }
    }
}
