extension Transaction {
    /// What the changes find now, before the first of them is made.
    func requireBegin(from first: Int, _ aside: inout [SetAside]) async throws {
        var number = plan.stages.prefix(first).reduce(0) { $0 + $1.changes.count }
        for stage in plan.stages.dropFirst(first) {
            for change in stage.changes {
                defer { number += 1 }
                for place in [Change.Premise(change.resource, change.before)] + (change.premises ?? [])
                where !aside.contains(where: { $0.number == number }) {
                    do {
                        try await require(place.state, at: place.resource)
                    } catch {
                        guard await machine.mayLeave(change, at: place.resource) else { throw error }
                        try await leave(number, error, &aside)
                        break
                    }
                }
            }
        }
    }

    /// Leaves a change out that cannot be made, with those that belong to it.
    ///
    /// - Throws: the error, where one of them is not to be left out.
    func leave(_ number: Int, _ error: any Error, _ aside: inout [SetAside]) async throws {
        let bound = plan.bound(to: number)
        guard bound.allSatisfy({ plan.changes[$0].interim == nil && plan.changes[$0].isOfFile }) else { throw error }
        for one in bound.sorted() where !aside.contains(where: { $0.number == one }) {
            let change = plan.changes[one]
            let why = one == number ? "\(error)" : "it belongs to a change that could not be made: \(error)"
            report("Leaving \(change.resource) as it is")
            try await journal.record(.left(one, why))
            aside.append(SetAside(number: one, resource: change.resource, because: change.because, why: why))
        }
    }

    /// Takes those back that were made before one that belongs to them could not be.
    func takeBack(_ made: Set<Int>, leftFrom count: Int, _ aside: [SetAside]) async throws {
        for one in aside.dropFirst(count).map(\.number).sorted(by: >) where made.contains(one) {
            let change = plan.changes[one]
            // Its owner has it otherwise by now: what is theirs is left to them.
            guard await machine.observe(change.resource) == .state(change.first) else { continue }
            let inode = await machine.inode(of: change.resource)
            do {
                try await machine.put(
                    change.before,
                    at: change.resource,
                    expecting: Expected(change.first, inode: inode)
                )
            } catch {
                guard await machine.mayLeave(change, at: change.resource) else {
                    throw TransactionError.notPut(change.resource, "\(error)")
                }
            }
        }
    }
}

extension MutableMachine {
    /// Whether a change may be left out because of what is at a place: others than root decide what is there.
    ///
    /// What was an account's when the plan was made is that account's; nobody makes root's their own by changing it.
    public func mayLeave(_ change: Change, at place: Resource) async -> Bool {
        guard change.interim == nil, change.isOfFile else { return false }
        if change.account != nil, place == change.resource { return true }
        return await isOthers(place)
    }
}
