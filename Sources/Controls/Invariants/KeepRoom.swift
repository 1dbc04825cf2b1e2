import Hardening

extension Invariant {
    /// Room for what is written, and for putting it back.
    ///
    /// A journal that cannot grow could not say what was changed.
    static let keepRoom = Invariant(
        "keep-room",
        "There is room to write the change, and to undo it",
        resources: [.facts(.fileSystems)]
    ) { before, _ in
        guard case .state(let state) = before[.facts(.fileSystems)] else {
            guard case .unreadable(let why) = before[.facts(.fileSystems)] else { return nil }
            return "how much room there is could not be determined: \(why)"
        }
        for place in state.records {
            if place[.isReadOnly] == true { return "\(place.name) is on a file system that is mounted read-only" }
            switch place[.freeBytes] {
            case .number(let bytes) where bytes >= leastBytes: break
            case .number(let bytes):
                return "\(place.name) has \(bytes >> 20) MiB left, and a change needs \(leastBytes >> 20)"
            case let other: return "how much room \(place.name) has could not be determined: \(other)"
            }
            if case .number(let files) = place[.freeFiles], files < leastFiles {
                return "\(place.name) has room for \(files) more files, and a change needs \(leastFiles)"
            }
        }
        return nil
    }

    /// Settings and their copies are kilobytes; sealed copies of a set of rules, a few megabytes.
    private static let leastBytes = 32 << 20
    private static let leastFiles = 200
}
