extension Demands {
    /// Without the controls that ask for what cannot be put into what is there, each left to a person with the reason.
    ///
    /// All that such a control asks for goes: half of it might be worse than nothing.
    func leavingOutImpossible(on snapshot: Snapshot) -> Self {
        var copy = self
        while true {
            let failed = copy.impossible(on: snapshot)
            guard !failed.isEmpty else { return copy }
            let controls = Set(failed.map(\.control))
            copy.amendments.removeAll { controls.contains($0.control) }
            copy.advice.removeAll { controls.contains($0.control) }
            copy.advice += failed
        }
    }

    /// The reason for each control that has one.
    private func impossible(on snapshot: Snapshot) -> [Plan.Advice] {
        var found: [Plan.Advice] = []
        for (resource, demands) in Plan.grouped(amendments)
        where !demands.contains(where: { $0.amendment.missingPackage(on: snapshot) != nil }) {
            do {
                _ = try Plan.change(of: resource, demands, snapshot)
            } catch PlanError.impossible(let resource, let why, let control) {
                guard !found.contains(where: { $0.control == control }) else { continue }
                let words = "Nacre changes nothing for this control: \(resource) cannot be changed: \(why)."
                found.append(Plan.Advice(control: control, text: words))
            } catch {
                // What several controls cannot have at once is told when the plan is made.
                continue
            }
        }
        return found
    }
}
