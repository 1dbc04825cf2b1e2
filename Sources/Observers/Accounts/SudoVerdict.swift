import Documents

/// What sudo does for one account, rule by rule.
struct SudoVerdict {
    /// Whether a rule decides something that makes the account root; and is it asked for a password then, nil where that
    /// cannot be told.
    private(set) var isFree: [Int: Bool?] = [:]

    /// Of the rules that name a program, sudo heeds the last one; one that may not fit settles nothing.
    init(_ book: SudoBook, _ person: SudoBook.Person, _ naming: [[(SudoProgram, Bool?)]], here: [Bool?]) {
        let fits = book.rules.indices.map { index -> Bool? in
            guard !naming[index].isEmpty else { return false }
            let rule = book.rules[index].rule
            let isTheirs = book.holds(rule.users, person)
            // Where the line is not understood, neither is where it counts, and as whom.
            guard rule.isClear else { return isTheirs == false ? false : nil }
            let answers = [isTheirs, here[index], here[index] == false ? nil : book.isForRoot(rule, by: person)]
            return answers.contains(false) ? false : answers.contains(nil) ? nil : true
        }
        var settled: Set<SudoProgram> = []
        var disputed: Set<SudoProgram> = []
        var habits: [SudoProgram: SudoHabits] = [:]
        for index in book.rules.indices.reversed() where fits[index] != false {
            for (program, isAllowed) in naming[index] where !settled.contains(program) {
                let isSure = fits[index] == true && isAllowed != nil
                let own = habits[program] ?? book.habits(person, program)
                habits[program] = own
                let isFree = isAllowed == false ? false : own.isFree(book.rules[index].rule)
                if isSure { settled.insert(program) }
                if isSure, isAllowed == true {
                    note(index, disputed.contains(program) && isFree == true ? nil : isFree)
                } else if !isSure {
                    // What may ask, or forbid, leaves in doubt what stands before it.
                    if isFree != true || isAllowed == nil { disputed.insert(program) }
                    if isAllowed != false, isFree != false { note(index, nil) }
                }
            }
        }
    }

    /// The worst of it counts.
    private mutating func note(_ index: Int, _ isFree: Bool?) {
        guard let known = self.isFree[index] else {
            self.isFree[index] = .some(isFree)
            return
        }
        if known == true || isFree == false { return }
        if isFree == true || known == false { self.isFree[index] = .some(isFree) }
    }
}
