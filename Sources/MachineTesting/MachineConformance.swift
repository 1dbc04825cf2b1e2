public import Hardening

/// What every machine must keep to, as violations in words; none when it conforms.
public enum MachineConformance {
    /// The laws of observing: the same answer twice, and a state of the resource's own kind.
    public static func violations(of machine: some Machine, observing resources: [Resource]) async -> [String] {
        var violations: [String] = []
        for resource in resources {
            let first = await machine.observe(resource)
            if await machine.observe(resource) != first { violations.append("\(resource): two looks differ") }
            guard case .state(let state) = first, !resource.holds(state) else { continue }
            violations.append("\(resource): holds a state of another kind: \(state)")
        }
        return violations
    }

    /// The laws of putting: what was put is observed, putting it again changes nothing, and `absent` removes.
    public static func violations(
        of machine: some MutableMachine,
        putting states: [(Resource, State)]
    ) async throws -> [String] {
        var violations: [String] = []
        for (resource, state) in states {
            let before = await machine.observe(resource)
            for _ in 1...2 {
                try await machine.put(state, at: resource)
                if await machine.observe(resource) != .state(state) {
                    violations.append("\(resource): what was put is not observed")
                }
            }
            try await machine.put(.absent, at: resource)
            if await machine.observe(resource) != .state(.absent) { violations.append("\(resource): was not removed") }
            guard case .state(let original) = before else { continue }
            try await machine.put(original, at: resource)
            if await machine.observe(resource) != before { violations.append("\(resource): does not come back") }
        }
        return violations
    }
}

extension Resource {
    /// Whether the state is of the kind this resource holds.
    fileprivate func holds(_ state: State) -> Bool {
        switch (self, state) {
        case (_, .absent), (.file, .file), (.directory, .permissions), (.permissions, .permissions),
            (.kernelParameter, .value), (.ruleset, .ruleset), (.unit, .unit), (.package, .package),
            (.facts, .records):
            true
        default: false
        }
    }
}
