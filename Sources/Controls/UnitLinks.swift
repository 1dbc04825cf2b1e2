import Hardening

extension Snapshot {
    /// Whether a unit's place in `/etc` is a link, as it is where somebody masked the unit.
    ///
    /// A link is nothing that can be put back, so it is left to a person.
    func isLinked(_ unit: String) -> Bool {
        if case .unreadable = self[.unitLink(unit)] { true } else { false }
    }
}

extension Resource {
    /// Where a mask or somebody's own version of a unit lies.
    static func unitLink(_ unit: String) -> Self { .file("/etc/systemd/system/\(unit)") }
}
