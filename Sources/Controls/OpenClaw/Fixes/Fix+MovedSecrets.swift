import Hardening

extension Fix {
    /// Secrets of the configuration go into variables of the state directory's `.env`, by which they keep their value.
    ///
    /// - Parameters:
    ///   - byHand: what a person does about those that have to stay.
    ///   - more: what else the answer is made from.
    ///   - isMeant: whether a literal is one of the control's.
    ///   - further: what the control found that is no literal, in words.
    /// - Returns: the fix of the control.
    static func movingSecrets(
        byHand: String,
        needs more: Set<Resource> = [],
        where isMeant: @escaping @Sendable (Record) -> Bool,
        further: @escaping @Sendable (_ literals: [Record], Fault) -> [String] = { _, _ in [] }
    ) -> Self {
        let facts: [Subject] = [.openclaw, .openclawFiles, .openclawGateway, .openclawProblems, .openclawLiterals]
        return Self(byHand: byHand, needs: more.union(facts.map { .facts($0) })) { fault in
            let literals = fault.snapshot.records(.openclawLiterals).filter(isMeant)
            var amendments: [Amendment] = []
            var staying = further(literals, fault)
            for site in OpenClawSite.all(fault.snapshot) {
                let here = literals.filter { $0[.installation] == .text(site.directory) }
                let moved = site.blocker == nil ? here.compactMap(MovedSecret.init) : []
                amendments += moved.amendments(at: site)
                staying += here.compactMap { literal in
                    guard let why = site.blocker ?? literal[.literalBlocker].text else { return nil }
                    return "\(literal[.literalSetting]) in \(literal[.literalFile]): \(why)"
                }
            }
            let why = staying.isEmpty ? "" : " \(staying.named)."
            guard !amendments.isEmpty else { return .advise("None of them can be moved.\(why) By hand: \(byHand)") }
            return staying.isEmpty
                ? .amend(amendments) : .begin(amendments, "Not all of them can be moved.\(why) By hand: \(byHand)")
        }
    }

    /// The same for the secrets of one role.
    static func movingSecrets(of role: String, byHand: String) -> Self {
        movingSecrets(
            byHand:
                "`sudo nacre vault init` once, then `sudo nacre secrets migrate`, which leaves references only; or, without a "
                + "vault, " + byHand + "; replace the secret at its issuer if the file was shared",
            where: { $0[.literalRole] == .text(role) }
        )
    }
}

extension [String] {
    /// The first of them, and how many more there are.
    fileprivate var named: String {
        prefix(5).joined(separator: "; ") + (count > 5 ? "; and \(count - 5) more" : "")
    }
}
