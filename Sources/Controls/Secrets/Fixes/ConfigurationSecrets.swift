import Hardening

extension Fix {
    /// Secrets of the configuration go into variables of the state directory's `.env`, by which they keep their value.
    ///
    /// - Parameters:
    ///   - byHand: what a person does about those that have to stay.
    ///   - more: what else the answer is made from.
    ///   - isMeant: whether a literal is one of the control's.
    ///   - further: what the control found that is no literal, in words.
    /// - Returns: a fix that moves what can be moved.
    static func movingSecrets(
        byHand: String,
        needs more: Set<Resource> = [],
        where isMeant: @escaping @Sendable (Record) -> Bool,
        further: @escaping @Sendable (_ literals: [Record], Fault) -> [String] = { _, _ in [] }
    ) -> Fix {
        let facts: [Subject] = [.openclaw, .openclawFiles, .openclawGateway, .openclawProblems, .openclawLiterals]
        return Fix(byHand: byHand, needs: more.union(facts.map { .facts($0) })) { fault in
            let literals = fault.snapshot.records(.openclawLiterals).filter(isMeant)
            var amendments: [Amendment] = []
            var staying = further(literals, fault)
            for site in OpenClawSite.all(fault.snapshot) {
                let here = literals.filter { $0[.literalInstallation] == .text(site.directory) }
                let moved = site.obstacle == nil ? here.compactMap(MovedSecret.init) : []
                amendments += moved.amendments(at: site)
                staying += here.compactMap { literal in
                    guard let why = site.obstacle ?? literal[.literalHindrance].text else { return nil }
                    return "\(literal[.literalSetting]) in \(literal[.literalFile]): \(why)"
                }
            }
            let why = staying.isEmpty ? "" : " \(staying.firstFew(separator: "; "))."
            guard !amendments.isEmpty else {
                return .advise("None of them could be moved.\(why) By hand: \(byHand)")
            }
            return staying.isEmpty
                ? .amend(amendments) : .begin(amendments, "Not all of them could be moved.\(why) By hand: \(byHand)")
        }
    }
}
