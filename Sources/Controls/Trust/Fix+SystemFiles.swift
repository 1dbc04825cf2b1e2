import Hardening

extension Fix {
    /// Gives back to root what is the system's; the rest, and what a package may have meant so, is a person's to judge.
    static let systemFiles = Fix(
        byHand:
            "What lies in somebody's home: let root run a copy below /usr/local that is its own. "
            + "Anything else that the evidence names: `sudo chmod go-w {PATH} && sudo chown root {PATH}`. Then "
            + "check what it holds, which somebody may have changed"
    ) { fault in
        let records = fault.records
        let ours = records.filter { $0[.trustedIsRepairable] == true }
        // While somebody else may exchange a name, nothing is changed by it: what is above comes first.
        let places = records.compactMap { $0[.path].text }
        let first = ours.filter { record in
            record[.path].text.map { path in !places.contains { path.hasPrefix($0 + "/") } } ?? false
        }
        let others = records.filter { !first.contains($0) }
        let amendments = first.compactMap(Amendment.givenBack)
        let words = others.prefix(5).map { "\($0.name) (\($0[.trustedWriter]))" }.joined(separator: ", ")
        let more = others.count > 5 ? ", and \(others.count - 5) more" : ""
        let advice =
            first.count < ours.count
            ? "What lies in these directories comes next, with another apply: \(words)\(more)"
            : "Whether somebody needs it is not known: chmod go-w and chown root, or let root run a copy that is its own. "
                + "Left as they are: \(words)\(more)"
        if amendments.isEmpty { return .advise(advice) }
        return others.isEmpty ? .amend(amendments) : .begin(amendments, advice)
    }
}

extension Amendment {
    /// Nobody but root writes there.
    fileprivate static func givenBack(_ record: Record) -> Self? {
        guard let path = record[.path].text else { return nil }
        let excess: UInt16 = if case .mode(let bits)? = record.fields[.trustedExcess] { bits & 0o022 } else { 0 }
        let isForeign = if case .number? = record.fields[.trustedWrongOwner] { true } else { false }
        let words = "only root can write to it; check what it holds, which \(record[.trustedWriter]) may have changed"
        return Self(.permissions(path), words) { state throws(Failure) in
            guard case .permissions(var permissions) = state else { throw Failure("is not there any more") }
            permissions.mode &= ~excess
            if isForeign { permissions.owner = 0 }
            return .permissions(permissions)
        }
    }
}
