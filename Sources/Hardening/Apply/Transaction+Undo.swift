import Catalog

extension Transaction {
    /// A change that was not put back, because somebody else had changed the resource since.
    public struct Left: Hashable, Sendable {
        public let resource: Resource
        public let why: String
    }

    /// Puts back what the journal says may have been changed, last change first.
    ///
    /// Goes on past what fails, so that as much as can be is as before; may be called again, after a crash as well. What
    /// an earlier pass put back is not asked again. Packages go last, and only when nothing failed: what was put back
    /// may still need them. Where `daemonsRun` is false, as early in a boot, daemons are not asked to take anything
    /// over: they start from the files.
    ///
    /// - Parameters:
    ///   - entries: the journal so far.
    ///   - cause: why, for the journal.
    ///   - daemonsRun: whether daemons can be asked.
    ///   - boot: what tells this boot from others.
    ///   - isAnotherBoot: whether the kernel is no longer the one that was changed.
    ///   - devicesAreSame: whether devices have the numbers that they had when the changes were made: a boot numbers them
    ///     anew, some by the order in which they came.
    ///   - only: the resources to put back in this pass; what is left out stays for another.
    /// - Returns: what was left alone.
    /// - Throws: `RollbackError` with everything that could not be put back.
    public func rollBack(
        _ entries: [JournalEntry],
        because cause: RollbackCause,
        daemonsRun: Bool = true,
        boot: String = "",
        isAnotherBoot: Bool = false,
        devicesAreSame: Bool = true,
        only: (Resource) -> Bool = { _ in true }
    ) async throws -> [Left] {
        try await journal.record(.rollingBack(cause))
        try await journal.record(.undoing(boot: boot))
        let earlier = EarlierPasses(entries)
        var pass = Pass(entries: entries, isAnotherBoot: isAnotherBoot, devicesAreSame: devicesAreSame)
        let begun = Set(entries.compactMap { if case .putting(let number) = $0 { number } else { nil } })
        pass.made = begun.filter { !earlier.hasRestored($0, of: plan.changes[$0].resource, in: boot) }
        for number in begun.subtracting(pass.made).sorted(by: >) {
            if let why = earlier.left[number] {
                pass.left.append(Left(resource: plan.changes[number].resource, why: why))
            }
        }
        for case .holding(let number, let inode) in entries { pass.held[number] = inode }
        pass.foreign = await foreign(pass.made)
        var number = plan.changes.count
        // Containers are made anew by the daemon as it was, and not by the one that is about to be put back; those that
        // nobody had before are gone by then, because some settings of the daemon wait until none runs.
        var waiting: [(stage: Int, isStopped: Bool)] = []
        var packages: [Int] = []
        for (index, stage) in plan.stages.enumerated().reversed() {
            let numbers = (number - stage.changes.count)..<number
            number = numbers.lowerBound
            if stage.packages != nil {
                packages += numbers.reversed().filter { pass.made.contains($0) && only(plan.changes[$0].resource) }
                continue
            }
            let isStopped = daemonsRun ? await stop(stage, index, from: numbers, pass) : false
            var isTouched = isStopped || earlier.waitsForDaemon(index, numbers: numbers)
            let isUnsure = earlier.hasBegun && numbers.contains(where: pass.made.contains)
            if entries.contains(.activating(index)) || isUnsure, !earlier.hasActivated(index, numbers: numbers) {
                isTouched = true
            }
            for number in numbers.reversed() where only(plan.changes[number].resource) {
                if await takeBack(number, &pass) { isTouched = true }
            }
            guard daemonsRun, isTouched, let activation = stage.activation else { continue }
            if stage.undoneAfter != nil {
                waiting.append((index, isStopped))
            } else {
                await activate(index, isStopped: isStopped, &pass)
            }
            let ready = waiting.filter { plan.stages[$0.stage].undoneAfter == activation }
            for one in ready { await activate(one.stage, isStopped: one.isStopped, &pass) }
            waiting.removeAll { plan.stages[$0.stage].undoneAfter == activation }
        }
        for one in waiting { await activate(one.stage, isStopped: one.isStopped, &pass) }
        await remove(packages, &pass)
        guard pass.failures.isEmpty else { throw RollbackError(pass.failures) }
        return pass.left
    }

    /// One pass of putting back, as it goes.
    private struct Pass {
        let entries: [JournalEntry]
        let isAnotherBoot: Bool
        let devicesAreSame: Bool
        /// Changes that were begun and are not put back yet.
        var made: Set<Int> = []
        /// Which file each of them found.
        var held: [Int: Inode] = [:]
        /// What holds neither what was put nor what was there before.
        var foreign: Set<Resource> = []
        var left: [Left] = []
        var failures: [String] = []
    }

    /// Puts one change back; whether anything became different by that.
    private func takeBack(_ number: Int, _ pass: inout Pass) async -> Bool {
        let change = plan.changes[number]
        do {
            if pass.isAnotherBoot, change.resource.isSetByBoot {
                let begun = pass.entries.contains(.putting(number))
                guard begun || setsParameters(pass.entries) else { return false }
                try await restoreWhatBootSet(change)
                return false
            }
            guard pass.made.contains(number) else { return false }
            if let user = dependent(on: change, among: pass.foreign) {
                let why = "\(user), which is left as it is, needs it"
                pass.left.append(Left(resource: change.resource, why: why))
                try await journal.record(.left(number, why))
                return false
            }
            switch try await restore(change, pass.held[number], pass.devicesAreSame) {
            case .untouched:
                try await journal.record(.restored(number))
                return false
            case .restored:
                try await recordRestored(number, &pass)
                return true
            case .partly(let why):
                pass.left.append(Left(resource: change.resource, why: why))
                try await journal.record(.left(number, why))
                try await recordRestored(number, &pass)
                return true
            case .foreign(let why):
                pass.left.append(Left(resource: change.resource, why: why))
                try await journal.record(.left(number, why))
                return false
            }
        } catch {
            pass.failures.append("\(change.resource): \(error)")
            return false
        }
    }

