extension Transaction {
    /// A change that was not put back, because somebody else had changed the resource since.
    public struct Left: Hashable, Sendable {
        public let resource: Resource
        public let why: String
    }

    /// Puts back what the journal says may have been changed, last change first.
    ///
    /// Goes on past what fails, so that as much as can be is as before; may be called again after a crash. Where
    /// `daemonsRun` is false, as early in a boot, daemons are not asked to take anything over: they start from the files.
    ///
    /// - Parameters:
    ///   - entries: the journal so far.
    ///   - reason: why, for the journal.
    ///   - daemonsRun: whether daemons can be asked.
    ///   - isAnotherBoot: whether the kernel is no longer the one that was changed.
    ///   - only: the resources to put back in this pass; what is left out stays for another.
    /// - Returns: what was left alone.
    /// - Throws: `RollbackError` with everything that could not be put back.
    public func rollBack(
        _ entries: [JournalEntry],
        because reason: String,
        daemonsRun: Bool = true,
        isAnotherBoot: Bool = false,
        only: (Resource) -> Bool = { _ in true }
    ) async throws -> [Left] {
        try await journal.record(.rollingBack(reason))
        let made = Set(entries.compactMap { if case .putting(let number) = $0 { number } else { nil } })
        let held = entries.reduce(into: [Int: Inode]()) { held, entry in
            if case .holding(let number, let inode) = entry { held[number] = inode }
        }
        var left: [Left] = []
        let foreign = await foreign(made)
        var failures: [String] = []
        var number = plan.changes.count
        // Containers are made anew by the daemon as it was, and not by the one that is about to be put back; those that
        // nobody had before are gone by then, because some settings of the daemon wait until none runs.
        var waiting: [(activation: Activation, isStopped: Bool)] = []
        func activate(_ activation: Activation, isStopped: Bool) async {
            report("\(activation)")
            do {
                if isStopped {
                    try await machine.start(activation, isUndoing: true)
                } else {
                    try await machine.activate(activation, isUndoing: true)
                }
            } catch {
                failures.append("\(activation): \(error)")
            }
        }
        for (index, stage) in plan.stages.enumerated().reversed() {
            let isStopped = daemonsRun ? await stop(stage, index, made, from: number, entries) : false
            var isTouched = isStopped || entries.contains(.activating(index))
            if stage.packages != nil {
                number -= stage.changes.count
                let first = number
                let mine = stage.changes.indices.filter {
                    made.contains(first + $0) && only(stage.changes[$0].resource)
                }
                do {
                    try await remove(mine.map { stage.changes[$0].resource })
                    for offset in mine.reversed() { try await journal.record(.restored(first + offset)) }
                } catch {
                    failures.append("packages: \(error)")
                }
                continue
            }
            for change in stage.changes.reversed() {
                number -= 1
                guard only(change.resource) else { continue }
                if isAnotherBoot, case .kernelParameter = change.resource {
                    guard made.contains(number) || setsParameters(made) else { continue }
                    do { try await restoreWhatBootSet(change) } catch {
                        failures.append("\(change.resource): \(error)")
                    }
                    continue
                }
                guard made.contains(number) else { continue }
                if let user = dependent(on: change, among: foreign) {
                    let why = "\(user), which is left as it is, needs it"
                    left.append(Left(resource: change.resource, why: why))
                    try await journal.record(.left(number, why))
                    continue
                }
                do {
                    switch try await restore(change, held[number]) {
                    case .untouched: try await journal.record(.restored(number))
                    case .restored:
                        isTouched = true
                        try await journal.record(.restored(number))
                    case .partly(let why):
                        isTouched = true
                        left.append(Left(resource: change.resource, why: why))
                        try await journal.record(.restored(number))
                    case .foreign(let why):
                        left.append(Left(resource: change.resource, why: why))
                        try await journal.record(.left(number, why))
                    }
                } catch {
                    failures.append("\(change.resource): \(error)")
                }
            }
            guard daemonsRun, let activation = stage.activation else { continue }
            if isTouched, activation.makesContainers, !stage.bringsProject {
                waiting.append((activation, isStopped))
            } else if isTouched {
                await activate(activation, isStopped: isStopped)
            }
            if activation == .docker {
                for one in waiting { await activate(one.activation, isStopped: one.isStopped) }
                waiting = []
            }
        }
        for one in waiting { await activate(one.activation, isStopped: one.isStopped) }
        guard failures.isEmpty else { throw RollbackError(failures) }
        return left
    }

