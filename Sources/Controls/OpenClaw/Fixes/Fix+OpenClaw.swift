import Hardening

extension Fix {
    /// Settings of OpenClaw's configuration, at every installation where the control drifted.
    static func openclaw(_ rules: ConfigurationRule..., byHand: String, cost: String? = nil) -> Self {
        openclaw(byHand: byHand, cost: cost) { _ in .rules(rules) }
    }

    /// A change at every installation where the control drifted; a person's where it is one for a single one of them.
    ///
    /// - Parameters:
    ///   - byHand: how a person does the same.
    ///   - cost: what stops working for people who rely on it.
    ///   - needs: what must be observed besides facts of OpenClaw.
    ///   - change: what is to be changed at one installation.
    /// - Returns: a fix that answers with the changes of all of them.
    static func openclaw(
        byHand: String,
        cost: String? = nil,
        reading needs: Set<Resource> = [],
        _ change: @escaping @Sendable (OpenClawFault) -> OpenClawChange
    ) -> Self {
        Self(byHand: byHand, cost: cost, needs: needs.union(openclawFacts)) { fault in
            let found = fault.records
            var amendments: [Amendment] = []
            for site in OpenClawSite.all(fault.snapshot) {
                let here = found.filter(site.has)
                guard !here.isEmpty else { continue }
                switch change(OpenClawFault(fault, at: site, records: here)) {
                case .manual(let steps, let reason): return .advise("\(reason) By hand: \(steps ?? byHand)")
                case .amendments(let list): amendments += list
                case .rules(let rules):
                    if let blocker = site.blocker(of: rules) { return .advise(blocker) }
                    amendments += site.amendments(rules)
                }
            }
            return amendments.isEmpty
                ? .advise("Nacre found no file that decides it. By hand: \(byHand)") : .amend(amendments)
        }
    }

    private static let openclawFacts = Set(
        [
            Subject.openclaw, .openclawFiles, .openclawGateway, .openclawAgents, .openclawProblems, .proxyRoutes,
            .publishedPorts,
        ]
        .map { Resource.facts($0) }
    )
}
