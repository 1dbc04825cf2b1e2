import Catalog

/// A plan on its way into a machine, step by step, each step in the journal.
public struct Transaction<Target: MutableMachine, Record: Journal>: Sendable {
    public let plan: Plan
    let machine: Target
    let journal: Record
    /// Told what happens, for people who wait.
    let report: @Sendable (String) -> Void
    /// How a change is taken back where somebody else changed the resource since; nothing where only as a whole.
    let reconcile: @Sendable (Change, State) -> Reconciliation?

    public init(
        _ plan: Plan,
        on machine: Target,
        journal: Record,
        report: @escaping @Sendable (String) -> Void = { _ in },
        reconcile: @escaping @Sendable (Change, State) -> Reconciliation? = { _, _ in nil }
    ) {
        self.plan = plan
        self.machine = machine
        self.journal = journal
        self.report = report
        self.reconcile = reconcile
    }

    /// Puts every change and activates every stage, from the stage of this number on.
    ///
    /// A change of what is not root's, which its owner made impossible meanwhile, is left out with those that belong to it.
    ///
    /// - Parameters:
    ///   - first: the stage's number.
    ///   - accept: asked whether the plan may go on without what is left out, before anything more is changed.
    /// - Returns: what was left out.
    /// - Throws: at the first step that fails; everything before it stays until it is rolled back.
    @discardableResult
    public func apply(
        from first: Int = 0,
        accept: ([SetAside]) async throws -> Void = { _ in }
    ) async throws -> [SetAside] {
        var progress = Progress()
        try await requireBegin(from: first, &progress.aside)
        if !progress.aside.isEmpty { try await accept(progress.aside) }
        var next = plan.stages.prefix(first).reduce(0) { $0 + $1.changes.count }
        for (index, stage) in plan.stages.enumerated().dropFirst(first) {
            let start = next
            next += stage.changes.count
            if let names = stage.packages {
                try await install(names, from: start, stage)
                continue
            }
            let wanted = stage.changes.indices.filter { !progress.leaves(start + $0) }.map { stage.changes[$0] }
            guard stage.changes.isEmpty || !wanted.isEmpty else { continue }
            let isStopped = try await stop(Plan.Stage(wanted, activation: stage.activation), index)
            for number in start..<next where !progress.leaves(number) {
                try await make(number, &progress, accept)
            }
            guard let activation = stage.activation,
                isStopped || stage.changes.isEmpty || !progress.made.isDisjoint(with: start..<next)
            else { continue }
            report("\(activation)")
            try await journal.record(.activating(index))
            try await activate(activation, isUndoing: false, isStopped: isStopped)
            try await journal.record(.activated(index))
        }
        // Where nothing is left of it, nothing was applied that could wait for a confirmation.
        if first == 0, let one = progress.aside.first, progress.aside.count == plan.changes.count {
            throw TransactionError.nothingLeft(one.resource, one.why)
        }
        return progress.aside
    }

    /// What was put, and what is left out.
    private struct Progress {
        var made: Set<Int> = []
        var aside: [SetAside] = []

        func leaves(_ number: Int) -> Bool { aside.contains { $0.number == number } }
    }

    /// Puts one change, or leaves it to whoever owns the place.
    private func make(
        _ number: Int,
        _ progress: inout Progress,
        _ accept: ([SetAside]) async throws -> Void
    ) async throws {
        let change = plan.changes[number]
        report("\(change.resource)")
        do {
            // A unit may have come with a file that was put just before.
            if change.resource.isPutWhole { try await requireBefore(change) }
            try await journal.record(.putting(number))
            try await putFirst(change, number)
        } catch let error as TransactionError {
            guard await machine.mayLeave(change, at: change.resource) else { throw error }
            let count = progress.aside.count
            try await leave(number, error, &progress.aside)
            try await takeBack(progress.made, leftFrom: count, progress.aside)
            return try await accept(progress.aside)
        }
        try await journal.record(.put(number))
        progress.made.insert(number)
    }

