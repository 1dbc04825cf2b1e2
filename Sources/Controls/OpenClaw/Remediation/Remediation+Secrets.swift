import Hardening

extension Remediation {
    /// Secrets of the configuration go into variables of the state directory's `.env`, by which they keep their value.
    ///
    /// - Parameters:
    ///   - control: the control that wants them out of the configuration.
    ///   - more: what else the answer is made from.
    ///   - steps: what a person does about those that have to stay.
    ///   - isMeant: whether a literal is one of the control's.
    ///   - further: what the control found that is no literal, in words.
    /// - Returns: the remediation of the control.
    static func movingSecrets(
        for control: Control.ID,
        needs more: Set<Resource> = [],
        otherwise steps: String,
        where isMeant: @escaping @Sendable (Record) -> Bool,
        further: @escaping @Sendable (_ literals: [Record], Snapshot) -> [String] = { _, _ in [] }
    ) -> Self {
        let facts: [Subject] = [.openclaw, .openclawFiles, .openclawGateway, .openclawProblems, .openclawLiterals]
        return Self(control, needs: more.union(facts.map { .facts($0) })) { snapshot in
            let literals = snapshot.records(.openclawLiterals).filter(isMeant)
            var amendments: [Amendment] = []
            var staying = further(literals, snapshot)
            for site in OpenClawSite.all(snapshot) {
                let here = literals.filter { $0[.literalInstallation] == .text(site.directory) }
                let moved = site.obstacle == nil ? here.compactMap(MovedSecret.init) : []
                amendments += moved.amendments(at: site)
                staying += here.compactMap { literal in
                    guard let why = site.obstacle ?? literal[.literalHindrance].text else { return nil }
                    return "\(literal[.literalSetting]) in \(literal[.literalFile]): \(why)"
                }
            }
            let why = staying.isEmpty ? "" : " \(staying.named)."
            guard !amendments.isEmpty else { return .advise(steps + why) }
            return staying.isEmpty
                ? .amend(amendments) : .begin(amendments, "Not all of them could be moved.\(why) \(steps)")
        }
    }
}

extension [String] {
    /// The first of them, and how many more there are.
    fileprivate var named: String {
        prefix(5).joined(separator: "; ") + (count > 5 ? "; and \(count - 5) more" : "")
    }
}
