import Hardening

extension Observer {
    /// The subjects of the layer.
    func chainsFacts(_ subject: Subject) async -> Observation {
        switch subject {
        default: .unreadable("Nacre does not observe \(subject.title) yet")
        }
    }
}
