extension Plan {
    /// What works now and no longer will once the plan is in place, as the fixes that ask for it say it.
    ///
    /// - Parameter controls: those of the profile, whose order is kept.
    /// - Returns: a noun phrase for each fix that has a cost.
    public func costs(by controls: [Control]) -> [String] {
        let asking = Set(changes.flatMap(\.because) + deferred.flatMap(\.because))
        return controls.filter { asking.contains($0.id) }.compactMap(\.fix.cost)
            + changes.flatMap { $0.costs ?? [] }.uniqued
    }
}
