import Hardening

extension Snapshot {
    /// The records of a subject; none where it could not be read.
    func records(_ subject: Subject) -> [Record] {
        if case .state(let state) = self[.facts(subject)] { state.records } else { [] }
    }

    /// Whether it is known what there is of a subject, which may be nothing.
    func isReadable(_ subject: Subject) -> Bool {
        if case .state = self[.facts(subject)] { true } else { false }
    }
}
