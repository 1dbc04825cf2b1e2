import Hardening

extension Catalogue {
    /// A way through several settings is cut where one of them is put right: those have controls of their own.
    static func chainsRemediations(_ profile: Profile) -> [Remediation] {
        chains(profile).map { control in
            Remediation(control.id) { snapshot in
                guard case .state(let state) = snapshot[.facts(.chains)] else { return .advise(control.remedy) }
                let wanted = control.expectations.first?.amend(state).records ?? []
                let ways = state.records.filter { !wanted.contains($0) }
                let cuts = Set(
                    ways.compactMap { if case .text(let cut) = $0[.chainCut] { cut } else { nil } }
                ).sorted()
                let settings = cuts.isEmpty ? control.remedy : "the cheapest cut is \(cuts.joined(separator: ", or "))"
                return .advise(
                    "What the agents may do is a person's to decide. Controls of the layer openclaw cut \(ways.count) "
                        + "\(ways.count == 1 ? "way" : "ways") like this where they are put in place; \(settings)."
                )
            }
        }
    }
}
