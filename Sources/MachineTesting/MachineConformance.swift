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

    /// The laws of putting: what was put is observed, putting it again changes nothing, `absent` removes what can go, and
    /// what was there before comes back.
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
            if resource.canGo {
                try await machine.put(.absent, at: resource)
                if await machine.observe(resource) != .state(.absent) {
                    violations.append("\(resource): was not removed")
                }
            }
            guard case .state(let original) = before, resource.canGo || original != .absent else { continue }
            try await machine.put(original, at: resource)
            if await machine.observe(resource) != before { violations.append("\(resource): does not come back") }
        }
        return violations
    }

    /// The laws of putting in place of what was looked at: where it is something else, nothing is changed, and that is an
    /// error.
    public static func violations(
        of machine: some MutableMachine,
        replacing states: [(resource: Resource, state: State, other: State)]
    ) async throws -> [String] {
        var violations: [String] = []
        for (resource, state, other) in states {
            try await machine.put(state, at: resource)
            do {
                let inode = await machine.inode(of: resource)
                try await machine.put(other, at: resource, expecting: Expected(other, inode: inode))
                violations.append("\(resource): what was not looked at is replaced without an error")
            } catch {
                // As it should be.
            }
            if await machine.observe(resource) != .state(state) {
                violations.append("\(resource): what was not looked at is changed")
            }
            let inode = await machine.inode(of: resource)
            try await machine.put(other, at: resource, expecting: Expected(state, inode: inode))
            if await machine.observe(resource) != .state(other) {
                violations.append("\(resource): what was looked at is not replaced")
            }
        }
        return violations
    }
}

extension Resource {
    /// Whether the state is of the kind this resource holds.
    fileprivate func holds(_ state: State) -> Bool {
        switch (self, state) {
        case (_, .absent), (.file, .file), (.directory, .permissions), (.permissions, .permissions),
            (.row, .row), (.kernelParameter, .value), (.ruleset, .ruleset), (.unit, .unit), (.package, .package),
            (.facts, .records):
            true
        default: false
        }
    }

    /// Whether it can be taken away: a kernel parameter, the rules in the kernel and who may touch a file always are
    /// some way.
    fileprivate var canGo: Bool {
        switch self {
        case .file, .directory, .row, .unit, .package: true
        case .permissions, .kernelParameter, .ruleset, .facts: false
        }
    }
}