    /// What is put back is so although the journal could not say it; its daemon has to be told all the same.
    private func recordRestored(_ number: Int, _ pass: inout Pass) async throws {
        do {
            try await journal.record(.restored(number))
        } catch {
            pass.failures.append("\(plan.changes[number].resource) is put back, but \(error)")
        }
    }

    private func activate(_ index: Int, isStopped: Bool, _ pass: inout Pass) async {
        guard let activation = plan.stages[index].activation else { return }
        report("\(activation)")
        do {
            if isStopped {
                try await machine.start(activation, isUndoing: true)
            } else {
                try await machine.activate(activation, isUndoing: true)
            }
            try await journal.record(.activated(index))
        } catch {
            let why = "\(activation): \(error)"
            // Whoever keeps a gateway from coming up must not keep the server from being put back: its files are.
            guard activation.isOthers, EarlierPasses(pass.entries).count >= Self.patience,
                pass.failures.isEmpty, let resource = plan.stages[index].changes.first?.resource,
                (try? await journal.record(.activated(index))) != nil
            else {
                pass.failures.append(why)
                return
            }
            pass.left.append(Left(resource: resource, why: "it is put back, and this did not come up: \(why)"))
        }
    }

    /// How many passes a gateway gets to come up again, 15 seconds from one to the next.
    private static var patience: Int { 4 }

    /// Stops what must not see the stage's changes go, and tells what still stands still from when they came.
    private func stop(_ stage: Plan.Stage, _ index: Int, from numbers: Range<Int>, _ pass: Pass) async -> Bool {
        guard let activation = stage.activation else { return false }
        let changes = numbers.filter(pass.made.contains).map { plan.changes[$0] }
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
        // Whoever was ended while a daemon was told to end, or made anew, may have left it ending: it is still to.
        let begun = [.stopping(index), .activating(index)].compactMap { pass.entries.lastIndex(of: $0) }.max()
        guard let begun else { return false }
        return begun > pass.entries.lastIndex(of: .activated(index)) ?? -1
    }

    private func remove(_ numbers: [Int], _ pass: inout Pass) async {
        let names = numbers.sorted().map { plan.changes[$0].resource }
        guard !names.isEmpty else { return }
        guard pass.failures.isEmpty else {
            pass.failures.append(
                "\(names.map(\.description).joined(separator: ", ")): stays until the rest is put back"
            )
            return
        }
        do {
            try await remove(names)
            for number in numbers { try await journal.record(.restored(number)) }
        } catch {
            pass.failures.append("packages: \(error)")
        }
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
    private func setsParameters(_ entries: [JournalEntry]) -> Bool {
        plan.changes.enumerated().contains { number, change in
            change.resource.setsKernelParameters && entries.contains(.putting(number))
        }
    }

    /// Each parameter begins anew with a boot, and may then have been taken from a file that was still there.
    ///
    /// udev gives an interface what files say as soon as it comes, which is before anything can put them back.
    private func restoreWhatBootSet(_ change: Change) async throws {
        guard case .state(let state) = await machine.observe(change.resource), change.puts(state) else { return }
        try await machine.put(change.before, at: change.resource)
    }

    private static var gone: String { "somebody removed it since; it is not brought back" }

    /// Puts a resource back; where it is known which file was changed, that one and no other.
    private func restore(_ change: Change, _ held: Inode?, _ devicesAreSame: Bool) async throws -> Restoration {
        if let why = await machine.refusal(of: change.resource) { return .foreign(why) }
        let inode = await machine.inode(of: change.resource)
        if let held, let inode, inode.number != held.number || devicesAreSame && inode.device != held.device {
            return .foreign("it is another file now than the one that was changed; it is left as it is")
        }
        func put(_ state: State, over now: State) async throws {
            let expected = change.resource.isPutWhole ? Expected(now, inode: inode) : nil
            try await machine.put(state, at: change.resource, expecting: expected)
        }
        switch await machine.observe(change.resource) {
        case .state(change.before): return .untouched
        case .state(.absent) where change.isOfUnitThatWent:
            return change.neededNothing ? .untouched : .foreign(Self.gone)
        case .state(let state) where change.puts(state) || !change.resource.isPutWhole:
            report("\(change.resource)")
            try await put(change.before, over: state)
            return .restored
        case .state(let state):
            guard let part = Reconciliation.of(change, state, by: reconcile) else {
                return .foreign("somebody changed it since; it is left as it is")
            }
            if part.state != state {
                report("\(change.resource)")
                try await put(part.state, over: state)
            }
            return .partly(part.words)
        case .unreadable(let why): throw TransactionError.unreadable(change.resource, why.why)
        }
    }
}

/// What could not be put back.
public struct RollbackError: Error, CustomStringConvertible {
    public let failures: [String]

    public init(_ failures: [String]) { self.failures = failures }

    public var description: String { failures.joined(separator: "\n") }
}

extension Change {
    /// Whether it is about a unit that was there before and was to stay: where there is none now, somebody removed it.
    fileprivate var isOfUnitThatWent: Bool {
        guard case .unit = resource, case .unit = before else { return false }
        return after != .absent
    }

    /// Whether the unit neither ran nor was to run at boot, which is as true of one that is gone.
    fileprivate var neededNothing: Bool {
        if case .unit(let unit) = before { !unit.isActive && !unit.isEnabled } else { false }
    }
}