    /// Stops what must not see the stage's changes come.
    private func stop(_ stage: Plan.Stage, _ index: Int) async throws -> Bool {
        guard let activation = stage.activation, !stage.changes.isEmpty else { return false }
        do {
            guard try await machine.mustStop(activation, before: stage.changes, isUndoing: false) else { return false }
        } catch {
            throw TransactionError.notActivated(activation, "\(error)")
        }
        report("stopping \(activation)")
        try await journal.record(.stopping(index))
        do { try await machine.stop(activation) } catch {
            throw TransactionError.notActivated(activation, "\(error)")
        }
        return true
    }

    /// All packages come in one run: each is in the journal before it begins, and again when it has ended.
    private func install(_ names: [String], from first: Int, _ stage: Plan.Stage) async throws {
        report("packages \(names.joined(separator: ", "))")
        for number in names.indices { try await journal.record(.putting(first + number)) }
        do {
            try await machine.put(.package(.any), ofPackages: names)
        } catch {
            throw TransactionError.notInstalled(names, "\(error)")
        }
        for number in names.indices { try await journal.record(.put(first + number)) }
    }

    /// Puts the final state of what was only put for the time until the confirmation.
    ///
    /// May be called again after a crash; what is already final is left. The caller records the confirmation once it
    /// has seen that the final state holds.
    public func close() async throws {
        try await journal.record(.confirming)
        // Last stage first: sshd leaves the old port before the firewall closes it.
        for index in plan.stages.indices.reversed() {
            let stage = plan.stages[index]
            let start = plan.stages[..<index].reduce(0) { $0 + $1.changes.count }
            var isTouched = false
            for (offset, change) in stage.changes.enumerated() where change.interim != nil {
                isTouched = true
                try await journal.record(.closing(start + offset))
                try await put(change.after, change)
            }
            if isTouched, let activation = stage.activation { try await activate(activation, isUndoing: false) }
        }
    }

    private func requireBefore(_ change: Change) async throws { try await require(change.before, at: change.resource) }

    func require(_ state: State, at resource: Resource) async throws {
        switch await machine.observe(resource) {
        case .unreadable(let why): throw TransactionError.unreadable(resource, why.why)
        case .state(state): return
        case .state: throw TransactionError.stale(resource)
        }
    }

    /// Changes what was looked at, and nothing that somebody puts in its place meanwhile.
    private func putFirst(_ change: Change, _ number: Int) async throws {
        guard change.resource.isPutWhole else { return try await put(change.first, change) }
        let inode = await machine.inode(of: change.resource)
        if let inode { try await journal.record(.holding(number, inode)) }
        try await put(change.first, change, expecting: Expected(change.before, inode: inode))
    }

    private func put(_ state: State, _ change: Change, expecting expected: Expected? = nil) async throws {
        do {
            try await machine.put(state, at: change.resource, expecting: expected)
        } catch {
            throw TransactionError.notPut(change.resource, "\(error)")
        }
    }

    private func activate(_ activation: Activation, isUndoing: Bool, isStopped: Bool = false) async throws {
        do {
            if isStopped {
                try await machine.start(activation, isUndoing: isUndoing)
            } else {
                try await machine.activate(activation, isUndoing: isUndoing)
            }
        } catch {
            throw TransactionError.notActivated(activation, "\(error)")
        }
    }
}

/// Why a plan could not be applied.
public enum TransactionError: Error, Hashable, Sendable {
    case unreadable(Resource, String)
    /// The resource is no longer as it was when the plan was made.
    case stale(Resource)
    case notPut(Resource, String)
    /// The packages could not all be installed.
    case notInstalled([String], String)
    case notActivated(Activation, String)
    /// Whoever owns what the plan was to change kept all of it from being changed.
    case nothingLeft(Resource, String)
    /// Everything was put, and a control is still not compliant.
    case notEffective(Control.ID, String)
}

extension TransactionError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unreadable(let resource, let why): "\(resource) cannot be read: \(why)"
        case .stale(let resource): "\(resource) has changed since the plan was made"
        case .notPut(let resource, let why): "\(resource) could not be changed: \(why)"
        case .notInstalled(let names, let why):
            "\(names.joined(separator: ", ")) could not be installed: \(why)"
        case .nothingLeft(let resource, let why):
            "nothing of the plan could be made; \(resource) is left as it is: \(why)"
        case .notActivated(let activation, let why): "\(activation) did not take over the change: \(why)"
        case .notEffective(let control, let why): "\(control) was put in place and still does not hold: \(why)"
        }
    }
}