    /// Stops what must not see the stage's changes go, and tells what still stands still from when they came.
    private func stop(
        _ stage: Plan.Stage,
        _ index: Int,
        _ made: Set<Int>,
        from end: Int,
        _ entries: [JournalEntry]
    ) async -> Bool {
        guard let activation = stage.activation else { return false }
        let first = end - stage.changes.count
        let changes = stage.changes.indices.filter { made.contains(first + $0) }.map { stage.changes[$0] }
        let back = changes.map { Change($0.resource, before: $0.first, after: $0.before, because: []) }
        // What cannot be stopped sees its old files come back; that is no reason to keep them from it.
        if !back.isEmpty,
            let mustStop = try? await machine.mustStop(activation, before: back, isUndoing: true), mustStop
        {
            report("stopping \(activation)")
            try? await journal.record(.stopping(index))
            try? await machine.stop(activation)
            return true
        }
        guard let stopped = entries.lastIndex(of: .stopping(index)) else { return false }
        return stopped > entries.lastIndex(of: .activated(index)) ?? -1
    }

    /// Packages that were not there before go in one run.
    ///
    /// Also those that do not seem to be there: a crash may have left them unpacked and not installed.
    private func remove(_ packages: [Resource]) async throws {
        let names = packages.compactMap { if case .package(let name) = $0 { name } else { nil } }
        guard !names.isEmpty else { return }
        report("packages \(names.joined(separator: ", "))")
        try await machine.put(.absent, ofPackages: names)
    }

    /// What was left alone although it was worked out from the resource, so that it may not do without what is there now.
    private func dependent(on change: Change, among foreign: Set<Resource>) -> Resource? {
        plan.changes.first { other in
            foreign.contains(other.resource)
                && (other.premises ?? []).contains { $0.resource == change.resource }
        }?
        .resource
    }

    /// What holds neither what was put nor what was there before, and will therefore be left alone.
    private func foreign(_ made: Set<Int>) async -> Set<Resource> {
        var states: [Resource: [(State) -> Bool]] = [:]
        for (number, change) in plan.changes.enumerated() where made.contains(number) && change.resource.isPutWhole {
            states[change.resource, default: []].append { state in
                if change.before == state || change.puts(state) { return true }
                return reconcile(change, state)?.left.isEmpty ?? false
            }
        }
        var found: Set<Resource> = []
        for (resource, isOurs) in states {
            guard case .state(let state) = await machine.observe(resource) else { continue }
            if !isOurs.contains(where: { $0(state) }) { found.insert(resource) }
        }
        return found
    }

    private enum Restoration {
        case untouched
        case restored
        /// Somebody else wrote it anew; what was still ours is put back.
        case partly(String)
        case foreign(String)
    }

    /// Whether a file is among them that a boot takes parameters from.
    private func setsParameters(_ made: Set<Int>) -> Bool {
        plan.changes.enumerated().contains { number, change in
            if case .file(let path) = change.resource {
                made.contains(number) && path.hasPrefix("/etc/sysctl.d/")
            } else {
                false
            }
        }
    }

    /// Each parameter begins anew with a boot, and may then have been taken from a file that was still there.
    ///
    /// udev gives an interface what files say as soon as it comes, which is before anything can put them back.
    private func restoreWhatBootSet(_ change: Change) async throws {
        guard case .state(let state) = await machine.observe(change.resource), change.puts(state) else { return }
        try await machine.put(change.before, at: change.resource)
    }

    /// Puts a resource back; where it is known which file was changed, that one and no other.
    private func restore(_ change: Change, _ held: Inode?) async throws -> Restoration {
        if let why = await machine.refusal(of: change.resource) { return .foreign(why) }
        let inode = await machine.inode(of: change.resource)
        if let held, let inode, inode != held {
            return .foreign("it is another file now than the one that was changed; it is left as it is")
        }
        func put(_ state: State, over now: State) async throws {
            let expected = change.resource.isPutWhole ? Expected(now, inode: inode) : nil
            try await machine.put(state, at: change.resource, expecting: expected)
        }
        switch await machine.observe(change.resource) {
        case .state(change.before): return .untouched
        case .state(let state) where change.puts(state) || !change.resource.isPutWhole:
            report("\(change.resource)")
            try await put(change.before, over: state)
            return .restored
        case .state(let state):
            guard let part = reconcile(change, state), !(part.restored.isEmpty && part.left.isEmpty) else {
                return .foreign("somebody changed it since; it is left as it is")
            }
            if part.state != state {
                report("\(change.resource)")
                try await put(part.state, over: state)
            }
            return .partly(part.words)
        case .unreadable(let why): throw TransactionError.unreadable(change.resource, why)
        }
    }
}

/// What could not be put back.
public struct RollbackError: Error, CustomStringConvertible {
    public let failures: [String]

    public init(_ failures: [String]) { self.failures = failures }

    public var description: String { failures.joined(separator: "\n") }
}

extension Resource {
    /// Whether a crash leaves either the old or the new state, so that a third one is somebody else's doing.
    var isPutWhole: Bool {
        switch self {
        case .file, .directory, .permissions, .kernelParameter: true
        case .ruleset, .unit, .package, .facts: false
        }
    }
}
